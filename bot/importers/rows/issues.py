"""Issues as rows: what they say, how they stand, what organisations say of them and why, and evidence with a name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.importers.rows.stands import (
    add_evidence,
    add_followers,
    add_support,
    evidence_of,
    reasons_of,
    versions_spoken_of,
)
from handlers.access.reaches.writing import read, written
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, choice, need_known, number, text
from handlers.chat.rows.organisations import code_of, topic_ids
from handlers.chat.turn import Arena
from handlers.dates.workdays import is_public_holiday
from handlers.language import language_of
from handlers.policy.issues import forms, living, publishing, reaching, reviewing
from handlers.policy.issues.lookup import is_issue_frozen
from handlers.policy.issues.working import ENDS
from storage.access.audiences import Sight
from storage.kit.database import Store
from storage.policy.issue_log import STATE, TEXT, IssueNote
from storage.policy.issue_stances import STANCES
from storage.policy.issues import ADDRESSEES, CLOSED, OPEN, PROPOSED, PUBLIC, Issue

FIELDS = (
    "id", "title", "problem", "wanted", "addressee_kind", "topics", "affected", "addressee", "deadline", "lang",
    "organisation", "owner", "reach", "state", "version", "outcome", "next", "review", "published", "closed", *STANCES,
    "earlier", "reasons", "evidence", "followers",
)  # fmt: skip
#: characters
LONGEST = {
    "title": forms.TITLE, "problem": forms.TEXT, "affected": forms.TEXT, "wanted": forms.TEXT, "addressee": forms.NAME,
}  # fmt: skip
REQUIRED = ("title", "problem", "wanted")


async def seed_row(store: Store, row: Row) -> None:
    """Add the issue of this code, or bring it in line with the row; what the row leaves out stays as it is.

    Found and listed at once, and announced in no room. What was changed in chat since the same row was read stays
    changed; a text that others stand behind is changed in chat alone, and what an organisation has said stays said.
    """
    need_known(row, FIELDS)
    code = text(row, "id", most=8, required=True).upper()
    if not code.startswith("S-") or not code[2:].isdecimal() or code != f"S-{int(code[2:])}":
        raise RowError("id", f"must be S- and a number, such as S-7, not {code!r}")
    seal = hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
    found = await store.issues.by_code(code)
    if found is None:
        found = await _add(store, row, code)
    elif found.state not in PUBLIC:
        raise RowError("id", f"{code} is not out: its raiser or the secretariat has it")
    elif found.seeded != seal:
        await _update(store, row, found)
    found.seeded = seal


async def _add(store: Store, row: Row, code: str) -> Issue:
    values, topics = await _values(store, row, None), await topic_ids(store, row, "topics")
    if not topics:
        raise RowError("topics", "is required")
    issue = Issue(code=code, **({"state": PROPOSED, "version": number(row, "version") or 1} | values))
    issue.language = text(row, "lang", most=2) or language_of(f"{issue.title}. {issue.problem}. {issue.wanted}")
    issue.published_at = issue.published_at or store.now
    issue.closed_at = (issue.closed_at or store.now) if issue.state in CLOSED else None
    await store.issues.add(issue)
    await store.issues.tag(issue.id, topics)
    entry = IssueNote(issue_id=issue.id, kind=STATE, what=issue.state, text=issue.outcome)
    await living.keep(store, issue, entry)
    entry.at = issue.closed_at or issue.published_at
    await add_support(store, row, issue)
    await add_evidence(store, row, issue)
    await add_followers(store, row, issue)
    await reviewing.plan_review(store, Arena(), issue, _coming(store, issue.review_on))
    await publishing.spread(store, issue, announce=False)
    return issue


async def _update(store: Store, row: Row, issue: Issue) -> None:
    values = {
        name: value for name, value in (await _values(store, row, issue)).items() if getattr(issue, name) != value
    }
    worded = [name for name in values if name in (*LONGEST, "addressee_kind")]
    if worded and await is_issue_frozen(store, issue):
        raise RowError(worded[0], "others stand behind the text; change it in chat, where they are asked")
    if "reach_id" in values:
        await _need_fitting(store, issue, values["reach_id"])
    for name, value in values.items():
        setattr(issue, name, value)
    if "topics" in row:
        await store.issues.tag(issue.id, await topic_ids(store, row, "topics"))
    if worded:
        await store.histories.note(IssueNote(issue_id=issue.id, kind=TEXT))
    if "state" in values:
        issue.closed_at = (issue.closed_at or store.now) if issue.state in CLOSED else None
        await living.keep(store, issue, IssueNote(issue_id=issue.id, kind=STATE, what=issue.state, text=issue.outcome))
    if issue.state not in OPEN:
        await living.end(store, issue.id)
    await add_support(store, row, issue)
    await add_evidence(store, row, issue)
    await add_followers(store, row, issue)
    if "review_on" in values:
        await reviewing.plan_review(store, Arena(), issue, _coming(store, issue.review_on))
    await (publishing.move(store, issue) if "reach_id" in values else publishing.spread(store, issue, announce=False))


async def _values(store: Store, row: Row, before: Issue | None) -> dict[str, Any]:
    """By the names of the columns."""
    values: dict[str, Any] = {name: text(row, name, most=most) for name, most in LONGEST.items() if name in row}
    for name in REQUIRED:
        if not (values.get(name) or (name not in row and before is not None)):
            raise RowError(name, "is required")
    if "addressee_kind" in row or before is None:
        values["addressee_kind"] = choice(row, "addressee_kind", ADDRESSEES, required=True)
    for name, column in (("deadline", "deadline"), ("next", "next_on"), ("review", "review_on")):
        if name in row:
            values[column] = _day(store, row, name)
    for name, column in (("published", "published_at"), ("closed", "closed_at")):
        if text(row, name, most=30):
            values[column] = _moment(row, name)
    if text(row, "state", most=12):
        values["state"] = choice(row, "state", PUBLIC)
    values |= {"outcome": text(row, "outcome", most=forms.TEXT)} if "outcome" in row else {}
    state = values.get("state", before.state if before else PROPOSED)
    if state in ENDS and not values.get("outcome", before.outcome if before else ""):
        raise RowError("outcome", f"is required for an issue that is {state}")
    return values | await _named(store, row)


async def _named(store: Store, row: Row) -> dict[str, Any]:
    """Whose it is, who works with it, and who may see it."""
    values: dict[str, Any] = {}
    if code := text(row, "organisation", most=64):
        house = await store.organisations.by_code(code)
        if house is None:
            raise RowError("organisation", f"no organisation has the id {code!r}")
        values["organisation_id"] = house.id
    if code := text(row, "owner", most=64):
        owner = await store.people.coded(code)
        if owner is None:
            raise RowError("owner", f"no person has the id {code!r}; load people first")
        values["owner_id"] = owner.id
    if "reach" in row:
        reach = await read(store, text(row, "reach", most=1000) or "all")
        values["reach_id"] = reach.id if reach else None
    return values


async def _need_fitting(store: Store, issue: Issue, reach_id: int | None) -> None:
    reach = await store.reaches.find(reach_id)
    if reach is None:
        return
    if await store.agenda.names_issue(issue.id):
        raise RowError("reach", "it is on the agenda of a meeting, so all members may see it")
    outside = await reaching.left_out(store, issue, reach)
    if outside:
        raise RowError("reach", f"{', '.join(outside)} have a part in it and would no longer see it")


def _day(store: Store, row: Row, name: str) -> date | None:
    """One that is still to come is a working day, as in chat."""
    found = text(row, name, most=10)
    try:
        day = date.fromisoformat(found) if found else None
    except ValueError as error:
        raise RowError(name, f"must be a date such as 2027-06-30, not {found!r}") from error
    if day is not None and day >= store.now.date() and (day.weekday() >= 5 or is_public_holiday(day)):
        raise RowError(name, f"{day} is no working day")
    return day


def _moment(row: Row, name: str) -> datetime:
    found = text(row, name, most=30)
    try:
        moment = datetime.fromisoformat(found)
    except ValueError as error:
        raise RowError(name, f"must be a time such as 2027-03-01T09:00:00Z, not {found!r}") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _coming(store: Store, day: date | None) -> date | None:
    return day if day is not None and day >= store.now.date() else None


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In the order they were raised; times in UTC. Neither drafts nor what was taken back."""
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    houses = {row.id: row.code for row in await store.organisations.all()}
    issues = sorted(await store.issues.listed(PUBLIC, Sight(whole=True)), key=lambda issue: issue.id)
    about = await store.issues.topics_of([issue.id for issue in issues])
    rows = []
    for issue in issues:
        owner, said = await store.people.find(issue.owner_id), await store.supports.of(issue.id)
        values: Mapping[str, Any] = {
            "id": issue.code, "topics": [slugs[id] for id in about[issue.id] if id in slugs], "lang": issue.language,
            **{name: getattr(issue, name) for name in (*LONGEST, "addressee_kind", "state", "version", "outcome")},
            "deadline": _written(issue.deadline), "next": _written(issue.next_on), "review": _written(issue.review_on),
            "organisation": houses.get(issue.organisation_id or 0, ""), "owner": code_of(owner) if owner else "",
            "reach": await written(store, issue.reach_id),
            "published": _time(issue.published_at), "closed": _time(issue.closed_at),
            **{stance: [house.code for support, house in said if support.stance == stance] for stance in STANCES},
            "earlier": versions_spoken_of(said, issue), "reasons": reasons_of(said),
            "followers": [code_of(person) for person in await store.interests.followers(issue.id)],
            "evidence": await evidence_of(store, issue),
        }  # fmt: skip
        rows.append({name: values[name] for name in FIELDS})
    return rows


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
