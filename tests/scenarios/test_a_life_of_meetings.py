"""The long life of a meeting with a full house and a deputy, to its second meeting: every message is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.organisations import Organisation
from storage.people import SECRETARIAT
from storage.rsvps import DECLINED, GOING
from tests.conftest import Clock
from tests.meetings import MONDAY
from tests.scenarios.lives import Life
from tests.scenarios.meeting_truth import MEETINGS
from tests.scenarios.seat_laws import keep_seats
from tests.scenarios.stage import GRID, POWER, Seen, Stage
from tests.scenarios.truth import Book, twice

KARI, LISE, OLA, PER = "kari", "lise", "ola", "per"
HOUSES = {KARI: "eksempel", LISE: "eksempel", OLA: "domeoyra", PER: "foreningen"}
LINE = "møte ny Nettfrokost, tirsdag 16. mars kl 10-12, Eksempel Industripark, 2 plasser"


@pytest.fixture
async def life(stage: Stage, clock: Clock) -> Life:
    """In March: kari and lise of one park, ola of another, per of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in HOUSES:
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for code in dict.fromkeys(HOUSES.values()):
            await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
        for who, code in HOUSES.items():
            house, found = (
                await store.organisations.by_code(code),
                await store.people.by_account(platform, workspace, stage.user(who)),
            )
            assert house is not None
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
    life = Life(stage, clock, [MEETINGS, Book(laws=(keep_seats,))], tuple(HOUSES), (GRID, POWER))
    await life.reader.skip()
    return life


async def test_a_full_house_a_deputy_and_a_second_meeting(life: Life) -> None:
    await plan_meeting(life)
    await fill_house(life)


async def plan_meeting(life: Life) -> None:
    echo = await life.tells(KARI, LINE)
    await life.clicks(KARI, echo, "Propose")
    await life.clicks(PER, await life.last(PER, "Godkjenn"), "Approve")


async def card(life: Life) -> Seen:
    return (await life.stage.room(GRID))[0]


async def fill_house(life: Life) -> None:
    """Two seats: kari and ola sit, per waits, and kari sends lise."""
    for who in (KARI, OLA, PER):
        await life.clicks(who, await card(life), "Coming in person")
    asked = await life.opens(KARI, await card(life), "Send a deputy")
    await life.fills(KARI, asked, deputy=str(await life.number(LISE)))
    assert "Lise" in (await life.last(KARI, "i stedet for deg")).text
    assert "Du kommer fysisk." in life.heard(LISE)
    assert life.heard(PER) == "", "no seat became free"


async def test_the_reader_finds_what_is_not_true(life: Life) -> None:
    """Rows are changed behind the bot's back, so that its cards say what is no longer so."""
    await plan_meeting(life)
    await life.clicks(OLA, await card(life), "Coming in person")
    async with life.stage.bot.database.begin() as store:
        rsvp = await store.rsvps.find(1, await life.number(OLA))
        assert rsvp is not None
        rsvp.answer = DECLINED
    with pytest.raises(AssertionError, match="«1 av 2 plasser tatt», but 0 of 2 are taken"):
        await life.reader.read()
    async with life.stage.bot.database.begin() as store:
        occurrence = await store.occurrences.find(1)
        assert occurrence is not None
        rsvp = await store.rsvps.find(1, await life.number(OLA))
        assert rsvp is not None
        rsvp.answer = GOING
        occurrence.end_at += timedelta(minutes=15)
    with pytest.raises(AssertionError, match=r"–12\.00», which nothing makes true"):
        await life.reader.read()
    assert twice("Skrive et utkast innen fredag\nKort\nKort\nSkrive et utkast innen fredag")
