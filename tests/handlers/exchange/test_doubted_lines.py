"""What was not understood near an amount is asked about: another amount, a bare number, a temperature, a season."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text


def test_two_amounts_of_a_kind_are_asked_about_unless_one_names_the_flow() -> None:
    found = describe_text("Råvann har vi rett til 90 m³/h av, og resten, 30 m³/h, kan naboen få kople seg på")
    assert (found.type_key, found.amount, found.asks) == ("water", None, ("amount",))
    for text, amount in (
        ("Smelteverket på 40 MW har 7 MW overskuddsvarme", 7),
        ("Isvannsanlegget er bygd for 900 kW, men 200 kW kjøling kan vi selge", 200),
        ("Søker varme til vask, ca 300 kW, fordi elkjelen på 450 kW er utslitt", 300),
        ("vi trenger 80 kg/h hydrogen, i dag bruker vi 2 t/h kull", 80),
    ):
        assert describe_text(text).amount == amount, text


@pytest.mark.parametrize(
    "text",
    [
        "Need cooling, 320, at 5 C, filling hall",
        "har spillvarme å avgi 80 °C, mengde 6, retur 40",
        "Vi kan levere spillvarme på 70 °C, anslagsvis 300, til et drivhus",
        "tilbyr overskuddsvarme, størrelsesorden 3-4, 55 °C",
        "Me har 2000 av den våte gipsen i året å gje bort",
        "need heat 25 as soon as possible",
        "crane hours wanted, 30 a month, crawler",
    ],
)
def test_a_bare_number_is_asked_about(text: str) -> None:
    found = describe_text(text)
    assert (found.amount, found.unit, found.asks) == (None, None, ("unit",))


def test_a_name_a_year_and_a_phone_number_are_no_bare_number() -> None:
    for text in (
        "vi kan levere spillvarme fra ovn 3 fra 2028",
        "ledig damp, ring 913 44 207",
        "our crane on quay 2 is free to hire",
    ):
        assert "unit" not in describe_text(text).asks, text


def test_hours_have_the_period_behind_their_stroke() -> None:
    for text, amount, per in (
        ("Ledige krantimer på kaia, 90 timer/mnd, mobilkran 70 t", 90, "month"),
        ("Quay 3 has 150 crane hours a month going spare", 150, "month"),
    ):
        found = describe_text(text)
        assert (found.type_key, found.amount, found.unit, found.per) == ("capacity", amount, "timer", per), text
    assert describe_text("ledige krantimer, 20 timer/uke").asks == ("per",)


def test_a_definite_time_behind_a_unit_is_its_period() -> None:
    found = describe_text("ser etter hydrogen til bussene, 150 kilo dagen")
    assert (found.amount, found.unit, found.per) == (150, "kg/d", "day")
    assert describe_text("har 3 MW spillvarme året rundt").unit == "MW"


def test_supply_and_return_share_their_degrees() -> None:
    for text, supply in (
        ("treng kjøling til hallen: 1,2 MW, tur 9 / retur 15 grader", 9),
        ("har vi 1,5 MW varme til overs, tur 60 / retur 35 °C", 60),
        ("Fjernvarmen ønsker 8 MW varme, tur/retur 80/50 °C", 80),
    ):
        assert describe_text(text).temperature == supply, text
    found = describe_text("Got 400 m3/h of seawater return at 18 degrees to spare")
    assert (found.temperature, found.asks) == (None, ("temperature",))


def test_months_in_a_list_and_autumn_are_read_or_asked_about() -> None:
    both = describe_text("Trenger trykkluft 900 Nm3/h, jan og feb")
    assert both.months == tuple(100 if month < 2 else 0 for month in range(12))
    seasons = describe_text("isvann til kjøling, vi kan gi 500 kW høst og vår")
    assert seasons.months == tuple(100 if month in (2, 3, 4, 8, 9, 10) else 0 for month in range(12))
    assert describe_text("vi kan gi 500 kW kjøling mest høst").asks == ("months",)


def test_an_amount_that_nothing_named_can_have_asks_what_flows() -> None:
    for text in (
        "verkstedet på 3 mål treng 2 MW frå nabo",
        "8 tonn xylinitt per skift vil vi bli kvitt",
        "900 kW from the compressor, 7000 h/y, to give away",
    ):
        assert (describe_text(text).type_key, describe_text(text).asks[0]) == (None, "type"), text
    warm = describe_text("0.9 MW from the compressor at 60C, 7000 h/y, to give away")
    assert (warm.type_key, warm.amount) == ("heat", Decimal("0.9"))


def test_a_place_is_measured_by_what_it_is() -> None:
    for text, type_key in (
        ("indoor storage 2500 m2 to let, quay C, floor 8 t/m2", "area"),
        ("hall to let 1800 sqm 10t crane inside", "area"),
        ("short of 5 packing line operators, nights", "people"),
    ):
        assert describe_text(text).type_key == type_key, text
    assert describe_text("short of 5 packing line operators, nights").amount == 5
    assert describe_text("Lagertank på 4000 m3 kan leies ut").asks == ("unit",)


def test_who_names_a_thing_and_offers_nothing_writes_of_another_matter() -> None:
    for text in (
        "Det lukter ammoniakk fra naboen hver morgen",
        "kaffemaskinen på verkstedet er død igjen",
        "Noen som har nøkkelen til bua ved kai 3?",
    ):
        assert describe_text(text).asks == ("type",), text
    assert describe_text("Waste heat from a server hall.").type_key == "heat"


def test_persons_of_two_trades_are_asked_about() -> None:
    found = describe_text("trenger 3 sveisere og 2 rørleggere i uke 35")
    assert (found.type_key, found.amount, found.asks) == ("people", None, ("amount",))
    assert describe_text("trenger 3 sveisere i uke 35").amount == 3


def test_what_comes_before_summer_is_of_no_month() -> None:
    assert describe_text("trenger 2 MW varme før sommeren").months is None
    assert describe_text("treng ca. 20 timar mobilkran 80 t i uke 42").asks == ()


def test_an_aside_is_no_listing() -> None:
    for text, type_key, amount in (
        ("Klekkeriet må ha oksygen, 40 Nm³/h, når biomassen går fra 70 til 120 tonn", "oxygen", 40),
        ("We want to buy hydrogen, 20 kg/h at 20 barg, replacing about 70 kg/h of propane", "hydrogen", 20),
        ("The clinker cooler rejects 12 MW in all, of which we can offer 4 MW of heat", "heat", 4),
        ("Sagbruket har 9 000 t/år bark, som vi gir bort mot at noen henter den – lageret er fullt", "organic", 9000),
        ("Vi kan ta imot knust tegl og betong fra riving, 800 t/mnd", "material", 800),
    ):
        found = describe_text(text)
        assert (found.type_key, found.amount, found.asks) == (type_key, amount, ()), text
    both = describe_text("selling 200 t/yr of aluminium dross, also looking for 40 t/yr of lime")
    assert [one.kind for one in (both, *both.others)] == ["dross", "lime"]


def test_a_phrase_is_found_around_an_adverb() -> None:
    assert describe_text("vi ser derfor etter 2 t/h damp på 8 bar").direction == "need"
    assert describe_text("we can also supply 3 t/h of steam").direction == "offer"


def test_a_time_stands_behind_the_name_of_what_flows() -> None:
    found = describe_text("kan ta imot 500 kg H2/døgn på 20 barg")
    assert (found.type_key, found.amount, found.unit, found.per) == ("hydrogen", 500, "kg/d", "day")
    found = describe_text("Reint prosessvatn, 500 kubikk i døgeret, går i sjøen. Nokon som vil ha det?")
    assert (found.direction, found.unit) == ("offer", "m³/d")
    assert describe_text("filterstøv med sink 21% 3000 tonn årlig Mo i Rana").unit == "t/år"


def test_one_flow_that_is_asked_about_again_is_one_listing() -> None:
    found = describe_text(
        "Hei, smelteverket her. Vi kjøler ovnen med ca 9 MW, vannet holder 60 grader. Noen som vil ha varmen?"
    )
    assert (found.direction, found.type_key, found.amount, found.others) == ("offer", "heat", 9, ())


def test_a_listing_takes_no_direction_that_it_speaks_against() -> None:
    found = describe_text("Me kan selja 3 MW varme på 60 gradar og treng samstundes 2 t/t damp")
    assert [one.direction for one in (found, *found.others)] == ["offer", "need"]


def test_a_gas_that_is_told_in_megawatts_is_burnt() -> None:
    found = describe_text("purgegass (60 % H2, resten N2), 3 MW som brensel, går i fakkel, tar noen imot?")
    assert found.type_key != "gas"


def test_nothing_in_a_season_takes_its_months_away() -> None:
    for text in (
        "Will sell 22 GWh/y of waste heat at 75 C, Oct-Apr, nothing in summer",
        "22 GWh/år varme okt-apr, ingenting om sommeren",
    ):
        assert describe_text(text).months == (100, 100, 100, 100, 0, 0, 0, 0, 0, 100, 100, 100), text


def test_a_clear_phrase_right_before_a_flow_is_about_it() -> None:
    found = describe_text("Me treng hydrogen til ferja, rundt 120, levert ved kai 3")
    assert (found.direction, found.type_key, found.asks) == ("need", "hydrogen", ("unit",))
    told = describe_text(
        "Vi kan ta imot gips fra andre, opptil 8 000 t/år; nå bruker vi naturgips fra Spania til 28 euro tonnet"
    )
    assert (told.direction, told.type_key, told.others) == ("need", "material", ())


@pytest.mark.parametrize(
    "text",
    [
        "gjelder kjøp/salg av flis, 500 tonn",
        "buy/sell steam 3 t/h",
        "tilbud/behov: damp 3 t/h",
        "leie eller leie ut lager",
    ],
)
def test_both_directions_at_once_are_asked_about(text: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.asks) == (None, ("direction",))


def test_for_rent_or_for_sale_is_one_direction() -> None:
    assert describe_text("tomt 8 mål ved kai 2, til leige eller sal").direction == "offer"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("giving away 25 big bags of sulphur", "sulphur"),
        ("25 bigbag med svovel gis bort", "sulphur"),
        ("25 drums of waste oil to give away", "oil"),
    ],
)
def test_a_number_of_packings_is_no_amount_of_what_they_hold(text: str, kind: str) -> None:
    found = describe_text(text)
    assert (found.kind, found.amount, found.asks) == (kind, None, ("unit",))


def test_packings_by_themselves_are_counted() -> None:
    assert describe_text("giving away 25 big bags").amount == 25


@pytest.mark.parametrize("text", ["har et par MW varme fra kompressorene", "several MW of heat available"])
def test_a_unit_with_a_vague_number_is_asked_about(text: str) -> None:
    assert describe_text(text).asks == ("amount",)


def test_more_of_an_amount_says_nothing_of_its_season() -> None:
    winter = (100, 100, *[0] * 9, 100)
    assert describe_text("treng 3 MW meir varme om vinteren").months == winter
    assert describe_text("leverer 3 MW varme, mer om vinteren").asks == ("months",)


def test_what_gas_is_washed_in_is_no_ash() -> None:
    assert describe_text("Gips til overs fra røykgassvasken, 1 800 t/år").kind == "gypsum"
