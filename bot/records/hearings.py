"""Consultations read in: from a table, or as a feed, a calendar or the Storting's data tell of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date

from handlers.chat.turn import Arena
from handlers.consultations import news, planning
from handlers.consultations.publishing import spread
from handlers.meetings.reading import is_link
from handlers.records import RowError, reason
from handlers.records.fields import Row, need_known, text
from handlers.records.organisations import topic_ids
from handlers.understanding import language_of
from storage.consultations import FOUND, LEFT, OPEN, Consultation
from storage.database import Store
from storage.voices import DEADLINE, STATE, ConsultationNote

FIELDS = ("id", "title", "sender", "link", "deadline", "topics", "text")
#: texts that a row may leave out, and the characters they hold
TEXTS = {"title": 300, "sender": 200, "link": 500, "text": 3000}


async def seed_row(store: Store, row: Row) -> None:
    """Add the consultation of this id, or bring it in line with the row; what the row leaves out stays as it is.

    With its topics it is open at once; without them the secretariat decides whether it is one for the network. What
    was changed in chat since the same row was read stays changed, and what is over stays over.
    """
    need_known(row, FIELDS)
    origin = text(row, "id", most=200, required=True)
    found = await store.consultations.by_origin(origin) or await store.consultations.by_code(origin)
    given = {name: text(row, name, most=most) for name, most in TEXTS.items() if name in row}
    if not given.get("title") and (found is None or "title" in given):
        raise RowError("title", reason("is required"))
    if given.get("link") and not is_link(given["link"]):
        raise RowError("link", reason("must be a whole address, beginning with https://"))
    deadline, topics = _deadline(row), await topic_ids(store, row, "topics")
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    if found is None:
        await _add(store, Consultation(origin=origin, state=FOUND, seal=seal, language="nb"), given, deadline, topics)
    elif found.seal != seal and found.state in (FOUND, LEFT, OPEN):
        await _update(store, found, given, deadline, topics)
        found.seal = seal


async def _add(
    store: Store, new: Consultation, given: dict[str, str], deadline: date | None, topics: Collection[int]
) -> None:
    arena = Arena()
    if deadline is not None and deadline < store.now.astimezone(arena.zone).date():
        raise RowError("deadline", reason("{day} is over already", day=deadline.isoformat()))
    if topics and deadline is None:
        raise RowError("deadline", reason("is required where topics are given"))
    _write(new, given)
    new.deadline = deadline
    await store.consultations.add(new)
    await store.consultations.tag(new.id, topics)
    if topics:
        new.state, new.opened_at = OPEN, store.now
        await store.voices.note(ConsultationNote(consultation_id=new.id, kind=STATE, what=OPEN))
        await planning.plan(store, arena, new)
        await spread(store, new)


async def _update(
    store: Store, found: Consultation, given: dict[str, str], deadline: date | None, topics: Collection[int]
) -> None:
    """A new deadline moves what is still to come, and is told to who has a part in it."""
    moved = deadline is not None and deadline != found.deadline
    _write(found, given)
    found.deadline = deadline or found.deadline
    if topics:
        await store.consultations.tag(found.id, topics)
    if found.state == OPEN and moved and deadline is not None:
        await planning.plan(store, Arena(), found)
        entry = ConsultationNote(consultation_id=found.id, kind=DEADLINE, what=deadline.isoformat())
        await news.tell(store, Arena(), found, entry)
    if found.state == OPEN:
        await spread(store, found)


def _write(one: Consultation, given: dict[str, str]) -> None:
    for name, value in given.items():
        setattr(one, name, value)
    one.language = language_of(f"{one.title}. {one.text or ''}")


def _deadline(row: Row) -> date | None:
    found = text(row, "deadline", most=25)
    try:
        return date.fromisoformat(found[:10]) if found else None
    except ValueError as error:
        wrong = reason("must be a day such as 2027-06-15, not {found}", found=repr(found))
        raise RowError("deadline", wrong) from error
