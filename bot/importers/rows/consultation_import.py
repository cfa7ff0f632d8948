"""Import consultations from a table, a feed, a calendar or the Storting's data."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from datetime import date

from bot.importers.rows.columns import validate_year
from handlers.access.visibility.audience_format import format_audience, parse_audience
from handlers.chat.record_subjects import build_consultation_subject
from handlers.chat.rows import RowError, reason
from handlers.chat.rows.organisation_rows import parse_topic_ids
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_earlier_versions,
    parse_number_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from handlers.chat.turn import Arena
from handlers.language import detect_language
from handlers.meetings.form_parser import is_web_link
from handlers.policy.consultations import consultation_news, step_scheduler, upstream_changes
from handlers.policy.consultations.consultation_publication import publish_consultation
from storage.kit.database import Store
from storage.policy.consultation_responses import DEADLINE, NO, STATE, YES, ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import FOUND, LEFT, OPEN, PUBLIC, Consultation

#: fields of a row; an exported one has all of them
FIELDS = (
    "id", "title", "sender", "link", "deadline", "topics", "text", "reach", "code", "lang", "state", "version", "draft",
    "draft_text", "signs", "earlier", "declines", "affected", "unaffected", "steps",
    "sent_on", "sent_link", "sent_text", "outcome",
)  # fmt: skip
#: optional text fields -> maximum number of characters
TEXTS = {"title": 300, "sender": 200, "link": 500, "text": 3000}
#: field -> (column, maximum number of characters), for fields that are read only for new consultations
STANDING = {
    "draft": ("draft_link", 500), "draft_text": ("draft_text", 3000), "sent_link": ("sent_link", 500),
    "sent_text": ("sent_text", 3000), "outcome": ("outcome", 1500),
}  # fmt: skip
#: field -> (affected, signs): the answers of the organisations it lists
SAID = {"affected": (YES, ""), "signs": (YES, YES), "unaffected": (NO, "")}
_CODE = re.compile(r"H-[1-9]\d{0,6}")


async def seed_consultation_row(store: Store, arena: Arena, row: Row) -> None:
    """Add the consultation of this id, or bring it in line with the row.

    What the row leaves out stays as it is. A new consultation with topics is open at once. Without topics
    the secretariat decides whether it is one for the network.

    What somebody has changed in chat stays changed, and whoever writes the answer is told what the source
    says now. A closed consultation stays closed, and what an organisation has said stays said.
    """
    validate_field_names(row, FIELDS)
    origin = parse_text_field(row, "id", most=200, required=True)
    found = await store.consultations.find_consultation_by_origin(
        origin
    ) or await store.consultations.find_coded_consultation(origin)
    given = {name: parse_text_field(row, name, most=most) for name, most in TEXTS.items() if name in row}
    if not given.get("title") and (found is None or "title" in given):
        raise RowError("title", reason("is required"))
    for name in ("link", "draft", "sent_link"):
        if parse_text_field(row, name, most=500) and not is_web_link(parse_text_field(row, name, most=500)):
            raise RowError(name, reason("must be a whole address, beginning with https://"))
    topics = await parse_topic_ids(store, row, "topics")
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    if found is None:
        await _add_consultation(store, arena, row, Consultation(origin=origin, state=FOUND, seal=seal), given, topics)
    elif found.seal != seal and found.state in (FOUND, LEFT, OPEN):
        await _update_consultation(store, arena, row, found, given, topics)
        found.seal = seal


async def _add_consultation(
    store: Store, arena: Arena, row: Row, new: Consultation, given: dict[str, str], topics: Collection[int]
) -> None:
    state = parse_choice_field(row, "state", PUBLIC, default=OPEN)
    new.deadline = _read_consultation_day(row, "deadline")
    over = new.deadline is not None and new.deadline < arena.find_day(store.now)
    if over and new.deadline is not None and state == OPEN:
        raise RowError("deadline", reason("{day} has already passed", day=new.deadline.isoformat()))
    if topics and new.deadline is None:
        raise RowError("deadline", reason("is required where topics are given"))
    await _choose_consultation_code(store, row, new)
    _write_consultation_texts(new, given)
    for name, (column, most) in STANDING.items():
        setattr(new, column, parse_text_field(row, name, most=most))
    new.version = parse_number_field(row, "version") or int(bool(new.draft_link or new.draft_text))
    new.sent_on, new.reach_id = _read_consultation_day(row, "sent_on"), await _read_consultation_audience(store, row)
    new.source_says = await _list_source_values(store, row, given, topics)
    await store.consultations.add(new)
    await store.consultations.set_consultation_topics(new.id, topics)
    await _add_consultation_responses(store, row, new)
    if topics:
        await _open_seeded_consultation(store, arena, new, state)


async def _open_seeded_consultation(store: Store, arena: Arena, new: Consultation, state: str) -> None:
    """Open the consultation.

    One that is closed already is archived and not announced.
    """
    new.state, new.opened_at = state, store.now
    new.closed_at = None if state == OPEN else store.now
    await store.consultation_responses.add_consultation_log_entry(
        ConsultationLogEntry(consultation_id=new.id, kind=STATE, what=state)
    )
    if state == OPEN:
        await step_scheduler.schedule_consultation_steps(store, arena, new)
    await publish_consultation(store, new)


async def _choose_consultation_code(store: Store, row: Row, new: Consultation) -> None:
    """Keep the exported code, where no other consultation has it.

    A consultation without another name is known by this code.
    """
    code = new.origin if new.origin and _CODE.fullmatch(new.origin) else parse_text_field(row, "code", most=8)
    if code and _CODE.fullmatch(code) and await store.consultations.find_coded_consultation(code) is None:
        new.code = code
    if new.origin == code:
        new.origin = None


async def _read_consultation_audience(store: Store, row: Row) -> int | None:
    audience = await parse_audience(store, parse_text_field(row, "reach", most=1000) or "all")
    return audience.id if audience else None


async def _add_consultation_responses(store: Store, row: Row, new: Consultation) -> None:
    """Store what organisations say.

    A signature counts for the exported draft, or for the `earlier` version that the row names.
    """
    earlier = parse_earlier_versions(row)
    for name, (affected, signs) in SAID.items():
        for code in parse_texts_field(row, name, most=64):
            organisation = await store.organisations.find_organisation_by_code(code)
            if organisation is None:
                raise RowError(name, reason("no organisation has the id {code}", code=repr(code)))
            version = earlier.pop(code, new.version) if signs else 0
            said = {"consultation_id": new.id, "organisation_id": organisation.id, "version": version}
            await store.consultation_responses.store_response(
                ConsultationResponse(**said, affected=affected, signs=signs)
            )
    if earlier:
        raise RowError("earlier", reason("{code} is not among those that co-sign", code=repr(next(iter(earlier)))))
    for code in parse_texts_field(row, "declines", most=64):
        organisation = await store.organisations.find_organisation_by_code(code)
        if organisation is None:
            raise RowError("declines", reason("no organisation has the id {code}", code=repr(code)))
        kept = await store.consultation_responses.find_response(new.id, organisation.id)
        kept = kept or ConsultationResponse(consultation_id=new.id, organisation_id=organisation.id, version=0)
        kept.signs = NO
        await store.consultation_responses.store_response(kept)


async def _update_consultation(
    store: Store, arena: Arena, row: Row, found: Consultation, given: dict[str, str], topics: Collection[int]
) -> None:
    """Bring the consultation in line with the row.

    A new deadline moves the steps to come, and the participants are notified of it.
    """
    says, now = (
        await _list_source_values(store, row, given, topics),
        await upstream_changes.list_local_values(store, found),
    )
    theirs = {name for name in says if upstream_changes.is_changed_locally(found, name, now[name])}
    before, found.source_says = found.source_says, {**found.source_says, **says}
    new = {
        name
        for name in theirs
        if says[name]
        and upstream_changes.normalise_whitespace(says[name])
        != upstream_changes.normalise_whitespace(before.get(name, ""))
    }
    taken = {name for name in says if name not in theirs and says[name] != now[name]}
    _write_consultation_texts(found, {name: value for name, value in given.items() if name in taken})
    if "deadline" in taken:
        found.deadline = _read_consultation_day(row, "deadline")
    if "reach" in taken:
        found.reach_id = await _read_consultation_audience(store, row)
    if "topics" in taken:
        await store.consultations.set_consultation_topics(found.id, topics)
    if found.state == OPEN:
        await upstream_changes.notify_upstream_changes(store, arena, found, new)
        await _republish_consultation(store, arena, found, taken)


async def _republish_consultation(store: Store, arena: Arena, found: Consultation, taken: set[str]) -> None:
    if not taken.isdisjoint(("reach", "topics")):
        await store.outbox.withdraw_copies(build_consultation_subject(found.id))
        found.sendings += 1
    if "deadline" in taken and found.deadline is not None:
        await step_scheduler.schedule_consultation_steps(store, arena, found)
        entry = ConsultationLogEntry(consultation_id=found.id, kind=DEADLINE, what=found.deadline.isoformat())
        await consultation_news.publish_consultation_news(store, arena, found, entry)
    await publish_consultation(store, found)


async def _list_source_values(store: Store, row: Row, given: dict[str, str], topics: Collection[int]) -> dict[str, str]:
    """Return what the row says of each field, in the form that the comparison with the source uses.

    Fields that the row leaves out are left out.
    """
    says, deadline = dict(given), _read_consultation_day(row, "deadline")
    if deadline is not None:
        says["deadline"] = deadline.isoformat()
    if topics:
        found = [await store.topics.find(id) for id in topics]
        says["topics"] = ";".join(sorted(topic.slug for topic in found if topic is not None))
    if "reach" in row:
        says["reach"] = await format_audience(store, await _read_consultation_audience(store, row))
    return says


def _write_consultation_texts(one: Consultation, given: dict[str, str]) -> None:
    for name, value in given.items():
        setattr(one, name, value)
    one.language = detect_language(f"{one.title}. {one.text or ''}")


def _read_consultation_day(row: Row, name: str) -> date | None:
    found = parse_text_field(row, name, most=25)
    try:
        day = date.fromisoformat(found[:10]) if found else None
    except ValueError as error:
        wrong = reason("must be a day such as 2027-06-15, not {found}", found=repr(found))
        raise RowError(name, wrong) from error
    validate_year(name, day)
    return day
