"""What a colleague would understand, or doubt, of a line that says things apart, in dialect or beside other things."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.exchange.describing import describe_text


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("lurer på om nån av dokker kan levere oss 600 kW kjøling, røret ligg fram til gjerdet", "need"),
        ("flaskeleia er dyr, kan du levere nitrogen til oss i rør, 40 Nm3/h?", "need"),
        ("hvis noen her i parken har 3 MW ledig nettkapasitet, vil vi gjerne ha den", "need"),
        ("om noen har bruk for 300 t flis, ta kontakt", "offer"),
        ("rekna om er det 5 GWh varme i året som me kan levere", "offer"),
        ("brukte storsekker, 60 tonn i året, we would like to get rid of them", "offer"),
        ("vi har 2 MW spillvarme og vil gjerne selge den til et veksthus", "offer"),
        ("vil gjerne selje 2 MW varme", "offer"),
        ("greenhouse next door, would love some heat, roughly 700 kW at 45C", "need"),
        ("we would love to sell 3 MW of heat", "offer"),
        ("pls offer us 1.5 GWh/yr of power for our cold store", "need"),
        ("kan dere tilby oss 3 MW damp?", "need"),
        ("vil gjerne kjøpe 2 MW varme", "need"),
        ("Server hall needs cooling 2 MW, supply 18C", "need"),
        ("Behov | damp | 5 t/h | 8 bar | stikk ligger klart i bygg 3", "need"),
        ("Hei alle. Ynskje: råvatn, 90 m3/h, leidninga ligg klar", "need"),
        ("Lageret på kai 4 har plass til 200 paller", "offer"),
        ("Er det noen som har plass til 300 paller på lageret sitt?", "need"),
        ("Har plass til 3 på truckkurset vårt 12. oktober", "offer"),
        ("waste heat, 1 MW at 50 degrees, free to take", "offer"),
        ("our cold store can take 400 pallets more", "offer"),
        ("Vi har 2,5 MW spillvarme. Trenger svar innen fredag.", "offer"),
        ("trepallar som ikkje kan sendast, 40 t i året, me leitar etter ein som vil kverne dei", "offer"),
        ("anyone have clean water to sell? we are short of 20 m3/h", "need"),
        ("Plastrejekt ønskes avhendet: 150 tonn i måneden", "offer"),
        ("vi har 600-900 kg/h oksygen tilgjengelig", "offer"),
        ("stålskrap, 30 tonn i året, vil vi ha", "need"),
        ("two loads of used conveyor belt, come get", "offer"),
    ],
)
def test_the_direction_is_told_by_who_gives_whom(text: str, direction: str) -> None:
    found = describe_text(text)
    assert (found.direction, found.asks.count("direction")) == (direction, 0)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("selger lakseolje, 900 tonn i året", {"type_key": "organic", "kind": "fat"}),
        ("20 tonnes per day of salmon by-product looking for a taker", {"type_key": "organic"}),
        ("tilbyr hydraulikkolje, 3 m3", {"type_key": "material", "kind": "oil"}),
        ("gipsavkapp frå byggeplassen, 20 tonn i året, til overs", {"type_key": "material", "kind": "gypsum"}),
        ("looking for CO2, liquid or gas, 1500 t/year", {"type_key": "co2"}),
        ("deionised water available from our plant, mvh Ola Hansen, bygg 7", {"type_key": "water"}),
        ("20 skips of scrap plastic, free to collect. Lastebil kan kjøre helt fram.", {"type_key": "material"}),
        ("to truckførarar er ledige i januar, dei kan me låne ut, altså 2 mann", {"amount": 2, "unit": "plasser"}),
        ("glykol 30 %, 12 m3, gis bort, IBC à 1000 l", {"amount": 12, "unit": "m³"}),
        ("trenger 600 kW kjøling i juli og august. 18 rack", {"months": (0,) * 6 + (100, 100) + (0,) * 4}),
        ("need room for 300 pallets during March", {"months": (0, 0, 100) + (0,) * 9}),
        ("trenger lagerplass, 200 paller, bygg 8, januar", {"months": (100,) + (0,) * 11}),
        ("vi trenger 1,5 MW varme i vinter", {"months": (100, 100) + (0,) * 9 + (100,)}),
        ("vi skal kjøpe H2,40 kg/h", {"type_key": "hydrogen", "amount": 40}),
    ],
)
def test_what_is_named_is_read(text: str, known: dict[str, Any]) -> None:
    found = describe_text(text)
    assert {field: getattr(found, field) for field in known} == known


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("kan levere hydrogen, 12 m2", "unit"),
        ("we have 2.5 t/h of stickwater concentrate, 38 % dry matter, free to collect", "type"),
        ("damp 5 t/t 8 bar, kjelhuset på Øra. Prisen tar vi på telefon.", "direction"),
        ("tilbyr løsemiddel, fat på 200 l", "unit"),
        ("tilbyr overskuddsvarme,-4 MW,60 grader", "amount"),
    ],
)
def test_what_cannot_be_is_asked_about(text: str, asked: str) -> None:
    assert asked in describe_text(text).asks


def test_who_offers_one_thing_and_needs_another_is_asked_about_both() -> None:
    found = describe_text("tilbyr 4 t/h damp, og dessuten trenger vi 20 m3/h deionat")
    assert (found.type_key, found.direction, found.asks) == ("steam", "offer", ("split",))
    assert [(one.direction, one.type_key, one.asks) for one in found.others] == [("need", None, ("type",))]


def test_counted_persons_are_a_listing_of_their_own() -> None:
    found = describe_text("need argon 30 Nm3/h and 4 welders for the stop")
    assert (found.type_key, found.asks) == ("gas", ("split",))
    assert [(one.direction, one.type_key, one.amount) for one in found.others] == [("need", "people", 4)]


def test_a_story_before_the_need_is_no_listing() -> None:
    found = describe_text("Our algae eat CO2 like my son eats waffles, so please, we need 15 kg/h of CO2")
    assert (found.direction, found.type_key, found.amount, found.others) == ("need", "co2", 15, ())


def test_a_season_of_this_year_that_is_over_is_none() -> None:
    found = describe_text("I sommar vart sjøen varm, difor ser me etter 600 kW kjøling i juli")
    assert found.months == (0,) * 6 + (100,) + (0,) * 5
