"""What a colleague would understand of a line, whatever its words: one sentence for each general reading."""

from __future__ import annotations

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("kan noen i parken ta unna 3000 t biorest i året", "offer"),
        ("aske 0-32 mm, 20 000 t/år, avtaker søkes", "offer"),
        ("mottakar av 300 t flis søkt", "offer"),
        ("vi vil bli av med fiskeslam, 30 m3 per uke", "offer"),
        ("myse, 50 m3 per døgn, vi gjev han bort", "offer"),
        ("renseanlegget har slam de må ha vekk, 15 t/døgn", "offer"),
        ("30 decares of zoned land, we would lease it out for years", "offer"),
        ("we need to lose 300 tonnes of fly ash a month", "offer"),
        ("looking for somewhere to send 2000 t/yr of bark", "offer"),
        ("blåsesand, 120 t, ønskes hentet", "offer"),
        ("mask å få, 10 t om dagen", "offer"),
        ("vi er på jakt etter en nabo som kan ta 5 MW varme", "offer"),
        ("bioslam, 15 tonn/døgn, søkjer kompostør som tek det", "offer"),
        ("kan tilby mottak av 2000 t rent trevirke i året", "need"),
        ("who could lend us two electricians", "need"),
        ("hvem kan låne ut 4 sveisere", "need"),
        ("hønsemøkk kan me ta imot, 6000 t/år", "need"),
        ("fiskeslam tek me gjerne imot, 2000 t i året", "need"),
    ],
)
def test_words_that_stand_apart_tell_the_direction(text: str, direction: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.asks.count("direction")) == (direction, 0)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("damp søkes. 3 t/h 8 barg. røret ligger klart i grøfta", "need"),
        ("cooling wanted for the server hall, 1 MW, supply 8 C return 14 C", "need"),
        ("District heating co. wants to buy 20 GWh/yr of heat, 80 deg C supply, 50 return", "need"),
        ("Prosessvann 20 m3/t trengs til vaskelinja vår", "need"),
        ("offering synthetic gypsum, 3000 t per annum, moisture 10 %", "offer"),
        ("vi mangler varme om vinteren, ca 3 MW på 70 grader, bygget ligger 1 km fra ringen", "need"),
    ],
)
def test_clear_phrases_beside_the_flow_are_believed(text: str, direction: str) -> None:
    assert describe_text(text).direction == direction


def test_what_was_done_already_is_no_offer() -> None:
    assert describe_text("Vi har gjort avtale om 3 MW spillvarme").asks == ("type",)


def test_the_temperature_of_what_cools() -> None:
    for text, celsius in (
        ("need chilled water, 500 kW at 6/12", 6),
        ("Æ treng kjøling te pølsemakeriet, 350 kW, glykol -10", -10),
        ("Behov for kjøling 3 MW, tur 10 °C / retur 18 °C", 10),
    ):
        found = describe_text(text)
        assert (found.temperature, found.asks) == (celsius, ()), text
    assert describe_text("trenger 300 kW kjøling fra 6/12").temperature is None


def test_a_bound_of_degrees_is_none_of_a_season() -> None:
    found = describe_text("Vaskeriet trenger 6 GWh varme i året, minst 65 grader, oktober til april")
    assert (found.months, found.asks) == ((100, 100, 100, 100, 0, 0, 0, 0, 0, 100, 100, 100), ())


def test_persons_are_counted_where_the_need_is_told() -> None:
    for text, count in (
        ("Short of forklift drivers: need 5 from Monday", 5),
        ("Treng 4 sveisarar i revisjonsstansen, TIG rustfritt 316L", 4),
        ("Manglar kranførar i veke 40, to mann", 2),
        ("2 lærlingar i kjemiprosess ynskjast, hybel kan ordnast", 2),
    ):
        found = describe_text(text)
        assert (found.type_key, found.amount, found.unit, found.asks) == ("people", count, "plasser", ()), text


def test_an_amount_that_is_given_is_of_no_place() -> None:
    for text in ("Snekkeren i hall 3: gir bort 40 kg krimskrams", "kan selge 40 kg krimskrams i hall 3"):
        found = describe_text(text)
        assert (found.type_key, found.asks) == (None, ("type",)), text


def test_only_what_is_lent_is_measured_in_hours() -> None:
    found = describe_text("Me kan tilby 120 timar i månaden på eit apparat de ikkje kjenner")
    assert (found.direction, found.type_key, found.amount, found.unit) == ("offer", "capacity", 120, "timer")


def test_a_slip_in_a_unit_is_asked_about() -> None:
    assert describe_text("isanlegget ynskjer kjøling 800 kV").asks == ("unit",)
    found = describe_text("Off-gas from the furnace, 3000 Nm3/h at 60 mbarg, flared right now")
    assert float(found.pressure or 0) == 0.06


def test_what_tells_of_a_flow_is_no_listing_of_its_own() -> None:
    for text, type_key in (
        ("Brenngass (CO 55 %, H2 9 %) fra ovn 2: 6000 Nm3/h, fakles, tilbys naboer", "fuel_gas"),
        ("Selger slagg, 18000 t/år, fraksjon 0-32 mm, 85 kr/tonn fritt levert kai", "material"),
        ("vi tørkar trelast og treng 3 MW varme, minst 120 gradar", "heat"),
        ("sjøvatn på 6 °C frå 80 m djup, kan gje 3 MW kjøling til nabo", "cooling"),
    ):
        found = describe_text(text)
        assert (found.type_key, found.others, found.asks) == (type_key, (), ()), text
    both = describe_text("Trevaren trenger varme 1 MW og 3 truckførere")
    assert [one.type_key for one in (both, *both.others)] == ["heat", "people"]


def test_a_name_in_passing_is_of_another_matter() -> None:
    assert describe_text("Forklift race Friday 15:00, loser buys the beer").asks == ("type",)
    assert describe_text("argon anyone? the 3D printing lot need some").asks == ()


def test_sludge_of_something_living_is_organic() -> None:
    assert describe_text("flotasjonsslam fra fiskefabrikken, 35 t/d, må bort").type_key == "organic"
    assert describe_text("flotasjonsslam fra kobbergruva, 35 t/d, må bort").type_key == "material"


def test_a_part_of_an_amount_is_asked_about() -> None:
    for text in ("half of our 8 MW of waste heat is up for grabs", "en tredel av 12 MW spillvarme er ledig"):
        assert describe_text(text).asks == ("amount",), text


def test_what_is_warm_is_no_cooling_and_a_network_no_power() -> None:
    for text in (
        "Kompressorkjøling gir 250 kW på 45 grader, gratis",
        "Har overskudd på 6 GWh/år, 85 grader, kan leveres på fjernvarmenettet",
    ):
        found = describe_text(text)
        assert (found.direction, found.type_key, found.asks) == ("offer", "heat", ()), text


def test_a_second_need_with_an_amount_is_not_lost() -> None:
    found = describe_text("Skal bygge nytt lager, trenger 15 daa og 2 MW strøm")
    assert (found.type_key, found.amount, found.asks) == ("power", 2, ("split",))
    (land,) = found.others
    assert (land.direction, land.type_key, land.amount, land.unit) == ("need", "area", 15, "da")


def test_the_amount_behind_the_phrase_is_meant() -> None:
    found = describe_text("We run a 10 MW boiler and could spare 3 MW")
    assert (found.direction, found.amount, found.asks) == ("offer", 3, ("type",))


def test_room_for_matter_is_not_the_matter() -> None:
    assert describe_text("Ledig kapasitet i biogassanlegget: 5000 t/år matavfall").direction is None


def test_pallets_are_counted_where_their_places_are_named() -> None:
    found = describe_text("pallet spaces wanted - 700, ambient, Nov to Jan")
    assert (found.type_key, found.amount, found.unit, found.asks) == ("capacity", 700, "paller", ())


def test_an_amount_that_the_flow_cannot_have_is_asked_about() -> None:
    for text in (
        "vi leier ut lagerplass for tørt pulver, inntil videre 2500 tonn, ring Arne",
        "tank 4 er tom, 700 m3, kan leies til lagring av olje",
        "Nitrogen til overs fra lufta, levert i rør hele året, 250 kW",
    ):
        assert "unit" in describe_text(text).asks, text


def test_every_period_is_read_in_each_language() -> None:
    for text in ("labtid ledig, 10 timer pr månad", "slagg tilbys, 300 t om månaden", "slagg tilbys, 300 t hver mnd"):
        assert describe_text(text).per == "month", text


def test_pallets_are_counted_behind_their_places() -> None:
    for text in ("Spare pallet places 250, racked, no food", "Pallplasser, 250 stk, søkes for ferdigvare"):
        assert (describe_text(text).amount, describe_text(text).unit) == (250, "paller"), text


def test_a_bare_number_behind_the_word_for_a_supply_is_its_temperature() -> None:
    assert describe_text("treng 5 MW varme i januar, tur 95. Torbjørn, driftsleiar").temperature == 95
    assert describe_text("varme til overs, tur 95").asks == ()
    assert describe_text("trenger varme, kontakt oss for tur 2 av anlegget").temperature is None


def test_one_person_is_counted_by_the_article() -> None:
    for text in ("kan låne bort ein ledig kranførar", "I have a spare instrument technician you can borrow"):
        found = describe_text(text)
        assert (found.type_key, found.amount, found.unit) == ("people", 1, "plasser"), text
    for text in ("har en gjeng sveisere ledig", "we have a spare crew for May"):
        assert describe_text(text).amount is None, text


def test_electricity_that_is_called_power_is_no_power_of_a_plant() -> None:
    assert describe_text("we can sell 30 GWh of surplus power").asks == ("per",)
    assert describe_text("power 30 GWh needed").asks == ("unit",)


def test_room_for_more_at_a_plant_is_not_what_it_treats() -> None:
    assert describe_text("Vi har behov for laboratoriekapasitet, 25 prøver pr dag").type_key is None


def test_spare_capacity_of_a_plant_is_measured_by_what_it_treats() -> None:
    for text, direction, amount in (
        ("Our wastewater plant has spare treatment capacity of 90 m3/h", "offer", 90),
        ("Vi manglar reinsekapasitet for 12 m3/t vaskevatn", "need", 12),
    ):
        found = describe_text(text)
        assert (found.direction, found.type_key, found.amount, found.asks) == (direction, "capacity", amount, ()), text
    assert describe_text("Renseanlegget trenger 40 m3/h vann").type_key == "water"


def test_a_further_flow_has_the_amount_behind_its_comma() -> None:
    (gas,) = describe_text("We need 300 kW of cooling and also some nitrogen, 25 Nm3/h").others
    assert (gas.direction, gas.type_key, gas.amount) == ("need", "gas", 25)


def test_a_supply_and_a_return_are_no_amount() -> None:
    for text in ("Vi har varmtvatn å by på, 72/48", "Hot water at 72/48 available, who wants it?"):
        found = describe_text(text)
        assert (found.type_key, found.temperature, found.amount, found.asks) == ("heat", 72, None, ()), text


def test_the_number_of_a_phone_is_no_amount() -> None:
    for phone in ("90 11 22 33", "901 12 233"):
        assert describe_text(f"spillvarme til overs hos oss, ta en tlf til Roger {phone}").asks == (), phone
    assert describe_text("spillvarme 12 000 000 til overs").asks == ("unit",)


def test_what_was_cut_off_names_nothing_before_what_it_is_of() -> None:
    assert describe_text("Vi har fått altfor mykje avkapp av aluminium, nokon som smeltar om?").type_key != "organic"
    for text in ("avkapp til overs, 3 t/mnd", "avkapp av gran til overs, 3 t/mnd"):
        assert describe_text(text).type_key == "organic", text


def test_a_bound_may_be_nearly_reached() -> None:
    found = describe_text("Vi tar imot matavfall, opp mot 5000 tonn pr år")
    assert (found.amount, found.high, found.asks) == (None, 5000, ())
