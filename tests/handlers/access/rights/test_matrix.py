"""Every cell of the table of rights: what each person in the cast may do, dispatched as it would be in the chat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.runtime.metrics import Metrics
from handlers.access.rights.roles import ANYONE, MEMBER, SECRETARIAT, STANDINGS
from handlers.access.rights.table import ALLOWED
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.events import Command, Event, Query
from handlers.chat.places import Place
from handlers.chat.record_kinds import list_record_kinds
from handlers.questions.record import QUESTION
from tests.contracts.records.registry import MODULES
from tests.contracts.records.toys import with_kind
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.handlers.access.rights.scenes import Scene, cast, scenes
from tests.rehearsals import Rehearsing, Watched, note_presence

#: action -> the kinds of records that it is about, as far as a record decides; what a module of kinds adds stands there
ABOUT: dict[str, tuple[str, ...]] = {
    "questions.": ("question",),
    "questions.ask_anyway": ("draft question",),
    "questions.also": ("draft question",),
    "questions.helped": ("draft with a hit",),
    "questions.join": ("pair of questions",),
    "questions.cancel": ("draft question",),
    "questions.choose": ("draft question",),
    "questions.edit": ("draft question", "question"),
    "questions.resume": ("draft question",),
    "questions.words_yes": ("question that quotes",),
    "questions.words_no": ("question that quotes",),
    "questions.reveal": ("anonymous question and who wonders",),
    "questions.conceal": ("anonymous question and who wonders",),
    "answers.write": ("question",),
    "answers.edit": ("answer",),
    "answers.delete": ("answer",),
    "answers.solved": ("answer to it",),
    "answers.undo": ("question",),
    "answers.outcome": ("question",),
    "solutions.": ("solution",),
    "solutions.save_anyway": ("draft solution",),
    "solutions.widen": ("draft solution",),
    "solutions.discard": ("draft solution",),
    "solutions.redo": ("draft solution",),
    "solutions.rewrite": ("draft solution",),
    "consent.ask": ("draft solution",),
    "holding.": ("kept text",),
    "moderation.": ("out of place", "comment out of place"),
    "moderation.object": ("hidden",),
    "consent.": ("asked for",),
    "pictures.show": ("solution",),
    "pictures.keep": ("pictured solution",),
    "pictures.describe": ("picture",),
    "pictures.remove": ("picture",),
    "solutions.try_not": ("trial",),
    "solutions.worked": ("trial",),
    "solutions.partly": ("trial",),
    "solutions.failed": ("trial",),
    "solutions.trial_note": ("trial",),
    "searches.": ("search",),
    "searches.teach": ("choice",),
    "searches.keywords": ("found",),
    "searches.unteach": ("found",),
    "meetings.": ("meeting",),
    "meetings.write": ("draft meeting", "whole meeting"),
    "meetings.details": ("draft meeting", "whole meeting"),
    "meetings.offsets": ("draft meeting", "whole meeting"),
    "meetings.audience": ("draft meeting", "whole meeting"),
    "meetings.draft": ("own draft meeting",),
    "meetings.drop": ("own draft meeting",),
    "meetings.save": ("own draft meeting",),
    "meetings.proposal": ("proposal",),
    "meetings.withdraw": ("proposal",),
    "meetings.approve": ("proposal",),
    "meetings.ask_change": ("proposal",),
    "meetings.refuse": ("proposal",),
    "rsvps.": ("meeting",),
    "agenda.": ("meeting",),
    "agenda.question": ("question",),
    "agenda.edit": ("wish",),
    "agenda.withdraw": ("wish",),
    "agenda.accept": ("wish",),
    "agenda.refuse": ("wish",),
    "agenda.remove": ("wish",),
    "agenda.up": ("wish",),
    "agenda.down": ("wish",),
    "minutes.": ("past meeting",),
    "minutes.show": ("read minutes",),
    "minutes.export": ("read minutes",),
    "minutes.late": ("read minutes",),
    "minutes.write": ("item",),
    "minutes.carry": ("item",),
    "minutes.uncarry": ("item",),
    "minutes.take": ("correction",),
    "minutes.leave": ("correction",),
    "actions.": ("action",),
    "actions.of": ("read minutes",),
    "actions.add": ("past meeting",),
    "calendar.revoke": ("feed",),
    "web.end": ("session",),
    "year.": ("year",),
    "year.unshare": ("shared year",),
    "setups.": ("house",),
    "deliveries.show": ("sent question", "sent solution", "sent meeting"),
    "deliveries.retry": ("sent question", "sent solution", "sent meeting"),
    "accounts.unlink": ("account",),
    "accounts.confirm": ("link",),
    "accounts.reject": ("link",),
    "reminders.": ("reminder",),
    "departures.leave": ("membership",),
    "departures.people": ("organisation",),
    "departures.undo": ("handover",),
    "members.confirm": ("claim",),
    "members.reject": ("claim",),
}
#: modules of kinds of records, as far as they have lines of their own and the records that these are about
PLACES = [module for module in MODULES if hasattr(module, "ABOUT")]
for place in PLACES:
    ABOUT |= place.ABOUT
#: kinds of records of which no line decides by the record, and why
OPEN_TO_ALL = {"topic": "everybody sees topics, and who leads one is asked of the person"}
#: actions whose record is nobody's in particular: what they are called with decides nothing about who may
ANYHOW = {
    "questions.write",
    "questions.ask_this",
    "questions.send",
    "solutions.search",
    "solutions.find",
    "solutions.write",
    "solutions.save",
    "meetings.page",
    "meetings.order",
    "minutes.list",
    "actions.mine",
}
#: what commands are called with: the part of them that is for most
TEXTS = {
    "/ask": "hei",
    "/asked": "hei",
    "/solution": "L-001",
    "/timed": "hei",
    "/stated": "hei",
    "/sought": "hei",
    "/table": "hei",
}
#: lines that tests of their own ask about: of a command with parts, or of a record that only they can make
ELSEWHERE = {
    "/admin",
    "/setup",
    "rooms.link",
    "questions.pass",
    "solutions.take",
    "solutions.name",
    "questions.withdraw",
}


@pytest.fixture
async def people(talk: Conversation) -> dict[str, Someone]:
    return await cast(talk)


@pytest.fixture
async def records(talk: Conversation, people: dict[str, Someone]) -> dict[str, Scene]:
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        found = await scenes(store, people)
        for place in PLACES:
            found |= await place.make_scenes(store, people, topic.id)
        return found


@pytest.fixture
async def dispatcher(talk: Conversation, people: dict[str, Someone]) -> AsyncIterator[Watched]:
    for someone in people.values():
        await note_presence(talk.database, someone)
    database = Rehearsing(str(talk.database.engine.url).replace("+aiosqlite", ""), clock=talk.database.clock)
    router = talk.dispatcher.router
    watched = Watched(database, router, talk.arena, talk.classifier, Metrics(), lambda: None)
    yield watched
    await database.close()


def about(action: str) -> tuple[str, ...]:
    """The kinds of its records: those of the line itself, else those of the capability."""
    if action in ANYHOW or (STANDINGS.issuperset(ALLOWED[action]) and action not in ABOUT):
        return ("",)
    return ABOUT.get(action) or ABOUT.get(action.partition(".")[0] + ".", ("",))


def expected(action: str, who: str, record: Scene | None) -> bool:
    """Read from the table: what this person is in any case, and to the record."""
    standing = {ANYONE} | ({MEMBER} if who != "guest" else set()) | ({SECRETARIAT} if who == "sara" else set())
    ties = record.ties.get(who, set()) if record is not None else set()
    if record is not None and not ties:
        return False
    tied = set(ALLOWED[action]) - {MEMBER, ANYONE}
    if record is not None and tied:  # to be a member is not enough for another's record
        standing -= {MEMBER, ANYONE}
    return not (standing | ties).isdisjoint(ALLOWED[action])


def events(talk: Conversation, router: Any, action: str, someone: Someone, value: str) -> list[Event]:
    """Each kind of event that comes under the line."""
    place = Place("fake", WORKSPACE, f"D{someone.user}")
    found: list[Event] = []
    for kind, name in router.handlers:
        if (f"/{name}" if kind is Command else name) != action:
            continue
        where = {"id": talk.next_id(), "sender": someone.sender, "place": place, "direct": True, "name": name}
        said = {"text": TEXTS.get(action, "")}
        more = said if kind is Command else said | {"value": value} if kind is Query else {"value": value}
        found.append(kind(**where, **more))
    return found


def _sounds_missing(error: UserError, gone: UserError | None) -> bool:
    """Minutes that are not approved are not there yet, for who was not at the meeting."""
    if gone is None or error.fields:
        return False
    return error.text == gone.text or error.text.endswith("are not there yet.")


CELLS = [action for action in ALLOWED if action not in ELSEWHERE and not action[0].isupper()]


async def test_every_cell_of_the_table_is_what_really_happens(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene], dispatcher: Watched
) -> None:
    """Refused is who may not; and who may not even see the record hears what is said of one that is not there."""
    wrong, cells = [], 0
    for action in CELLS:
        for kind in about(action):
            record = records[kind] if kind else None
            for who, someone in people.items():
                value = record.value if record else ""
                missing = re.sub(r"\d+", "999999", value, count=1)
                pairs = zip(
                    events(talk, dispatcher.router, action, someone, value),
                    events(talk, dispatcher.router, action, someone, missing),
                    strict=True,
                )
                for event, other in pairs:
                    cells += 1
                    error = await dispatcher.rehearse(event)
                    may = not isinstance(error, NotAllowed)
                    if may and record is not None and error is not None:
                        may = not _sounds_missing(error, await dispatcher.rehearse(other))
                    if may != expected(action, who, record):
                        wrong.append(
                            (type(event).__name__, action, kind, who, may, error and (error.text, error.fields))
                        )
    assert wrong == [], wrong
    assert cells > 1000


def list_kinds_not_asked_about() -> set[str]:
    """Kinds whose name is in no record that a line is about."""
    asked = {word for kinds in ABOUT.values() for kind in kinds for word in kind.split()}
    return {*list_record_kinds()} - asked


def test_every_kind_of_record_is_asked_about_or_open_to_all() -> None:
    assert list_kinds_not_asked_about() == OPEN_TO_ALL.keys()
    with with_kind(replace(QUESTION, name="toy"), "toys"):
        assert list_kinds_not_asked_about() - OPEN_TO_ALL.keys() == {"toy"}


async def test_the_secretariats_way_in_is_for_the_secretariat(talk: Conversation, people: dict[str, Someone]) -> None:
    for who, someone in people.items():
        reply = await someone.commands("", name="admin")
        assert reply.card is not None
        assert ("Only the secretariat" in reply.card.fallback) == (who != "sara")


async def test_a_room_is_linked_by_those_who_act_for_its_house(talk: Conversation, people: dict[str, Someone]) -> None:
    room = await talk.carries("drift", "nett")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        held = await store.rooms.find(room.id)
        assert house is not None
        assert held is not None
        held.organisation_id = house.id
    for who, someone in people.items():
        reply = await someone.does("rooms.link", str(room.id))
        assert (reply.form is not None) == (who in ("contact", "sara"))
        assert (await someone.does("rooms.link", "999999")).form is None


async def test_only_those_who_were_asked_pass_a_question_on(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene]
) -> None:
    for who, someone in people.items():
        reply = await someone.does("questions.pass", records["question"].value)
        refused = reply.card is not None and reply.card.fallback.startswith("Only those who were asked")
        assert refused == (who not in ("lead", "sara"))


async def test_only_those_who_were_asked_take_a_solution_over(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene]
) -> None:
    for do in ("solutions.take", "solutions.name"):
        for who, someone in people.items():
            reply = await someone.does(do, records["solution"].value)
            refused = reply.card is not None and (
                reply.card.fallback.startswith("Only those who were asked") or "cannot find" in reply.card.fallback
            )
            assert refused == (who != "sara")


async def test_a_question_is_taken_back_by_its_asker_alone(
    talk: Conversation, people: dict[str, Someone], records: dict[str, Scene]
) -> None:
    for who, someone in reversed(people.items()):
        form = await someone.does("questions.more", records["question"].value)
        reply = await someone.submits(form, what="withdraw")
        assert reply.card is not None
        assert ("has been withdrawn everywhere" in reply.card.fallback) == (who == "mine")
