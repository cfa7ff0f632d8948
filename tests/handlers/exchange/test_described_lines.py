"""Lines as plant managers type them: who asks whom, numbers in words, and news that is no offer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    ("text", "direction", "amount", "unit"),
    [
        ("har et par tusen tonn slagg i året", "offer", "2000", "t/år"),
        ("we could use a couple of thousand tonnes of gypsum a year", "need", "2000", "t/år"),
        ("half a million tonnes of CO2 a year, who wants it?", "offer", "500000", "t/år"),
        ("vi blåser av oksygen, 3 tonn i døgnet, si ifra hvis noen kan bruke det", "offer", "3", "t/d"),
        ("Me har saltlake, 70 m3 i døgnet, kan nokon ha bruk for han?", "offer", "70", "m³/d"),
        ("fiskeslam 2000 t/år må vi ha bort herfra", "offer", "2000", "t/år"),
        ("Gips ynskjast, 50 t i mnd", "need", "50", "t/mnd"),
        ("whey, 20 m3/day, free to anyone who can fetch it", "offer", "20", "m³/d"),
        ("need four crane drivers from March", "need", "4", "plasser"),
    ],
)
def test_direction_and_amount_are_as_meant(text: str, direction: str, amount: str, unit: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.amount, found.unit) == (direction, Decimal(amount), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Leste i avisa at smelteverket skal bygge elkjel på 30 MW",
        "Las i lokalavisa at datasenteret skal levere 20 MW varme, kva trur de om det?",
        "Saw in the news that a smelter got 80 million NOK for a hydrogen pilot",
        "minner om møtet torsdag, varme og damp står på sakslista",
        "naboane klagar på støv frå slagglageret",
        "does anyone know whether spent refractory counts as hazardous waste?",
    ],
)
def test_news_and_complaints_are_another_matter(text: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.type_key, found.amount, found.asks) == (None, None, None, ("type",))


def test_two_units_for_one_number_are_asked_about() -> None:
    found = describe_text("Slam å bli kvitt, 400 kubikk eller tonn i året")
    assert (found.unit, found.asks) == (None, ("unit",))


def test_some_thousand_are_no_number() -> None:
    found = describe_text("har noen tusen tonn slagg i året")
    assert (found.amount, found.asks) == (None, ("amount",))


def test_who_is_told_of_in_the_third_person_offers_or_needs() -> None:
    for text, direction in (
        ("Fjernvarmeselskapet vil kjøpe spillvarme, 12 GWh i året, minst 75 grader", "need"),
        ("Brickworks searching for fly ash, 4000 to 6000 tonnes a year", "need"),
        ("Hamna leitar etter masse til utfylling, 9000 tonn stein", "need"),
        ("Dairy in Fjordby can give you 2 MW of heat at 30°C", "offer"),
        ("Bonden gjev bort halm, 40 tonn", "offer"),
        ("after 900 kW of cooling at 12 degrees for our cold store", "need"),
        ("ash from the boiler, 5 tonnes a week, yours for nothing", "offer"),
        ("would somebody take our brewery sludge off our hands, 300 tonnes p.a.", "offer"),
        ("matavfall, 3 tonn i døgnet, vi vil ha det vekk", "offer"),
    ):
        assert describe_text(text).direction == direction, text


def test_more_things_are_known_by_their_names() -> None:
    for text, type_key, kind in (
        ("vi tilbyr gjærslam, 2 tonn i døgnet", "organic", "sludge"),
        ("we have trout sludge to spare, 40 t a month", "organic", "fish_sludge"),
        ("Ledig straumkapasitet, 2 MW", "power", None),
        ("trenger plastrejekt som brensel, 30 t/d", "material", "plastic"),
        ("Drivhus til leie, 2000 m²", "area", None),
        ("6000 sq m of yard going spare, happy to let it", "area", None),
        ("Off-gas heat, 4 MW at 300 C, for sale", "heat", None),
        ("demolition timber wanted, 900 t/yr", "organic", "wood"),
        ("two boiler operators to lend in May", "people", None),
    ):
        found = describe_text(text)
        assert (found.type_key, found.kind) == (type_key, kind), text


def test_what_others_are_asked_and_told_is_another_matter() -> None:
    for text in (
        "Which licence do we need for a quay of 40 m?",
        "Has anyone tried amine capture at 50 000 t/yr?",
        "The cooling water was off again on Friday, second time this month",
        "Notes from Monday attached, item 2 about the 20 MW boiler needs correcting",
        "Straumprisen steig til 1,40 kr, då blir det nok inga ny hall på 3000 m2",
    ):
        found = describe_text(text)
        assert (found.direction, found.type_key, found.amount, found.asks) == (None, None, None, ("type",)), text


def test_a_place_is_not_the_thing_that_lies_there() -> None:
    found = describe_text("me har 8 000 t/år å gje bort, ligg på kaia")
    assert (found.direction, found.type_key, found.unit, found.asks) == ("offer", None, "t/år", ("type",))
    # and what somebody has already is no listing of its own
    assert describe_text("Treng hydrogen, 2 tonn i døgnet, landstraum har vi alt").asks == ()


def test_water_that_comes_in_is_as_warm_as_it_says() -> None:
    assert describe_text("trenger kjøling 1 MW, vann på 14 grader inn til hallene").temperature == 14
    assert describe_text("har varme 2 MW, 80 grader ut, inn 45").temperature == 80


def test_who_asks_for_a_supplier_needs_and_who_asks_for_a_taker_offers() -> None:
    for text, direction in (
        ("can anyone in the park supply us nitrogen, 8 tonnes a day", "need"),
        ("Hører om noen på Øya kan levere demivann, 5 m3/h", "need"),
        ("Me lurer på om nokon i hamna kan avsjå trykkluft, 300 Nm3/h", "need"),
        ("Smelter lookin for oxygen, 30 t/d", "need"),
        ("we could do with 40 t of lime a month", "need"),
        ("Anyone within ten miles need crushed concrete? 9000 t", "offer"),
        ("ser etter en seriøs kjøper til flygeaske, 900 t/år", "offer"),
        ("Would anybody be interested in 300 t a year of glass cullet", "offer"),
        ("kan vi få levere 200 m3 jord hos noen?", "offer"),
        ("Berth for hire, 80 m", "offer"),
    ):
        assert describe_text(text).direction == direction, text


def test_persons_are_counted_beside_what_they_are() -> None:
    for text, amount in (
        ("Vi mangler folk på skift 2: fem operatører fra mai", 5),
        ("Firmaet har tre ansatte vi kan leie ut, rørleggere", 3),
        ("Treng seks mann til lossing", 6),
        ("me har mannskap ledig: 4 sveisarar i veke 8", 4),
        ("Vi er 31 ansatte og trenger to sveisere", 2),
    ):
        found = describe_text(text)
        assert (found.type_key, found.amount, found.unit) == ("people", amount, "plasser"), text


def test_a_store_is_let_by_its_size_and_a_machine_by_its_time() -> None:
    for text, type_key, per in (
        ("Warehouse to let, 2000 sq m", "area", None),
        ("Lite verksted (9 ansatte) trenger lagerplass, 200 m2", "area", None),
        ("Ledig lagerplass til 200 paller", "capacity", None),
        ("dreiebenk ledig, ca 40 timer i måneden", "capacity", "month"),
        ("CNC mill free for 15 hours a month if anyone wants it", "capacity", "month"),
    ):
        found = describe_text(text)
        assert (found.type_key, found.per) == (type_key, per), text


def test_what_is_said_of_something_else_is_not_taken_for_the_flow() -> None:
    # a source, a permit, a buyer whose name ends like seaweed, and a month before a temperature
    assert describe_text("vi kan avgi 700 kW fra kompressorene").type_key is None
    assert describe_text("Me søkjer om konsesjon på 9 MW fjernvarme").asks == ("type",)
    assert describe_text("Oppdrettaren vil bli kvitt fiskeslam, 6 tonn i døgnet, avvatna til 20 %").asks == ()
    assert describe_text("treng 2 MW varme i august og september, 60 gradar").months == (0,) * 7 + (100, 100) + (0,) * 3
