"""What goes wrong while an event is answered: a bug is apologised for once, a database that gave up is tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platforms import TellAgain
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Edited, Event, Sender, Submission
from handlers.chat.places import Place
from handlers.chat.turn import Turn
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Database, Unavailable
from storage.questions.questions import Question
from tests.conversation import WORKSPACE, Conversation

PLACE = Place("fake", WORKSPACE, "Dkari")
BY: dict[str, Any] = {"sender": Sender("fake", WORKSPACE, "kari", language="en"), "place": PLACE, "direct": True}
#: what anybody may do
NAMES: dict[type[Event], str] = {Command: "help", Click: "home.show", Submission: "questions.send", Edited: ""}
Lines = list[MutableMapping[str, Any]]


async def _ambiguous(turn: Turn) -> None:
    """Two ways to join, and nobody said which."""
    await turn.store.session.execute(sa.select(Person.id, Question.id).join(Organisation))


async def _no_table(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SELECT 1 FROM nowhere"))


async def _no_column(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SELECT nothing FROM people"))


async def _no_grammar(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SELEKT 1"))


async def _no_value(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SELECT :missing"))


async def _wrong_value(turn: Turn) -> None:
    await turn.store.session.execute(sa.select(Person.id).where(Person.id == sa.bindparam("x", object(), sa.Integer)))


async def _no_name(turn: Turn) -> None:
    await turn.store.session.execute(sa.insert(Person).values(name=None))


async def _no_attribute(turn: Turn) -> None:
    turn.store.session.nothing_like_it()  # type: ignore[attr-defined]  # the bug


BUGS = (_ambiguous, _no_table, _no_column, _no_grammar, _no_value, _wrong_value, _no_name, _no_attribute)


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    await talk.person("kari", organisation="eksempel")
    return talk


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What is logged, with what is bound to the event."""
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines


def answers(talk: Conversation, kind: type[Event], handler: Callable[[Turn], Awaitable[Any]]) -> list[str]:
    """Make this the handler of such events; which of them it was asked."""
    asked: list[str] = []

    async def answer(event: Event, turn: Turn) -> Reply | None:
        asked.append(event.id)
        return await handler(turn)  # type: ignore[no-any-return]  # what a handler gives

    talk.dispatcher.router.handlers[kind, NAMES[kind]] = answer
    return asked


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__.strip("_"))
async def test_a_bug_is_logged_with_its_trace_apologised_for_and_not_tried_again(
    talk: Conversation, lines: Lines, bug: Callable[[Turn], Awaitable[None]]
) -> None:
    asked = answers(talk, Command, bug)
    event = Command(id="c1", name=NAMES[Command], reply_to=PLACE.narrow_to_user("kari"), **BY)
    assert await talk.dispatcher(event) is None
    assert await talk.dispatcher(event) is None, "told again, it was answered already"
    await talk.settle()
    [told] = [post for post in talk.posts if post.place.user == "kari"]
    [line] = [line for line in lines if line["log_level"] == "error"]
    assert asked.count("c1") <= 3
    assert line["number"] in told.text
    assert line["kind"] == "Command"
    assert line["where"].startswith(("bot/", "storage/", "handlers/")), "the tests' own folder is none of the bot's"
    assert isinstance(line["exc_info"], SQLAlchemyError | AttributeError | TypeError)


async def _no_connection(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def _too_slow(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SET LOCAL statement_timeout = '20ms'"))
    await turn.store.session.execute(sa.text("SELECT pg_sleep(5)"))


async def _locked(turn: Turn) -> None:
    """By somebody who does not let go."""
    await turn.store.session.execute(sa.text("SET LOCAL lock_timeout = '20ms'"))
    engine = turn.store.session.bind
    assert isinstance(engine, AsyncEngine)
    async with engine.begin() as other:
        await other.execute(sa.text("LOCK TABLE topics"))
        await turn.store.session.execute(sa.text("SELECT 1 FROM topics"))


async def _only_read(turn: Turn) -> None:
    await turn.store.session.execute(sa.text("SET TRANSACTION READ ONLY"))
    await turn.store.session.execute(sa.text("DELETE FROM topics"))


AWAY = (_no_connection, _too_slow, _locked, _only_read)


@pytest.fixture
async def served(postgres_url: str) -> AsyncIterator[Conversation]:
    opened = Database(postgres_url)
    yield await Conversation(opened).begin()
    await opened.close()


@pytest.mark.parametrize("away", AWAY, ids=lambda away: away.__name__.strip("_"))
async def test_a_database_that_gives_up_is_tried_again_and_leaves_a_line(
    served: Conversation, lines: Lines, away: Callable[[Turn], Awaitable[None]]
) -> None:
    answers(served, Edited, away)
    with pytest.raises(TellAgain):
        await served.dispatcher(Edited(id="e1", message="m", text="x", **BY))
    answers(served, Click, away)
    reply = await served.dispatcher(Click(id="c1", name=NAMES[Click], **BY))
    assert reply is not None
    assert "try again in a little while" in reply.card.fallback
    answers(served, Submission, away)
    reply = await served.dispatcher(Submission(id="s1", name=NAMES[Submission], values={"text": "Lang tekst"}, **BY))
    assert reply is not None
    assert "try again" in reply.errors["text"], "the form stays open with what was typed"
    put_off = [line for line in lines if line["event"] == "event put off"]
    assert [line["kind"] for line in put_off] == ["Edited", "Click", "Submission"]
    assert all(away.__name__ in line["where"] and line["why"] for line in put_off)
    assert not any(line["log_level"] == "error" for line in lines), "none of it is a bug"
    async with served.database.read() as store:
        assert not any([await store.inbox.has_answered_event(id) for id in ("e1", "c1", "s1")]), (
            "so that it counts when told again"
        )


async def test_a_full_disk_is_no_bug(sqlite_url: str, lines: Lines) -> None:
    opened = Database(sqlite_url)
    talk = await Conversation(opened).begin()

    async def full(turn: Turn) -> None:
        session = turn.store.session
        await session.execute(sa.text("PRAGMA max_page_count = 1"))
        await session.execute(sa.text("CREATE TABLE more AS SELECT zeroblob(100000000) AS x"))

    answers(talk, Edited, full)
    with pytest.raises(TellAgain, match="SQLITE_FULL"):
        await talk.dispatcher(Edited(id="e1", message="m", text="x", **BY))
    await opened.close()


async def test_a_server_that_is_not_there_is_no_bug() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/arena")
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        async with nowhere.read() as store:
            await store.session.execute(sa.text("SELECT 1"))
    await nowhere.close()


async def test_what_a_person_can_put_right_leaves_a_line_too(talk: Conversation, lines: Lines) -> None:
    async def wrong(turn: Turn) -> None:
        raise UserError("Say it in other words, please.")

    answers(talk, Click, wrong)
    reply = await talk.dispatcher(Click(id="c1", name=NAMES[Click], **BY))
    assert reply == Reply(Card("", (Text("Say it in other words, please."),)), brief=True)
    [line] = [line for line in lines if line["event"] == "event refused"]
    assert (line["kind"], line["log_level"]) == ("Click", "info")
    assert "other words" not in str(line)
