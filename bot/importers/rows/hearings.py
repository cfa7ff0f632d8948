"""Consultations read in: from a table, or as a feed, a calendar or the Storting's data tell of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from datetime import date

from handlers.access.reaches.writing import read, written
from handlers.chat.rows import RowError, reason
from handlers.chat.rows.fields import Row, choice, need_known, number, text, texts, versions_of
from handlers.chat.rows.organisations import topic_ids
from handlers.chat.turn import Arena
from handlers.directory.naming import consultation_subject
from handlers.language import language_of
from handlers.meetings.reading import is_link
from handlers.policy.consultations import elsewhere, news, planning
from handlers.policy.consultations.publishing import spread
from storage.kit.database import Store
from storage.policy.consultation_responses import DEADLINE, NO, STATE, YES, ConsultationNote, ConsultationVoice
from storage.policy.consultations import FOUND, LEFT, OPEN, PUBLIC, Consultation

#: what a row says of a consultation, and what one that was taken out tells beside
FIELDS = (
    "id", "title", "sender", "link", "deadline", "topics", "text", "reach", "code", "lang", "state", "version", "draft",
    "draft_text", "signs", "earlier", "declines", "affected", "unaffected", "steps",
    "sent_on", "sent_link", "sent_text", "outcome",
)  # fmt: skip
#: texts that a row may leave out, and the characters they hold
TEXTS = {"title": 300, "sender": 200, "link": 500, "text": 3000}
#: field -> column and characters, of what is only read of one that is not there yet
STANDING = {
    "draft": ("draft_link", 500), "draft_text": ("draft_text", 3000), "sent_link": ("sent_link", 500),
    "sent_text": ("sent_text", 3000), "outcome": ("outcome", 1500),
}  # fmt: skip
#: field -> what the organisations it names say: whether it concerns them, and whether they sign
SAID = {"affected": (YES, ""), "signs": (YES, YES), "unaffected": (NO, "")}
_CODE = re.compile(r"H-[1-9]\d{0,6}")


async def seed_row(store: Store, row: Row) -> None:
    """Add the consultation of this id, or bring it in line with the row; what the row leaves out stays as it is.

    With its topics it is open at once; without them the secretariat decides whether it is one for the network. What
    somebody has changed in chat stays theirs, and whoever writes the answer is told what its source says now; what is
    over stays over, and what was said is said.
    """
    need_known(row, FIELDS)
    origin = text(row, "id", most=200, required=True)
    found = await store.consultations.by_origin(origin) or await store.consultations.by_code(origin)
    given = {name: text(row, name, most=most) for name, most in TEXTS.items() if name in row}
    if not given.get("title") and (found is None or "title" in given):
        raise RowError("title", reason("is required"))
    for name in ("link", "draft", "sent_link"):
        if text(row, name, most=500) and not is_link(text(row, name, most=500)):
            raise RowError(name, reason("must be a whole address, beginning with https://"))
    topics = await topic_ids(store, row, "topics")
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    if found is None:
        await _add(store, row, Consultation(origin=origin, state=FOUND, seal=seal), given, topics)
    elif found.seal != seal and found.state in (FOUND, LEFT, OPEN):
        await _update(store, row, found, given, topics)
        found.seal = seal


async def _add(store: Store, row: Row, new: Consultation, given: dict[str, str], topics: Collection[int]) -> None:
    arena, state = Arena(), choice(row, "state", PUBLIC, default=OPEN)
    new.deadline = _day(row, "deadline")
    over = new.deadline is not None and new.deadline < store.now.astimezone(arena.zone).date()
    if over and new.deadline is not None and state == OPEN:
        raise RowError("deadline", reason("{day} is over already", day=new.deadline.isoformat()))
    if topics and new.deadline is None:
        raise RowError("deadline", reason("is required where topics are given"))
    await _code(store, row, new)
    _write(new, given)
    for name, (column, most) in STANDING.items():
        setattr(new, column, text(row, name, most=most))
    new.version = number(row, "version") or int(bool(new.draft_link or new.draft_text))
    new.sent_on, new.reach_id = _day(row, "sent_on"), await _reach(store, row)
    new.source_says = await _says(store, row, given, topics)
    await store.consultations.add(new)
    await store.consultations.tag(new.id, topics)
    await _said(store, row, new)
    if topics:
        await _open(store, arena, new, state)


async def _open(store: Store, arena: Arena, new: Consultation, state: str) -> None:
    """One that is over comes into the archive, and is announced nowhere."""
    new.state, new.opened_at = state, store.now
    new.closed_at = None if state == OPEN else store.now
    await store.voices.note(ConsultationNote(consultation_id=new.id, kind=STATE, what=state))
    if state == OPEN:
        await planning.plan(store, arena, new)
    await spread(store, new)


async def _code(store: Store, row: Row, new: Consultation) -> None:
    """As it was taken out, where nobody else has it; what has no other name is known by it."""
    code = new.origin if new.origin and _CODE.fullmatch(new.origin) else text(row, "code", most=8)
    if code and _CODE.fullmatch(code) and await store.consultations.by_code(code) is None:
        new.code = code
    if new.origin == code:
        new.origin = None


async def _reach(store: Store, row: Row) -> int | None:
    reach = await read(store, text(row, "reach", most=1000) or "all")
    return reach.id if reach else None


async def _said(store: Store, row: Row, new: Consultation) -> None:
    """A signature is of the draft as it was taken out, or of the `earlier` one that it names."""
    earlier = versions_of(row)
    for name, (affected, signs) in SAID.items():
        for code in texts(row, name, most=64):
            house = await store.organisations.by_code(code)
            if house is None:
                raise RowError(name, reason("no organisation has the id {code}", code=repr(code)))
            version = earlier.pop(code, new.version) if signs else 0
            said = {"consultation_id": new.id, "organisation_id": house.id, "version": version}
            await store.voices.put(ConsultationVoice(**said, affected=affected, signs=signs))
    if earlier:
        raise RowError("earlier", reason("{code} is not among those that sign", code=repr(next(iter(earlier)))))
    for code in texts(row, "declines", most=64):
        house = await store.organisations.by_code(code)
        if house is None:
            raise RowError("declines", reason("no organisation has the id {code}", code=repr(code)))
        kept = await store.voices.find(new.id, house.id)
        kept = kept or ConsultationVoice(consultation_id=new.id, organisation_id=house.id, version=0)
        kept.signs = NO
        await store.voices.put(kept)


async def _update(store: Store, row: Row, found: Consultation, given: dict[str, str], topics: Collection[int]) -> None:
    """A new deadline moves what is still to come, and is told to who has a part in it."""
    says, now = await _says(store, row, given, topics), await elsewhere.here(store, found)
    theirs = {name for name in says if elsewhere.changed_here(found, name, now[name])}
    before, found.source_says = found.source_says, {**found.source_says, **says}
    new = {
        name for name in theirs if says[name] and elsewhere.plain(says[name]) != elsewhere.plain(before.get(name, ""))
    }
    taken = {name for name in says if name not in theirs and says[name] != now[name]}
    _write(found, {name: value for name, value in given.items() if name in taken})
    if "deadline" in taken:
        found.deadline = _day(row, "deadline")
    if "reach" in taken:
        found.reach_id = await _reach(store, row)
    if "topics" in taken:
        await store.consultations.tag(found.id, topics)
    if found.state == OPEN:
        await elsewhere.tell(store, Arena(), found, new)
        await _again(store, found, taken)


async def _again(store: Store, found: Consultation, taken: set[str]) -> None:
    if not taken.isdisjoint(("reach", "topics")):
        await store.outbox.take_back(consultation_subject(found.id))
        found.sendings += 1
    if "deadline" in taken and found.deadline is not None:
        await planning.plan(store, Arena(), found)
        entry = ConsultationNote(consultation_id=found.id, kind=DEADLINE, what=found.deadline.isoformat())
        await news.tell(store, Arena(), found, entry)
    await spread(store, found)


async def _says(store: Store, row: Row, given: dict[str, str], topics: Collection[int]) -> dict[str, str]:
    """What the row tells of each field, as `elsewhere.here` writes it; what it leaves out it says nothing of."""
    says, deadline = dict(given), _day(row, "deadline")
    if deadline is not None:
        says["deadline"] = deadline.isoformat()
    if topics:
        found = [await store.topics.find(id) for id in topics]
        says["topics"] = ";".join(sorted(topic.slug for topic in found if topic is not None))
    if "reach" in row:
        says["reach"] = await written(store, await _reach(store, row))
    return says


def _write(one: Consultation, given: dict[str, str]) -> None:
    for name, value in given.items():
        setattr(one, name, value)
    one.language = language_of(f"{one.title}. {one.text or ''}")


def _day(row: Row, name: str) -> date | None:
    found = text(row, name, most=25)
    try:
        return date.fromisoformat(found[:10]) if found else None
    except ValueError as error:
        wrong = reason("must be a day such as 2027-06-15, not {found}", found=repr(found))
        raise RowError(name, wrong) from error
