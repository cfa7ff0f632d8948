"""An amount that is one of several, of one season, or of today alone is asked about, and persons have ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    "text",
    [
        "Vi har 2 x 750 kW spillvarme på 28 grader til overs",
        "We offer waste heat, 2x750 kW at 28 °C",
        "Treng 3 tankar på 50 m3 prosessvatn",
        "Can take 15-20 loads of clean topsoil, 18 t each",
        "har 4 bigbag à 900 kg slagg å gi bort, 900 kg hver",
        "Vi kan øke leveransen av damp fra 4 til 7 t/h",
        "Overskudd: 1,5 MW ved 42 grader om sommeren, 0,6 MW om vinteren",
        "kan avgi 4 t/h damp på dagtid, resten av døgnet 9 t/h",
        "Vi leverer i dag 12 MW til fjernvarmen og kan øke med 5 MW",
        "500 tonn grus 0-16 og 200 tonn 16-32 selges",
        "hall til leie, 22x60 m",
    ],
)
def test_an_amount_that_may_not_be_all_is_asked_about(text: str) -> None:
    found = describe_text(text)
    assert found.amount is None
    assert {"amount", "unit"}.intersection(found.asks)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Vi har 1 stk à 400 kW spillvarme ledig", 400),
        ("tilbyr 2 tanker på 50 m3 prosessvann, til sammen 100 m3", 100),
        ("Kan avgi 4 MW varme hver dag", 4),
        ("tilbyr 4 til 7 t/h damp", Decimal("5.5")),
        ("Smelteverket på 40 MW har 7 MW overskuddsvarme", 7),
    ],
)
def test_an_amount_that_is_all_is_taken(text: str, amount: Decimal) -> None:
    assert describe_text(text).amount == amount


@pytest.mark.parametrize("text", ["trenger 2-3 sveisere", "need two to three fitters", "Need 2 or 3 welders"])
def test_persons_have_a_range(text: str) -> None:
    found = describe_text(text)
    assert (found.amount, found.low, found.high, found.unit) == (Decimal("2.5"), 2, 3, "plasser")


def test_the_number_of_a_week_is_no_end_of_a_range() -> None:
    assert describe_text("trenger i uke 2 3 sveisere").amount == 3


def test_the_hours_of_a_working_week_are_no_tonnes() -> None:
    found = describe_text("mangler to elektrikere i januar, 37,5 t uka")
    assert (found.type_key, found.amount, found.asks) == ("people", 2, ())


def test_a_rent_tells_no_direction() -> None:
    assert describe_text("lagerhall 1200 m2, takhøgde 9 m, leie 85 kr/m2").direction != "need"


def test_what_is_full_of_a_matter_is_no_water() -> None:
    assert describe_text("Syrevann, 40 m3 i måneden, til overs").asks == ("type",)
    assert describe_text("Ammoniakkvatn 24,5 %, 200 t/år, til overs").type_key == "material"
    assert describe_text("Rejektvann 15 m3/h må bort").type_key == "water"


def test_a_year_is_shortened_in_latin() -> None:
    assert describe_text("Looking to buy 30 kt limestone fines pa, <4 mm").per == "year"


@pytest.mark.parametrize(
    "text",
    [
        "Short of lab capacity for protein tests, 40 samples a day",
        "Vi treng nokon til å køyre for oss, 4 turar i månaden med krokbil",
        "er det noen som trenger europaller? har 300 brukte stående her, bare å hente",
    ],
)
def test_a_number_of_what_is_no_unit_is_asked_about(text: str) -> None:
    found = describe_text(text)
    assert (found.amount, found.asks) == (None, ("unit",))


def test_times_and_hours_are_no_number_of_something() -> None:
    for text in ("Kan avse kranbil 3 dager i uka", "ledig dreiebenk 2 skift i døgnet"):
        assert describe_text(text).asks == (), text


def test_who_needs_somebody_for_work_offers_nothing() -> None:
    text = "Dreiebenken vår står. Trenger derfor noen som kan dreie for oss, ca 60 timer i måneden"
    assert describe_text(text).direction == "need"


def test_the_name_of_a_person_is_no_flow() -> None:
    assert describe_text("treng å leige to vakter til hovudporten, ring Jostein").type_key is None
    assert describe_text("vi har Kvarts og Pukkstein til overs, 400 t/år").type_key == "material"


def test_what_a_plant_has_room_for_is_its_capacity() -> None:
    for text in (
        "Vi manglar reinsekapasitet for 12 m3/t vaskevatn",
        "Our effluent plant has spare capacity of 35 m3/h",
    ):
        found = describe_text(text)
        assert (found.type_key, found.unit, found.asks) == ("capacity", "m³/h", ()), text


def test_who_is_short_of_persons_counts_them() -> None:
    found = describe_text("We're three fitters short for the shutdown, can anyone lend us some?")
    assert (found.direction, found.amount, found.asks) == ("need", 3, ())


def test_an_absolute_pressure_may_have_a_space() -> None:
    assert describe_text("Me kan levere damp på 8 bar a, 6 t/t").pressure == 7


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Vi har 40 brukte IBC-tanker til overs", 40, "stk"),
        ("Vi har 200 europaller til overs", 200, "stk"),
        ("Kjøper brukte storsekker, 500 stk i måneden, men de må være hele", 500, "stk/mnd"),
        ("Europaller, brukte men hele, vi har 150 stk i måneden å gi bort", 150, "stk/mnd"),
        ("Skal kvitte oss med 60 stk tomme IBC-er (1000 l), rengjorte", 60, "stk"),
        ("Tomme stålfat (200 l) får hentast hjå oss, 30 stk kvar månad", 30, "stk/mnd"),
        ("Got 60 IBC totes per month, rinsed. Yours if you collect", 60, "stk/mnd"),
        ("Ombruksteglstein søkes, 12 000 stk, til rehab av tollboden", 12000, "stk"),
        ("Vi har 12 stk kabeltromler av tre å gi bort", 12, "stk"),
        ("We have 3 turbine blades to give away", 3, "stk"),
    ],
)
def test_things_that_are_used_again_are_counted(text: str, amount: int, unit: str) -> None:
    found = describe_text(text)
    assert (found.amount, found.unit, found.asks) == (amount, unit, ())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("har 25 storsekkar filterstøv i månaden å gje bort", "unit"),
        ("vi har 12 stk storsekk gips å gi bort", "unit"),
        ("Trenger slagg, vi har 3 stk hjullastere som kan hente", "unit"),
        ("Vi har 20 tomme oljefat i uka å gi bort", "per"),
        ("Vi har 1.200 europaller til overs", "amount"),
    ],
)
def test_what_is_packed_in_things_or_carried_by_them_is_not_counted_by_them(text: str, asked: str) -> None:
    found = describe_text(text)
    assert asked in found.asks
    assert found.amount is None or asked == "per"
