"""While nobody is in the secretariat: what goes to it is said to be kept, and is shown to whoever becomes it."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from handlers.directory.members import derive_secretariat_code
from storage.kit.database import Database
from tests.conftest import Clock
from tests.consultations import registers
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import writes
from tests.policy import passes, raises, said

KEPT, ENTRY = "The secretariat has no members yet", "The first person who writes “admin code” and that code to me"


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="tenktnes", contact=True)


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara")


async def enters(sara: Someone) -> Reply:
    return await sara.commands(f"kode {derive_secretariat_code(sara.talk.arena.secret)}", name="admin")


async def proposes(ola: Someone) -> Reply:
    return await ola.clicks(await writes(ola, title="Grid forum", when="16 June 2027 10:00-15:00"), "Propose")


async def reports(ola: Someone, sara: Someone) -> Reply:
    await sara.commands("Hvem har erfaring med nettkapasitet og nettkø i industriparker?")
    form = await ola.submits(await ola.clicks(ola.talk.room("grid")[0], "Change or report"), what="report")
    return await ola.submits(form, why="Out of place")


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("issue", "S-1 The queue"),
        ("consultation", "H-1"),
        ("meeting", "Grid forum"),
        ("report", "Question 1 is reported"),
    ],
)
async def test_it_is_kept_and_how_one_becomes_it_is_told(
    talk: Conversation, ola: Someone, sara: Someone, what: str, shown: str
) -> None:
    match what:
        case "issue":
            reply = await raises(ola, title="The queue")
        case "consultation":
            reply = await registers(ola)
        case "meeting":
            reply = await proposes(ola)
        case _:
            reply = await reports(ola, sara)
    assert KEPT in said(reply)
    assert ENTRY in said(reply)
    for promise in ("is with the secretariat", "The secretariat has received it", "looks at it before", "Waiting for"):
        assert promise not in said(reply)
    welcome = await enters(sara)
    assert "What has waited for you is under “home”." in said(welcome)
    assert shown in said(await sara.clicks(welcome, "Home"))


async def test_with_a_secretariat_it_is_said_to_have_it(talk: Conversation, ola: Someone, sara: Someone) -> None:
    await enters(sara)
    assert "S-1 is with the secretariat" in said(await raises(ola))
    assert "H-1 is with the secretariat" in said(await registers(ola))
    assert "Waiting for the secretariat." in said(await proposes(ola))
    assert "The secretariat has received it. Nobody else sees your report." in said(await reports(ola, sara))


async def test_the_clock_of_what_was_kept_begins_when_somebody_can_look_at_it(
    talk: Conversation, clock: Clock, ola: Someone, sara: Someone
) -> None:
    await raises(ola, title="The queue")
    await passes(talk, clock, days=21)
    await enters(sara)
    assert "The secretariat looks at it before Thursday 1 April" in said(await sara.commands("", name="home"))
    for _ in range(12):
        await passes(talk, clock, hours=20)
    assert [post for post in sara.sees if "Review S-1" in post.text], "half of the time is over"


async def test_what_only_the_secretariat_may_do_says_how_one_becomes_it(talk: Conversation, ola: Someone) -> None:
    refused = await ola.does("admin.topics")
    assert "it has no members yet" in said(refused)
    assert ENTRY in said(refused)
