"""Check rights at every click by the table of rights: what a button carries proves nothing.

An action has a line in `handlers/access/rights/table.py`. The dispatcher checks at the door
(`check_right_at_entry`), the handler at the record (`need_reader`, `need_right`). Nothing is stored of an action
whose right nobody checked (`verify_right_checked`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.access import secretariat_vacancy
from handlers.access.rights.roles import (
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
from handlers.access.rights.visibility_rights import (
    filter_by_visibility,
    is_confirmed_member,
    is_present,
    is_solution_visible_to,
    is_visible_to,
    is_visible_to_member,
    list_solution_levels,
)
from handlers.chat.cards import Reply
from handlers.chat.errors import GuestRefused, Missing, NotAllowed
from handlers.chat.events import Click, Command, Event, Query, Submission
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn
from storage.directory.people import Person
from storage.library.solutions import Solution
from storage.questions.questions import Question

__all__ = [
    "ASKER",
    "ATTENDEE",
    "AUTHOR",
    "HELPER",
    "KEEPER",
    "LEAD",
    "ORGANISER",
    "OWNER",
    "REPRESENTATIVE",
    "filter_by_visibility",
    "is_confirmed_member",
    "is_present",
    "is_solution_visible_to",
    "is_visible_to",
    "is_visible_to_member",
    "list_solution_levels",
]  # fmt: skip


def find_action(event: Event) -> str:
    """Return the line of the table that an event comes under."""
    if isinstance(event, Command):
        return f"/{event.name}"
    return event.name if isinstance(event, Click | Submission | Query) else type(event).__name__


def list_person_roles(person: Person) -> frozenset[str]:
    """Return the roles a person has, whatever the record."""
    if person.guest:
        return frozenset({ANYONE})
    return STANDINGS if person.secretariat else frozenset({ANYONE, MEMBER})


def is_action_allowed(person: Person, action: str, *ties: str) -> bool:
    """Return True if the table allows the action to somebody with these ties to the record."""
    return not (list_person_roles(person) | {*ties}).isdisjoint(ALLOWED.get(action, ()))


async def check_right_at_entry(turn: Turn, action: str) -> None:
    """Refuse at the door what nobody may do, and what no tie to a record could make up for. Raises NotAllowed."""
    allowed = ALLOWED.get(action, ())
    if not allowed:
        raise NotAllowed(turn.say("Nobody can do this."))
    if not STANDINGS.issuperset(allowed) or is_action_allowed(turn.person, action):
        turn.ties.update(list_person_roles(turn.person).intersection(allowed))
        return
    await (need_member(turn) if MEMBER in allowed else need_secretariat(turn))


async def need_member(turn: Turn) -> None:
    """Raise GuestRefused for guests.

    Like `need_secretariat`, used for a part of an action that is for fewer people than its line says.
    """
    if turn.person.guest:
        ask_in = turn.say("Ask to become a member") if await turn.store.people.list_secretariat() else ""
        gives_back = turn.say("Nothing was sent. Here is your text:")
        raise GuestRefused(await describe_guest_refusal(turn), ask_in, gives_back)


async def describe_guest_refusal(turn: Turn) -> str:
    """Return what guests can do, and who can make them members."""
    if names := await secretariat_vacancy.name_secretariat(turn.store, turn.say):
        return turn.say("Guests can answer in threads they are invited to. {names} can make you a member.", names=names)
    return turn.say("Guests can answer in the threads they are invited to. The secretariat can make you a member.")


async def need_secretariat(turn: Turn) -> None:
    if turn.person.secretariat:
        return
    names = await secretariat_vacancy.name_secretariat(turn.store, turn.say)
    if names:
        raise NotAllowed(turn.say("Only the secretariat can do this. Ask {names}.", names=names))
    raise NotAllowed(secretariat_vacancy.describe_vacancy_refusal(turn.say))


def need_reader(turn: Turn, sees: bool, missing: str) -> None:
    """Raise Missing unless the person sees the record: the same error for not found and not allowed.

    `missing` is the text shown for a record that does not exist.
    """
    if not sees:
        raise Missing(missing)
    turn.ties.add(READER)


async def need_right(
    turn: Turn, *ties: str, action: str = "", missing: str = "", words: Mapping[str, str] | None = None
) -> None:
    """Raise unless these ties to the record, or a place in the secretariat, are enough for the action.

    The action is by default the turn's. Being a member is enough at the door, and never for another's record.
    Raises Missing with `missing`, if given, for somebody who has no tie; else NotAllowed, which names who may.
    `words`: who exactly, where that is known.
    """
    action = action or turn.action
    allowed = ALLOWED.get(action, ())
    wanted = set(allowed) - {ANYONE, MEMBER} or set(ties)
    if not wanted.isdisjoint({*ties, *list_person_roles(turn.person)}):
        turn.ties.update(ties)
        return
    if missing and not ties:
        raise Missing(missing)
    if allowed == (SECRETARIAT,):
        await need_secretariat(turn)
    known = _describe_roles(turn.say) | dict(words or {})
    raise NotAllowed(turn.say("Only {who} can do this.", who=turn.say.listed([known[one] for one in allowed])))


async def verify_right_checked(turn: Turn) -> None:
    """Raise after the handler, before anything is stored, if nobody checked the right.

    A right that nobody checked is a right that nobody has.
    """
    if not is_action_allowed(turn.person, turn.action, *turn.ties):
        await need_right(turn, *turn.ties)


async def run_gated_action(turn: Turn, event: Event) -> Reply | None:
    """Run another action that carries words to others, after the gates that may hold them back."""
    for gate in turn.gates:
        reply = await gate(event, turn)
        if reply is not None:
            return reply
    return await run_inner_action(turn, event)


async def run_inner_action(turn: Turn, event: Event) -> Reply | None:
    """Run another action within one; the inner action has rights of its own."""
    inner = replace(turn, action=find_action(event), ties=set())
    await check_right_at_entry(inner, inner.action)
    reply = await inner.handlers[type(event), event.name](event, inner)
    await verify_right_checked(inner)
    return reply


def _describe_roles(say: Say) -> dict[str, str]:
    return {
        ANYONE: say("everybody"),
        MEMBER: say("members"),
        SECRETARIAT: say("the secretariat"),
        READER: say("those who may see it"),
        ASKER: say("the asker"),
        AUTHOR: say("the author"),
        OWNER: say("its owner"),
        LEAD: say("the topic lead"),
        ORGANISER: say("the organiser"),
        ATTENDEE: say("those who were there"),
        KEEPER: say("those setting up the workspace"),
        REPRESENTATIVE: say("the organisation's contacts"),
        HELPER: say("those who were asked"),
    }


async def list_question_ties(turn: Turn, question: Question) -> tuple[str, ...]:
    """Return the person's ties to the question; a lead who may not see it has none."""
    asks = (ASKER,) if turn.person.id == question.asker_id else ()
    leads = await turn.store.topics.is_topic_lead(turn.person.id, question.topic_id)
    return (*asks, LEAD) if leads and await is_visible_to(turn.store, turn.person, question) else asks


async def may_steer_question(turn: Turn, question: Question, action: str = "questions.move") -> bool:
    return is_action_allowed(turn.person, action, *await list_question_ties(turn, question))


async def need_question_tie(turn: Turn, question: Question, action: str = "") -> None:
    """Raise unless the person's tie to the question is enough, as the line of this action says."""
    await need_right(turn, *await list_question_ties(turn, question), action=action)


async def may_lead_topic(at: ReaderContext, topic_id: int | None) -> bool:
    """Return True if this person looks after the topic; a missing topic is the secretariat's."""
    return at.person.secretariat or await at.store.topics.is_topic_lead(at.person.id, topic_id)


async def need_topic_lead(turn: Turn, topic_id: int | None) -> None:
    topic = await turn.store.topics.find(topic_id)
    mine = topic is not None and await turn.store.topics.is_topic_lead(turn.person.id, topic.id)
    name = topic.get_name(turn.say.language) if topic is not None else ""
    words = {LEAD: turn.say("the topic lead for {topic}", topic=name)} if name else {}
    if topic is None:
        await need_secretariat(turn)
    await need_right(turn, *((LEAD,) if mine else ()), words=words)


async def need_author(turn: Turn, author_id: int | None) -> None:
    await need_right(turn, *((AUTHOR,) if turn.person.id == author_id else ()))


def list_solution_ties(person: Person, solution: Solution) -> tuple[str, ...]:
    owns = (OWNER,) if person.id == solution.owner_id else ()
    return (*owns, AUTHOR) if person.id == solution.author_id else owns


def may_edit_solution(person: Person, solution: Solution) -> bool:
    return is_action_allowed(person, "solutions.edit", *list_solution_ties(person, solution))
