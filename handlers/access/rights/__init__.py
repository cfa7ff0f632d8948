"""The table of rights is read here, at every click: what a button carries proves nothing.

An action has a line in `handlers/access/rights/table.py`. The dispatcher asks at the door (`enter`), the handler
at the record (`see`, `need`), and nothing is kept of an action whose right nobody asked for (`settle`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.access import vacancy
from handlers.access.rights.reach import belongs, levels, may_see, those_within, within
from handlers.access.rights.standings import (
    ANYONE,
    ASKER,
    ATTENDEE,
    AUTHOR,
    HELPER,
    KEEPER,
    LEAD,
    MEMBER,
    ORGANISER,
    OWNER,
    READER,
    REPRESENTATIVE,
    SECRETARIAT,
    STANDINGS,
)
from handlers.access.rights.table import ALLOWED
from handlers.chat.cards import Reply
from handlers.chat.errors import Missing, NotAllowed
from handlers.chat.events import Click, Command, Event, Query, Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.library.solutions import Solution
from storage.questions.questions import Question

__all__ = [
    "ASKER", "ATTENDEE", "AUTHOR", "HELPER", "KEEPER", "LEAD", "ORGANISER", "OWNER", "REPRESENTATIVE",
    "belongs", "levels", "may_see", "those_within", "within",
]  # fmt: skip


def action_of(event: Event) -> str:
    """The line of the table that an event comes under."""
    if isinstance(event, Command):
        return f"/{event.name}"
    return event.name if isinstance(event, Click | Submission | Query) else type(event).__name__


def standing(person: Person) -> frozenset[str]:
    """What a person is, whatever it is about."""
    if person.guest:
        return frozenset({ANYONE})
    return STANDINGS if person.secretariat else frozenset({ANYONE, MEMBER})


def may(person: Person, action: str, *ties: str) -> bool:
    """Whether the table allows it to somebody with these ties to the record."""
    return not (standing(person) | {*ties}).isdisjoint(ALLOWED.get(action, ()))


async def enter(turn: Turn, action: str) -> None:
    """At the door: refused is what nobody may do, and what no tie to a record could make up for."""
    allowed = ALLOWED.get(action, ())
    if not allowed:
        raise NotAllowed(turn.say("Nobody can do this."))
    if not STANDINGS.issuperset(allowed) or may(turn.person, action):
        turn.ties.update(standing(turn.person).intersection(allowed))
        return
    await (need_member(turn) if MEMBER in allowed else need_secretariat(turn))


async def need_member(turn: Turn) -> None:
    """For a part of an action that is for fewer than its line says, as is `need_secretariat`."""
    if not turn.person.guest:
        return
    names = await _secretariat(turn)
    raise NotAllowed(
        turn.say("Guests can answer in the threads they are invited to. {names} can make you a member.", names=names)
        if names
        else turn.say("Guests can answer in the threads they are invited to. The secretariat can make you a member.")
    )


async def need_secretariat(turn: Turn) -> None:
    if turn.person.secretariat:
        return
    names = await _secretariat(turn)
    if names:
        raise NotAllowed(turn.say("Only the secretariat can do this. Ask {names}.", names=names))
    raise NotAllowed(vacancy.refuse_deed(turn.say))


async def _secretariat(turn: Turn) -> str:
    """Some of its people by name; empty while nobody is in it."""
    return ", ".join(person.name for person in (await turn.store.people.secretariat())[:3])


def see(turn: Turn, sees: bool, missing: str) -> None:
    """Foreign and missing look the same: Missing, with what is said of a record that is not there."""
    if not sees:
        raise Missing(missing)
    turn.ties.add(READER)


async def need(
    turn: Turn, *ties: str, action: str = "", missing: str = "", words: Mapping[str, str] | None = None
) -> None:
    """These ties to the record, or a place in the secretariat, must be enough for the action: by default the turn's.

    That somebody is a member is enough at the door, and never for another's record.
    Raises Missing with `missing`, if given, for somebody who has none; else NotAllowed, which names those who may.
    `words`: who exactly, where that is known.
    """
    action = action or turn.action
    allowed = ALLOWED.get(action, ())
    wanted = set(allowed) - {ANYONE, MEMBER} or set(ties)
    if not wanted.isdisjoint({*ties, *standing(turn.person)}):
        turn.ties.update(ties)
        return
    if missing and not ties:
        raise Missing(missing)
    if allowed == (SECRETARIAT,):
        await need_secretariat(turn)
    known = _words(turn.say) | dict(words or {})
    raise NotAllowed(turn.say("Only {who} can do this.", who=turn.say.listed([known[one] for one in allowed])))


async def settle(turn: Turn) -> None:
    """After the handler, before anything is kept: a right that nobody asked for is a right that nobody has."""
    if not may(turn.person, turn.action, *turn.ties):
        await need(turn, *turn.ties)


async def do_within(turn: Turn, event: Event) -> Reply | None:
    """Do another action within one: it has rights of its own."""
    inner = replace(turn, action=action_of(event), ties=set())
    await enter(inner, inner.action)
    reply = await inner.handlers[type(event), event.name](event, inner)
    await settle(inner)
    return reply


def _words(say: Say) -> dict[str, str]:
    return {
        ANYONE: say("everybody"),
        MEMBER: say("members"),
        SECRETARIAT: say("the secretariat"),
        READER: say("those who may see it"),
        ASKER: say("the asker"),
        AUTHOR: say("the one who wrote it"),
        OWNER: say("its owner"),
        LEAD: say("the topic lead"),
        ORGANISER: say("the organiser"),
        ATTENDEE: say("those who were there"),
        KEEPER: say("those who set up the house"),
        REPRESENTATIVE: say("the organisation's contacts"),
        HELPER: say("those who were asked"),
    }


async def ties_to_question(turn: Turn, question: Question) -> tuple[str, ...]:
    """A lead who may not see it has none to it."""
    asks = (ASKER,) if turn.person.id == question.asker_id else ()
    leads = await turn.store.topics.is_lead(turn.person.id, question.topic_id)
    return (*asks, LEAD) if leads and await within(turn.store, turn.person, question) else asks


async def may_steer(turn: Turn, question: Question, action: str = "questions.move") -> bool:
    return may(turn.person, action, *await ties_to_question(turn, question))


async def need_steer(turn: Turn, question: Question, action: str = "") -> None:
    """By one's tie to the question, as the line of this action says."""
    await need(turn, *await ties_to_question(turn, question), action=action)


async def leads(turn: Turn, topic_id: int | None) -> bool:
    """Whether this person looks after the topic; what has none is the secretariat's."""
    return turn.person.secretariat or await turn.store.topics.is_lead(turn.person.id, topic_id)


async def need_lead(turn: Turn, topic_id: int | None) -> None:
    topic = await turn.store.topics.find(topic_id)
    mine = topic is not None and await turn.store.topics.is_lead(turn.person.id, topic.id)
    name = topic.name(turn.say.language) if topic is not None else ""
    words = {LEAD: turn.say("the lead of {topic}", topic=name)} if name else {}
    if topic is None:
        await need_secretariat(turn)
    await need(turn, *((LEAD,) if mine else ()), words=words)


async def need_author(turn: Turn, author_id: int | None, action: str = "") -> None:
    await need(turn, *((AUTHOR,) if turn.person.id == author_id else ()), action=action)


def ties_to_solution(person: Person, solution: Solution) -> tuple[str, ...]:
    owns = (OWNER,) if person.id == solution.owner_id else ()
    return (*owns, AUTHOR) if person.id == solution.author_id else owns


def may_edit(person: Person, solution: Solution) -> bool:
    return may(person, "solutions.edit", *ties_to_solution(person, solution))
