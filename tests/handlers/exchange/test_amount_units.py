"""Amounts in two units are compared where one can be turned into the other; else the match says what it takes."""

from __future__ import annotations

import pytest

from handlers.exchange.matching.running_time import find_running_hours
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import find_matches, text_of, writes
from tests.policy import passes

FLAT = (100,) * 12
GAP = "The amounts cannot be compared: it takes "


async def match(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone, offer: str, need: str
) -> str:
    """What the match that the two lines make says to whoever looks after it."""
    await writes(kari, f"tilby {offer}")
    await writes(ola, f"treng {need}")
    await passes(talk, clock, minutes=5)
    (found,) = await find_matches(talk.database)
    return text_of(await sara.does("matches.open", str(found.id)))


@pytest.mark.parametrize(
    ("offer", "need", "cover"),
    [
        ("4 MW spillvarme 65 grader", "3000 kWh/h varme 55 grader", "covers all of the need"),
        ("2 t/h damp 10 bar", "2500 kg/h damp 8 bar", "covers about 80 % of the need"),
        ("4 MW spillvarme 65 grader, 6000 timer i året", "30 GWh/år varme 55 grader", "covers about 80 % of the need"),
        ("24 GWh/år spillvarme 65 grader", "5 MW varme 55 grader, 6000 timer i året", "covers about 80 % of the need"),
        (
            "4 MW spillvarme 65 grader hele året, døgndrift",
            "40 GWh/år varme 55 grader",
            "covers about 90 % of the need",
        ),
        ("100 Nm3/h nitrogen", "125 kg/h nitrogen", "covers all of the need"),
        ("500 000 Nm3/år CO2", "1 100 t/år CO2", "covers about 90 % of the need"),
        ("150 europaller i måneden", "2 400 stk/år europaller", "covers about 75 % of the need"),
    ],
)
async def test_amounts_that_can_be_turned_into_each_other_are_compared(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone, offer: str, need: str, cover: str
) -> None:
    told = await match(talk, clock, kari, ola, sara, offer, need)
    assert cover in told
    assert GAP not in told
    assert "Missing: amount" not in told


@pytest.mark.parametrize(
    ("offer", "need", "what"),
    [
        ("4 MW spillvarme 65 grader", "30 GWh/år varme 55 grader", "the hours of a year"),
        ("100 m3/h spillvarme 65 grader", "4 MW varme 55 grader", "the temperatures of supply and return"),
        ("500 t TS/år slam", "2 000 t/år slam", "the share of dry matter"),
        ("500 Nm3/h argon", "125 kg/h argon", "which gas it is, or what a cubic metre holds"),
        ("150 stk/mnd europaller", "4 t/år europaller", "what one of them weighs"),
    ],
)
async def test_a_match_says_what_it_takes_to_compare_its_amounts(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone, offer: str, need: str, what: str
) -> None:
    told = await match(talk, clock, kari, ola, sara, offer, need)
    assert f"{GAP}{what}." in told
    assert "amount" not in told.partition("Missing: ")[2]
    asked = [post.text for who in (kari, ola) for post in who.sees if "Possible match" in post.text]
    assert all(f"{GAP}{what}." in text for text in asked)
    assert asked


def test_hours_are_those_that_are_said_and_none_are_assumed() -> None:
    assert find_running_hours("4 MW varme, 6500 timer i året", "4 MW", FLAT, "round") == 6500
    assert find_running_hours("4 MW varme", "4 MW", FLAT, "round") == 8760
    assert find_running_hours("4 MW varme", "4 MW", (100,) + (0,) * 11, "round") == 744
    assert find_running_hours("4 MW varme", "4 MW", FLAT, "day") == 4380
    for months, day in ((FLAT, ""), (FLAT, "batches"), ((), "round"), (None, "round")):
        assert find_running_hours("4 MW varme", "4 MW", months, day) is None


async def test_what_runs_by_the_year_is_taken_of_what_is_offered_by_the_hour(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await match(
        talk, clock, kari, ola, sara, "4 MW spillvarme 65 grader, 6000 timer i året", "18 GWh/år varme 55 grader"
    )
    (found,) = await find_matches(talk.database)
    async with talk.database.read() as store:
        votes = await store.match_votes.map_votes(found.id)
    for who, side in ((kari, "offer"), (ola, "need")):
        await who.does("exchange.yes", str(votes[side].id))
    await kari.submits(await kari.does("exchange.stage", str(found.id)), stage="running", day="2028-02-01")
    assert "3 MW in use (T-1), 1 MW left" in text_of(await kari.does("exchange.open", "1"))
