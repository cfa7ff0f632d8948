"""What a member writes of an offer or a need is read as it was said, and what is unclear is asked and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.exchange.describing import Description, describe_text

ALL_YEAR = (100,) * 12


def in_months(*numbers: int) -> tuple[int, ...]:
    return tuple(100 if month in numbers else 0 for month in range(1, 13))


def test_a_whole_listing_in_one_line() -> None:
    assert describe_text("bytte tilby 4 MW spillvarme 65 grader hele året, Eksempel") == Description(
        "offer", "heat", amount=Decimal(4), unit="MW", temperature=Decimal(65), months=ALL_YEAR
    )


@pytest.mark.parametrize(
    ("text", "amount", "unit", "per", "asks"),
    [
        ("tilbyr 3,5 GWh varme", "3.5", "GWh", None, ("per",)),
        ("tilbyr 1 200 MWh/år varme", "1200", "MWh/år", "year", ()),
        ("tilbyr 20 da tomt", "20", "da", None, ()),
        ("tilbyr 20 mål tomt", "20", "da", None, ()),
        ("tilbyr 500 Nm3/h CO-gass", "500", "Nm³/h", "hour", ()),
        ("tilbyr 4 t/h damp", "4", "t/h", "hour", ()),
        ("tilbyr 2 m³/min kjølevann", "2", "m³/min", "minute", ()),
        ("tilbyr 30 m³/d prosessvann", "30", "m³/d", "day", ()),
        ("tilbyr 7 l/s råvann", "7", "l/s", "second", ()),
        ("varme, 1 306 971 GJ/år, tilbys", "1306971", "GJ/år", "year", ()),
        ("tilbyr 150 tonn filterstøv i måneden", "150", "t/mnd", "month", ()),
        ("tilbyr 3000 tonn slagg i året", "3000", "t/år", "year", ()),
        ("årlig 3000 tonn slagg tilbys", "3000", "t/år", "year", ()),
        ("we offer 3000 tonnes of slag a year", "3000", "t/år", "year", ()),
        ("tilbyr ca. 5 MW varme", "5", "MW", None, ()),
        ("et parti på 800 tonn gips tilbys", "800", "t", None, ()),
        ("tilbyr 800 tonn gips", "800", "t", None, ()),
        ("tilbyr 10 tonn gips i uka", "10", "t", None, ("per",)),
    ],
)
def test_an_amount_has_the_unit_it_was_said_in(
    text: str, amount: str, unit: str, per: str | None, asks: tuple[str, ...]
) -> None:
    found = describe_text(text)
    assert (found.amount, found.unit, found.per, found.asks) == (Decimal(amount), unit, per, asks)
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("said", "amount", "low", "high"),
    [
        ("5-10 MW", "7.5", "5", "10"),
        ("5±1 MW", "5", "4", "6"),
        (">5 MW", None, "5", None),
        ("under 5 MW", None, None, "5"),
        ("ca. 5 MW", "5", None, None),
    ],
)
def test_a_range_gives_the_middle_and_its_bounds(
    said: str, amount: str | None, low: str | None, high: str | None
) -> None:
    found = describe_text(f"tilbyr {said} varme")
    assert (found.amount, found.low, found.high) == tuple(one and Decimal(one) for one in (amount, low, high))
    assert found.asks == ()


@pytest.mark.parametrize(
    ("text", "unknown", "asks"),
    [
        ("tilbyr 1.200 MWh/år varme", "amount", ("amount",)),
        ("tilbyr 1,200 MWh/år varme", "amount", ("amount",)),
        ("tilbyr 5 MW varme i året", "unit", ("unit",)),
        ("tilbyr 5 MW/år varme", "unit", ("unit",)),
        ("tilbyr varme, effekt 5 GWh", "unit", ("unit",)),
        ("tilbyr 2 MW varme, 340 K", "temperature", ("temperature",)),
        ("tilbyr 2 MW varme, 150 °F", "temperature", ("temperature",)),
        ("tilbyr 20 lass gips", "amount", ("unit",)),
        ("tilbyr 5 MWt varme", "amount", ("unit",)),
        ("tilbyr 0 MW varme", "amount", ("amount",)),
        ("tilbyr 5 GW varme", "unit", ("unit",)),
        ("tilbyr 30 000 da tomt", "unit", ("unit",)),
        ("trenger 5 MW eller 5 MWh varme", "unit", ("unit",)),
        ("tilbyr varme, ca. 4, 60 grader", "amount", ("unit",)),
        ("tilbyr -5 MW varme", "amount", ("amount",)),
        ("tilbyr 5 MW varme, 9000 timer", "hours", ("hours",)),
        ("tilbyr 5 MW varme, mest om vinteren", "months", ("months",)),
    ],
)
def test_what_is_unclear_is_null_and_asked(text: str, unknown: str, asks: tuple[str, ...]) -> None:
    found = describe_text(text)
    assert getattr(found, unknown) is None
    assert found.asks == asks


@pytest.mark.parametrize(
    ("said", "temperature", "low", "high"),
    [
        ("65 grader", 65, None, None),
        ("65 C", 65, None, None),
        ("65°", 65, None, None),
        ("+65", 65, None, None),
        ("-5 °C", -5, None, None),
        ("60-80 °C", 70, 60, 80),
        ("80/60 °C", 80, None, None),
        ("80 grader ut, 45 grader retur", 80, None, None),
        ("retur 45 grader, ut 80 grader", 80, None, None),
        ("ΔT 10 grader", None, None, None),
        ("temperaturforskjell 15 grader", None, None, None),
        ("minst 70 grader", 70, 70, None),
    ],
)
def test_a_temperature_is_that_of_the_supply(
    said: str, temperature: int | None, low: int | None, high: int | None
) -> None:
    found = describe_text(f"trenger 2 MW varme, {said}")
    assert (found.temperature, found.temperature_low, found.temperature_high) == (temperature, low, high)
    assert (found.amount, found.asks) == (2, ())


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("hele året", ALL_YEAR),
        ("heile året", ALL_YEAR),
        ("all year", ALL_YEAR),
        ("om sommeren", in_months(6, 7, 8)),
        ("om vinteren", in_months(12, 1, 2)),
        ("i fyringssesongen", in_months(10, 11, 12, 1, 2, 3, 4)),
        ("oktober-april", in_months(10, 11, 12, 1, 2, 3, 4)),
        ("nov–mars", in_months(11, 12, 1, 2, 3)),
        ("fra mai til september", in_months(5, 6, 7, 8, 9)),
        ("in June and July", in_months(6, 7)),
        ("hele året bortsett fra juli", in_months(*(month for month in range(1, 13) if month != 7))),
        ("hele året unntatt juli", in_months(*(month for month in range(1, 13) if month != 7))),
        ("fra 1. mars 2027", None),
        ("frist 12. mai", None),
        ("i sommer", in_months(6, 7, 8)),
        ("neste sommer", None),
    ],
)
def test_months_are_those_that_were_said(said: str, months: tuple[int, ...] | None) -> None:
    found = describe_text(f"tilbyr 2 MW varme {said}")
    assert found.months == months
    assert found.asks == ()


def test_hours_of_a_whole_year_are_never_taken_for_granted_in_silence() -> None:
    found = describe_text("tilbyr 2 MW varme hele døgnet hele året")
    assert (found.hours, found.months, found.asks) == (8760, ALL_YEAR, ("hours",))
    assert describe_text("tilbyr 2 MW varme hele året").hours is None
    assert describe_text("tilbyr 2 MW varme 8000 timer i året").hours == 8000
    assert describe_text("tilbyr 2 MW varme 12 timer i døgnet").hours is None


@pytest.mark.parametrize(
    "said",
    [
        "65 grader", "6 bar", "fire kilometer unna", "3 km", "i 2027", "300 boliger", "200 kr/t", "den 12.03.2027",
        "tlf 900 12 345", "tlf. +47 22 33 44 55", "22 kV", "45 %", "50 kWh/kg",
    ],
)  # fmt: skip
def test_what_measures_something_else_is_never_the_amount(said: str) -> None:
    found = describe_text(f"tilbyr spillvarme, {said}")
    assert (found.type_key, found.amount, found.unit, found.low, found.high) == ("heat", None, None, None, None)


@pytest.mark.parametrize(
    ("said", "pressure"), [("6 bar", 6), ("6 bar(g)", 6), ("6 barg", 6), ("1 MPa", 10), ("7 bara", 6)]
)
def test_a_pressure_is_that_of_a_gauge(said: str, pressure: int) -> None:
    assert describe_text(f"trenger 4 t/h damp, {said}").pressure == pressure


@pytest.mark.parametrize(
    "text",
    [
        "Når er neste møte om spillvarme?",
        "Hva koster damp?",
        "Takk for sist",
        "Kven har referatet?",
        "Har noen erfaring med 4 MW varmepumpe?",
        "How do we apply for a concession?",
        "",
    ],
)
def test_a_text_of_another_matter_gives_nothing_and_asks_the_type(text: str) -> None:
    assert describe_text(text) == Description(asks=("type",))


def test_a_flow_without_a_name_keeps_what_was_said_of_it() -> None:
    found = describe_text("we have 250 tonnes a year to give away")
    assert (found.direction, found.type_key, found.amount, found.unit, found.asks) == (
        "offer", None, 250, "t/år", ("type",),
    )  # fmt: skip


def test_several_listings_of_a_line_are_told_apart() -> None:
    found = describe_text("Vi har 5 MW spillvarme og trenger 200 t/år CO2")
    assert (found.direction, found.type_key, found.amount, found.asks) == ("offer", "heat", 5, ("split",))
    (other,) = found.others
    assert (other.direction, other.type_key, other.amount, other.unit) == ("need", "co2", 200, "t/år")
    found = describe_text("Til overs: 10 MW varme 60 grader, 300 t/år gips og 3 da tomt")
    assert [one.type_key for one in (found, *found.others)] == ["heat", "material", "area"]
    assert {one.direction for one in (found, *found.others)} == {"offer"}


@pytest.mark.parametrize(
    "text",
    [
        "5 MW spillvarme fra slagg og røykgass tilbys",
        "Vi smelter 50 000 tonn aluminium i året og har 4 MW spillvarme",
        "Combined heat and power plant with back-pressure steam to sell.",
        "Kraftverk trenger prosess- og kjølevann uten å ta drikkevann.",
        "tilbyr 5 MW varme, 40 GWh i året",
    ],
)
def test_one_listing_stays_one(text: str) -> None:
    assert describe_text(text).others == ()


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("trenger noen som kan ta imot slagg", "offer"),
        ("ser etter kjøper til gips", "offer"),
        ("need to get rid of fly ash", "offer"),
        ("noen som har damp til overs?", "need"),
        ("does anyone have spare steam?", "need"),
        ("er det noen som trenger gips?", "offer"),
        ("har behov for damp", "need"),
        ("får damp vi ikke trenger", "offer"),
        ("bark, kven vil ha?", "offer"),
        ("we would take hydrogen", "need"),
        ("kunne trengt mer damp", "need"),
        ("can anyone use steam?", "offer"),
        ("har damp til overs", "offer"),
        ("dampbehov 3 t/h", "need"),
        ("ønskjer å kjøpe flis", "need"),
    ],
)
def test_who_looks_for_a_taker_offers_and_who_looks_for_an_owner_needs(text: str, direction: str) -> None:
    assert describe_text(text).direction == direction


#: documented exchanges, said by those who give and those who take
_EXCHANGES = {
    "organic": ("Biosludge from fermentation, treated, rich in nitrogen and phosphorus; we bring it by tanker.",
                "Gårder tar imot organisk gjødsel på jordene om våren."),
    "material": ("Grønn slagg fra silikomangan, knust, tre tusen tonn i året til å begynne med.",
                 "Råmel: vi ser etter mineralsk tilslag som kan erstatte kalkstein og gi lavere CO2."),
    "steam": ("Combined heat and power plant with back-pressure steam to sell.",
              "Koking og destillasjon av korn krever damp døgnet rundt."),
    "hydrogen": ("Chlorine electrolysis leaves hydrogen over.", "Kracker/kjemi: H2 ønskes i rør."),
    "fuel_gas": ("Clean CO gas from closed furnaces, now flared since the third furnace started.",
                 "Kalkovn fyrt med olje, 17 000 kubikk i året, vil bytte brensel."),
    "heat": ("Biomass CHP at a paper mill: 25 MW hot water at 125 degrees.",
             "Lakkverksted og bygg varmes med gass i dag, trenger vann over 110 grader.",
             "Heat recovered from white kiln flue gas, over a million GJ a year.",
             "Fjernvarme vil erstatte kullkraftvarme.",
             "Fjernvarme med ledig kapasitet på industriområdet.",
             "Ny slakterifabrikk skal ha varmtvann til vask og oppvarming, helst gjenvunnet varme.",
             "Data centre has low-grade heat in closed water loops, first 1.75 MW, later more.",
             "Landbasert oppdrett av ørret trenger varme til RAS-anlegget, jevnt hele året."),
    "co2": ("Almost pure carbon dioxide from the gasifier, 400 kt a year.",
            "Veksthus vil kjøpe CO2 om sommeren i stedet for å brenne gass.",
            "Ammonia plant vents pure CO2.", "Gartneri på 15 hektar vil ha tolv tusen tonn CO2 i året."),
    "water": ("Treated effluent, 19 000 m3 a day, goes to sea.",
              "Kraftverk trenger prosess- og kjølevann uten å ta drikkevann."),
}  # fmt: skip


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in _EXCHANGES.items() for text in texts])
def test_documented_exchanges_have_their_type(key: str, text: str) -> None:
    found = describe_text(text)
    assert (found.type_key, found.others) == (key, ())


@pytest.mark.parametrize(
    ("words", "key", "kind"),
    [
        ("spillvarme overskuddsvarme overskotsvarme fjernvarme varmtvann varmtvatn", "heat", None),
        ("damp prosessdamp mottrykksdamp", "steam", None),
        ("kjøling frikjøling isvann kulde", "cooling", None),
        ("straum nettkapasitet elektrisitet", "power", None),
        ("ovnsgass biogass CO-gass", "fuel_gas", None),
        ("CO2 CO₂ karbondioksid", "co2", None),
        ("ferskvann ferskvatn kjølevann kjølevatn kjoelevann prosessvann", "water", None),
        ("flygeaske flyveaske flygeoske flyaske", "material", "fly_ash"),
        ("gips fosfogips", "material", "gypsum"),
        ("slagg manganslagg", "material", "slag"),
        ("treflis flis sagflis", "organic", "wood"),
        ("lagerplass lagerhall kaiplass mobilkran", "capacity", None),
        ("tomt industritomt næringsareal", "area", None),
        ("kranfører lærling sveiser", "people", None),
    ],
)
def test_the_words_of_the_trade_name_their_type(words: str, key: str, kind: str | None) -> None:
    found = {word: describe_text(f"tilbyr {word}") for word in words.split()}
    assert {word: (one.type_key, one.kind) for word, one in found.items()} == dict.fromkeys(found, (key, kind))


def test_hot_water_is_heat_and_cooling_water_is_water() -> None:
    assert describe_text("trenger vann over 110 grader").type_key == "heat"
    assert describe_text("tilbyr kjølevann 25 grader").type_key == "water"
    assert describe_text("tilbyr lavtemperert vann").type_key == "heat"


def test_persons_and_places_are_counted() -> None:
    assert describe_text("trenger to sveisere").amount == 2
    assert describe_text("trenger kranfører på kveldsskift").amount is None
    found = describe_text("4 ledige kursplasser")
    assert (found.direction, found.type_key, found.amount, found.unit) == ("offer", "people", 4, "plasser")


def test_no_text_breaks_the_reader() -> None:
    for text in ("5", "-", "MW", "1.2.3 MW", "5-10-15 MW varme", "±", "\ud800 5 MW", "og og og", "5 MW " * 400, "°"):
        assert isinstance(describe_text(text), Description)


@pytest.mark.parametrize(
    ("text", "type_key", "amount", "unit"),
    [
        ("tilbyr 5-10 MW kjølevatn", "heat", 7.5, "MW"),
        ("trenger 5 MW kjølevann", "cooling", 5, "MW"),
        ("we need 3 MW of cooling water", "cooling", 3, "MW"),
        ("tilbyr 300 m3/h kjølevann 25 grader, 5 MW", "water", 300, "m³/h"),
        ("treng 40 m3/h ferskvatn", "water", 40, "m³/h"),
    ],
)
def test_water_that_is_measured_in_power_is_meant_for_its_heat_or_cold(
    text: str, type_key: str, amount: float, unit: str
) -> None:
    said = describe_text(text)
    assert (said.type_key, said.amount, said.unit, said.asks) == (type_key, amount, unit, ())


@pytest.mark.parametrize("text", ["tilbyr 1200 m3/h CO2", "vi trenger 40 m³/h hydrogen", "we offer 500 m3/h oxygen"])
def test_cubic_metres_of_a_gas_are_asked_about(text: str) -> None:
    found = describe_text(text)
    assert (found.amount, found.unit, found.asks) == (None, None, ("unit",)), "how much it is depends on the pressure"
