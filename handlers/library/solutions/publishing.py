"""Publish: into the index and the topic's rooms in one transaction, and out of them again."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.chat import outgoing
from handlers.chat.turn import Turn
from handlers.language.finding import Document, drop, keep
from handlers.library.solutions.lookup import get_local_day
from handlers.notifications import chains
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, PUBLISHED, RETIRED, WORDS, Solution

#: what waits for somebody: its verify-by date, an author's yes, its owner
VERIFY, CONSENTED, DRAFTED = "solutions.verify", "solutions.consent", "solutions.draft"
#: months until somebody must look at it again, and for grants and tariffs, which change every year
LONG, SHORT = 12, 3
GRANTS = "virkemidler"
#: Norwegian ones also within longer words (effekttariff, investeringstilskudd)
_CHANGING = re.compile(r"tilskudd|tilskot|tariff|nettlei[eg]|støtteordning|stønadsordning|\bgrants?\b", re.IGNORECASE)


def subject(solution_id: int) -> str:
    """Under which the cards in rooms are redrawn."""
    return f"solution:{solution_id}"


def notice_subject(solution_id: int) -> str:
    """Under which private messages about it are redrawn: they stay when the rooms' cards are taken back."""
    return f"solution:{solution_id}:notice"


def verify_subject(solution_id: int) -> str:
    """Under which those who are asked whether it is still true are told that it has been looked at."""
    return f"solution:{solution_id}:verify"


def document(solution: Solution) -> Document:
    """What it is found by. The contact is left out: names are not searched."""
    more = (solution.cost_time, solution.preconditions, solution.pitfall, solution.failed, solution.park, solution.code)
    return Document(
        kind="solution",
        id=solution.id or 0,
        topic_id=solution.topic_id,
        language=solution.language,
        organisation_id=solution.organisation_id,
        level=solution.level,
        reach_id=solution.reach_id,
        title=solution.title,
        body=". ".join(filter(None, (solution.problem, solution.done, solution.result))),
        extra=". ".join(filter(None, more)),
        keywords=tuple(solution.keywords),
        verified_until=vouched_until(solution),
    )


def vouched_until(solution: Solution) -> date | None:
    """The last day on which its badge says that it is verified; None where it does not say so at all."""
    if solution.verified_at is None or solution.doubted_at is not None:
        return None
    return solution.verify_by or date.max


def next_check(solution: Solution, day: date, topic: str) -> date:
    """The verify-by date of what is true on `day`."""
    words = f"{solution.title} {solution.problem} {solution.done} {solution.result}"
    soon = topic == GRANTS or _CHANGING.search(words) is not None
    return months_after(day, SHORT if soon else LONG)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


async def verify(turn: Turn, solution: Solution) -> set[int]:
    """It is true as of now, and this person says so; gives those whose doubt is settled by that."""
    topic = await turn.store.topics.find(solution.topic_id)
    solution.verified_at, solution.verified_by_id = turn.now, turn.person.id
    solution.verify_by = next_check(solution, get_local_day(turn), topic.slug if topic else "")
    await chains.end(turn.store, VERIFY, solution.id, verify_subject(solution.id))
    return await turn.store.solutions.settle(solution)


async def publish(turn: Turn, solution: Solution) -> int:
    """Found from now on; gives the number of rooms that get its card."""
    solution.state = PUBLISHED
    await verify(turn, solution)
    return await spread(turn.store, solution)


async def spread(store: Store, solution: Solution, *, announce: bool = True) -> int:
    """Bring the index and every copy in line with what it says now; gives the number of its topic's rooms in reach.

    `announce`: rooms that have no card of it get one.
    """
    if solution.state != PUBLISHED:
        await drop(store, "solution", solution.id)
        await redraw(store, solution)
        return 0
    await keep(store, document(solution))
    await redraw(store, solution)
    if solution.level == CIRCLE:
        await withdraw_cards(store, solution)
    elif solution.reach_id is not None:
        await _take_out(store, solution)
    if solution.level == CIRCLE or not announce:
        return 0
    rooms = await store.reaches.rooms(solution.reach_id, await store.rooms.of_topics([solution.topic_id]))
    await _send(store, solution, rooms)
    return len(rooms)


async def _send(store: Store, solution: Solution, rooms: Sequence[Room]) -> None:
    """To those that have no card of it."""
    about = subject(solution.id)
    have = await store.copies.rooms(about, "solutions.card")
    # a room that had it once may get it again: each version has keys of its own
    key = f"solution:{solution.id}:{solution.sendings}:{solution.version}"
    args = {"solution": solution.id, "sending": solution.sendings}
    drafts = [
        outgoing.to_room(room, "solutions.card", args, key=f"{key}:room:{room.id}", subject=about)
        for room in rooms
        if room.id not in have
    ]
    await store.outbox.post(*drafts)


async def _take_out(store: Store, solution: Solution) -> None:
    """Of rooms out of its reach."""
    for copy in await store.outbox.copies(subject(solution.id)):
        room = await store.rooms.find(copy.room_id)
        if room is not None and not await store.reaches.rooms(solution.reach_id, [room]):
            await store.outbox.take_back_one(copy)


async def retire(store: Store, solution: Solution) -> None:
    """No longer found; its cards say so."""
    solution.state = RETIRED
    await chains.end(store, VERIFY, solution.id, verify_subject(solution.id))
    await store.solutions.settle(solution)
    await spread(store, solution)


async def erase(store: Store, solution: Solution) -> None:
    """The words go: from the record, its versions, the index and the rooms. The code stays taken."""
    for name in (*WORDS, "park", "maturity"):
        setattr(solution, name, "")
    solution.keywords = []
    await store.solutions.forget_versions(solution.id)
    await retire(store, solution)
    await withdraw_cards(store, solution)


async def withdraw_cards(store: Store, solution: Solution) -> None:
    """Out of the rooms; a later sending needs new keys."""
    await store.outbox.take_back(subject(solution.id))
    solution.sendings += 1


async def redraw(store: Store, solution: Solution) -> None:
    await store.outbox.refresh(subject(solution.id))
    await store.outbox.refresh(notice_subject(solution.id))


async def tell_owner(store: Store, solution: Solution, template: str, args: dict[str, Any], *, key: str) -> bool:
    """A private message to its owner; to the secretariat where there is no owner to reach."""
    about = notice_subject(solution.id)
    owner = await store.people.find(solution.owner_id)
    if owner and await outgoing.to_person(store, owner, template, args, key=f"{key}:{owner.id}", subject=about):
        return True
    told = [
        await outgoing.to_person(store, person, template, args, key=f"{key}:{person.id}", subject=about)
        for person in await store.people.secretariat()
    ]
    return any(told)


async def change(turn: Turn, solution: Solution, values: dict[str, Any]) -> bool:
    """Take these values and keep what it said before; False when they say nothing new."""
    new = {name: value for name, value in values.items() if getattr(solution, name) != value}
    if not new:
        return False
    await turn.store.solutions.keep_version(solution, turn.person.id)
    for name, value in new.items():
        setattr(solution, name, value)
    return True
