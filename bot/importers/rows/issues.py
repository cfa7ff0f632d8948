"""Read issues from rows: texts, state, stances of organisations with their reasons, and attributed evidence."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from bot.importers.rows.columns import validate_year
from bot.importers.rows.issue_parts import seed_issue_evidence, seed_issue_followers, seed_issue_stances
from handlers.access.visibility.audience_format import parse_audience
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import parse_topic_ids
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_number_field,
    parse_text_field,
    validate_field_names,
)
from handlers.chat.turn import Arena
from handlers.dates.workdays import is_public_holiday
from handlers.language import detect_language
from handlers.policy.issues import forms, issue_lifecycle, issue_publication, issue_reviews, issue_visibility
from handlers.policy.issues.issue_progress import ENDS
from handlers.policy.issues.lookup import is_issue_frozen
from storage.kit.database import Store
from storage.policy.issue_log import STATE, TEXT, IssueLogEntry
from storage.policy.issue_stances import STANCES
from storage.policy.issues import ADDRESSEES, CLOSED, OPEN, PROPOSED, PUBLIC, Issue

FIELDS = (
    "id", "title", "problem", "wanted", "addressee_kind", "topics", "affected", "addressee", "deadline", "lang",
    "organisation", "owner", "reach", "state", "version", "outcome", "next", "review", "published", "closed", *STANCES,
    "earlier", "reasons", "evidence", "followers",
)  # fmt: skip
#: maximum numbers of characters
LONGEST = {
    "title": forms.TITLE, "problem": forms.TEXT, "affected": forms.TEXT, "wanted": forms.TEXT, "addressee": forms.NAME,
}  # fmt: skip
REQUIRED = ("title", "problem", "wanted")


async def seed_issue_row(store: Store, arena: Arena, row: Row) -> None:
    """Add the issue of this code, or bring it in line with the row.

    What the row leaves out stays as it is. The issue is found and listed at once, and announced in no room.

    What was changed in chat since the same row was read stays changed. A text that others stand behind is
    changed in chat alone, and what an organisation has said stays said.
    """
    validate_field_names(row, FIELDS)
    code = parse_text_field(row, "id", most=8, required=True).upper()
    if not code.startswith("S-") or not code[2:].isdecimal() or code != f"S-{int(code[2:])}":
        raise RowError("id", f"must be S- and a number, such as S-7, not {code!r}")
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    found = await store.issues.find_coded_issue(code)
    if found is None:
        found = await _add_issue(store, arena, row, code)
    elif found.state not in PUBLIC:
        raise RowError("id", f"{code} is not out: its raiser or the secretariat has it")
    elif found.seeded != seal:
        await _update_issue(store, arena, row, found)
    found.seeded = seal


async def _add_issue(store: Store, arena: Arena, row: Row, code: str) -> Issue:
    today = arena.find_day(store.now)
    values, topics = await _read_issue_values(store, row, None, today), await parse_topic_ids(store, row, "topics")
    if not topics:
        raise RowError("topics", "is required")
    issue = Issue(code=code, **({"state": PROPOSED, "version": parse_number_field(row, "version") or 1} | values))
    issue.language = parse_text_field(row, "lang", most=2) or detect_language(
        f"{issue.title}. {issue.problem}. {issue.wanted}"
    )
    issue.published_at = issue.published_at or store.now
    issue.closed_at = (issue.closed_at or store.now) if issue.state in CLOSED else None
    await store.issues.add(issue)
    await store.issues.set_issue_topics(issue.id, topics)
    entry = IssueLogEntry(issue_id=issue.id, kind=STATE, what=issue.state, text=issue.outcome)
    await issue_lifecycle.record_issue_entry(store, issue, entry)
    entry.at = issue.closed_at or issue.published_at
    await seed_issue_stances(store, row, issue)
    await seed_issue_evidence(store, row, issue)
    await seed_issue_followers(store, row, issue)
    await issue_reviews.schedule_issue_review(store, arena, issue, _keep_future_day(issue.review_on, today))
    await issue_publication.publish_issue(store, issue, announce=False)
    return issue


async def _update_issue(store: Store, arena: Arena, row: Row, issue: Issue) -> None:
    today = arena.find_day(store.now)
    values = {
        name: value
        for name, value in (await _read_issue_values(store, row, issue, today)).items()
        if getattr(issue, name) != value
    }
    worded = [name for name in values if name in (*LONGEST, "addressee_kind")]
    if worded and await is_issue_frozen(store, issue):
        raise RowError(worded[0], "others stand behind the text; change it in chat, where they are asked")
    if "reach_id" in values:
        await _validate_issue_audience(store, issue, values["reach_id"])
    for name, value in values.items():
        setattr(issue, name, value)
    if "topics" in row:
        await store.issues.set_issue_topics(issue.id, await parse_topic_ids(store, row, "topics"))
    if worded:
        await store.issue_log.add_issue_log_entry(IssueLogEntry(issue_id=issue.id, kind=TEXT))
    if "state" in values:
        issue.closed_at = (issue.closed_at or store.now) if issue.state in CLOSED else None
        await issue_lifecycle.record_issue_entry(
            store, issue, IssueLogEntry(issue_id=issue.id, kind=STATE, what=issue.state, text=issue.outcome)
        )
    if issue.state not in OPEN:
        await issue_lifecycle.cancel_quiet_issue_clock(store, issue.id)
    await seed_issue_stances(store, row, issue)
    await seed_issue_evidence(store, row, issue)
    await seed_issue_followers(store, row, issue)
    if "review_on" in values:
        await issue_reviews.schedule_issue_review(store, arena, issue, _keep_future_day(issue.review_on, today))
    await (
        issue_publication.move_issue_cards(store, issue)
        if "reach_id" in values
        else issue_publication.publish_issue(store, issue, announce=False)
    )


async def _read_issue_values(store: Store, row: Row, before: Issue | None, today: date) -> dict[str, Any]:
    """Return the values of the row by column."""
    values: dict[str, Any] = {
        name: parse_text_field(row, name, most=most) for name, most in LONGEST.items() if name in row
    }
    for name in REQUIRED:
        if not (values.get(name) or (name not in row and before is not None)):
            raise RowError(name, "is required")
    if "addressee_kind" in row or before is None:
        values["addressee_kind"] = parse_choice_field(row, "addressee_kind", ADDRESSEES, required=True)
    for name, column in (("deadline", "deadline"), ("next", "next_on"), ("review", "review_on")):
        if name in row:
            values[column] = _read_issue_day(row, name, today)
    for name, column in (("published", "published_at"), ("closed", "closed_at")):
        if parse_text_field(row, name, most=30):
            values[column] = _read_issue_time(row, name)
    if parse_text_field(row, "state", most=12):
        values["state"] = parse_choice_field(row, "state", PUBLIC)
    values |= {"outcome": parse_text_field(row, "outcome", most=forms.TEXT)} if "outcome" in row else {}
    state = values.get("state", before.state if before else PROPOSED)
    if state in ENDS and not values.get("outcome", before.outcome if before else ""):
        raise RowError("outcome", f"is required for an issue that is {state}")
    return values | await _read_issue_references(store, row)


async def _read_issue_references(store: Store, row: Row) -> dict[str, Any]:
    """Return the organisation, the owner and the audience of the issue."""
    values: dict[str, Any] = {}
    if code := parse_text_field(row, "organisation", most=64):
        organisation = await store.organisations.find_organisation_by_code(code)
        if organisation is None:
            raise RowError("organisation", f"no organisation has the id {code!r}")
        values["organisation_id"] = organisation.id
    if code := parse_text_field(row, "owner", most=64):
        owner = await store.people.find_person_by_reference(code)
        if owner is None:
            raise RowError("owner", f"no person has the id {code!r}; load people first")
        values["owner_id"] = owner.id
    if "reach" in row:
        audience = await parse_audience(store, parse_text_field(row, "reach", most=1000) or "all")
        values["reach_id"] = audience.id if audience else None
    return values


async def _validate_issue_audience(store: Store, issue: Issue, reach_id: int | None) -> None:
    audience = await store.audiences.find(reach_id)
    if audience is None:
        return
    if await store.agenda.has_agenda_item_of_issue(issue.id):
        raise RowError("reach", "it is on the agenda of a meeting, so all members may see it")
    outside = await issue_visibility.list_excluded_organisations(store, issue, audience)
    if outside:
        raise RowError("reach", f"{', '.join(outside)} have a part in it and would no longer see it")


def _read_issue_day(row: Row, name: str, today: date) -> date | None:
    """Read a day. A future day must be a working day, as in chat."""
    found = parse_text_field(row, name, most=10)
    try:
        day = date.fromisoformat(found) if found else None
    except ValueError as error:
        raise RowError(name, f"must be a date such as 2027-06-30, not {found!r}") from error
    validate_year(name, day)
    if day is not None and day >= today and (day.weekday() >= 5 or is_public_holiday(day)):
        raise RowError(name, f"{day} is no working day")
    return day


def _read_issue_time(row: Row, name: str) -> datetime:
    found = parse_text_field(row, name, most=30)
    try:
        moment = datetime.fromisoformat(found)
    except ValueError as error:
        raise RowError(name, f"must be a time such as 2027-03-01T09:00:00Z, not {found!r}") from error
    validate_year(name, moment)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _keep_future_day(day: date | None, today: date) -> date | None:
    return day if day is not None and day >= today else None
