"""The whole life of a meeting, the same on every platform: proposed, held, written down and followed up."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from storage.directory.organisations import Organisation
from storage.directory.people import SECRETARIAT
from tests.conftest import Clock
from tests.scenarios.stage import GRID, POWER, Asked, Seen, Stage

OSLO = ZoneInfo("Europe/Oslo")
#: labels as members of the stage read them
NB = Say("nb", OSLO)
#: 10.00 on a Monday
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
LINE = "møte ny Nettfrokost, tirsdag 16. mars kl 10-12, Eksempel Industripark"
KARI, OLA, PER = "kari", "ola", "per"


@pytest.fixture
async def stage(stage: Stage, clock: Clock) -> Stage:
    """In March, with members of two parks and one of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in (KARI, OLA, PER):
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for who, code in ((KARI, "eksempel"), (OLA, "domeoyra"), (PER, "foreningen")):
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
    return stage


async def passes(stage: Stage, clock: Clock, **time: float) -> None:
    """Time goes by, and the clock's plans are made as it does."""
    clock.forward(**time)
    for name, plan in stage.bot.router.plans.items():
        await stage.bot.chores.run_plan(name, plan)
    stage.bot.courier.wake_courier()
    await stage.settle()


async def form(stage: Stage, who: str, seen: Seen, label: str) -> Asked:
    asked = await stage.clicks(who, seen, NB(label))
    assert asked is not None, label
    return asked


async def planned(stage: Stage) -> Seen:
    """Proposed by kari, approved by per; the card in the room of the grid."""
    await stage.tells(KARI, LINE)
    echo = await stage.last(KARI, "Nettfrokost")
    assert "tirsdag 16. mars 2027 kl. 10.00–12.00" in echo.text
    await stage.clicks(KARI, echo, NB("Propose"))
    await stage.clicks(PER, await stage.last(PER, NB("Approve")), NB("Approve"))
    (card,) = await stage.room(GRID)
    assert await stage.room(POWER) == [], "it stands once in a workspace"
    return card


async def test_proposed_approved_answered_and_counted(stage: Stage) -> None:
    card = await planned(stage)
    for label in ("Kommer fysisk", "Kanskje", "Kan ikke", "Send vara"):
        assert label in card.labels
    await stage.clicks(OLA, card, "Kommer fysisk")
    assert "Du kommer fysisk." in (await stage.last(OLA, "fysisk")).text
    await stage.clicks(KARI, card, "Kan ikke")
    (copy,) = await stage.room(GRID)
    assert "1 fysisk · 1 kan ikke" in copy.text
    assert "Domeoyra 1" in copy.text
    assert "Ola" not in copy.text, "who comes is counted, not named"


async def test_moved_and_asked_anew(stage: Stage, clock: Clock) -> None:
    card = await planned(stage)
    await stage.clicks(OLA, card, "Kommer fysisk")
    asked = await form(stage, KARI, card, "Endre eller avlys")
    await stage.fills(KARI, asked, what="change")
    picked = {"day": "2027-03-17", "from": "09:00", "to": "11:00"}
    assert await stage.fills(KARI, asked, **picked | {"day": "2026-03-17"}) != {}, "an error at the field"
    assert await stage.fills(KARI, asked, **picked) == {}
    await stage.clicks(KARI, await stage.last(KARI, "onsdag 17. mars 2027 kl. 09.00"), NB("Save"))
    told = await stage.last(OLA, "Svar på nytt")
    assert "onsdag 17. mars 2027 kl. 09.00" in told.text
    (card,) = await stage.room(GRID)
    assert "onsdag 17. mars 2027" in card.text
    assert "1 fysisk" not in card.text
    await stage.clicks(OLA, told, "Kommer fysisk")
    assert "1 fysisk" in (await stage.room(GRID))[0].text


async def test_called_off_with_a_reason(stage: Stage) -> None:
    card = await planned(stage)
    await stage.clicks(OLA, card, "Kommer fysisk")
    asked = await form(stage, KARI, card, "Endre eller avlys")
    await stage.fills(KARI, asked, what="cancel")
    await stage.fills(KARI, asked, why="Storm på kysten & <!channel> *nå*")
    told = await stage.last(OLA, "Storm på kysten")
    assert "*nå*" in told.text
    (card,) = await stage.room(GRID)
    assert "Avlyst" in card.text
    assert "Kommer fysisk" not in card.labels


async def test_reminded_the_day_before_and_not_who_said_no(stage: Stage, clock: Clock) -> None:
    card = await planned(stage)
    await stage.clicks(OLA, card, "Kommer fysisk")
    await stage.clicks(KARI, card, "Kan ikke")
    heard = len(await stage.private(KARI))
    await passes(stage, clock, days=14 - 1 / 24)
    reminder = await stage.last(OLA, "Nettfrokost")
    assert "tirsdag 16. mars 2027 kl. 10.00" in reminder.text
    assert "Du kommer fysisk." in reminder.text
    assert len(await stage.private(KARI)) == heard
    before = len(await stage.private(OLA))
    await passes(stage, clock, hours=1)
    assert len(await stage.private(OLA)) == before, "once"


async def test_held_written_down_corrected_closed_and_followed_up(stage: Stage, clock: Clock) -> None:
    card = await planned(stage)
    await stage.clicks(OLA, card, "Kommer fysisk")
    await stage.clicks(PER, card, "Kommer fysisk")
    await stage.tells(OLA, "møte")
    listed = await stage.last(OLA, "Nettfrokost")
    await stage.clicks(OLA, listed, NB("Show"))
    mine = await stage.last(OLA, NB("Propose an item"))
    asked = await form(stage, OLA, mine, "Propose an item")
    assert "title" in await stage.fills(OLA, asked, title=" ")
    assert await stage.fills(OLA, asked, title="Køordning for nett", kind="V", minutes="20") == {}

    await stage.tells(KARI, "møte")
    await stage.clicks(KARI, await stage.last(KARI, "Nettfrokost"), NB("Show"))
    await stage.clicks(KARI, await stage.last(KARI, NB("Agenda")), NB("Agenda"))
    agenda = await stage.last(KARI, NB("Add to agenda"))
    assert "Køordning for nett" in agenda.text
    await stage.clicks(KARI, agenda, NB("Add to agenda"))
    sending = await form(stage, KARI, await stage.last(KARI, NB("Send the agenda")), "Send the agenda")
    await stage.fills(KARI, sending)
    await passes(stage, clock, hours=1)
    assert "Køordning for nett" in (await stage.last(PER, "Sak 1/27")).text

    await passes(stage, clock, days=15, hours=2)
    minutes = await opened(stage, KARI)
    await stage.fills(KARI, await form(stage, KARI, minutes, "Write"), decision="Arenaen skriver til nettselskapet.")
    await stage.fills(
        KARI,
        await form(stage, KARI, await opened(stage, KARI), "Add an action"),
        text="Skrive utkast",
        due="2027-03-26",
        owner=str(await number(stage, OLA)),
    )
    there = await form(stage, KARI, await opened(stage, KARI), "Attendance")
    await stage.fills(KARI, there, others="Nils Gjest, Prøve kommune")
    await stage.clicks(KARI, await opened(stage, KARI), NB("Send to those who were there"))

    await passes(stage, clock, hours=18)
    draft = await stage.last(OLA, NB("Suggest a correction"))
    assert "Arenaen skriver til nettselskapet." in draft.text
    await stage.fills(OLA, await form(stage, OLA, draft, "Suggest a correction"), text="Det var fire parker.")
    await passes(stage, clock, hours=1)
    correction = await stage.last(KARI, "Det var fire parker.")
    text = "Arenaen skriver til nettselskapet. Fire parker var med."
    await stage.fills(KARI, await form(stage, KARI, await opened(stage, KARI), "Write"), decision=text)
    await stage.clicks(KARI, correction, NB("Added"))
    await passes(stage, clock, days=6)
    await stage.clicks(KARI, await opened(stage, KARI), NB("Approve and close"))

    await passes(stage, clock, days=4)
    action = await stage.last(OLA, NB("Done"))
    assert "Skrive utkast" in action.text
    await stage.clicks(OLA, action, NB("Done"))
    await stage.tells(OLA, "hjem")
    assert "Skrive utkast" not in (await stage.private(OLA))[-1].text


async def number(stage: Stage, who: str) -> int:
    """The person's, as a form holds it."""
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.read() as store:
        found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
        assert found is not None
        return found[0].id


async def opened(stage: Stage, who: str) -> Seen:
    """The minutes of the only meeting, as they stand, by way of the agenda on its card in the room."""
    (card,) = await stage.room(GRID)
    await stage.clicks(who, card, NB("Agenda"))
    await stage.clicks(who, (await stage.private(who))[-1], NB("Minutes"))
    return (await stage.private(who))[-1]
