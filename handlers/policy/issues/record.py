"""The record kind of policy issues."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.chat.cards import Form, Item
from handlers.chat.modes import POLICY
from handlers.chat.records import Entry, FollowOn, Ownership, RecordKind, Searched
from handlers.chat.turn import Telling, Turn
from handlers.directory.naming import issue_subject
from handlers.language.finding import Document, Hit
from handlers.policy.issues import checking, found, raising, waiting
from handlers.policy.issues.publishing import document
from handlers.policy.issues.under_way import list_issues_under_way
from storage.directory.handovers import ISSUE as WORKED_WITH
from storage.directory.handovers import RAISED
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, PUBLIC, Issue
from storage.questions.questions import Question


async def _find_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Issue]:
    issue = await store.issues.find(args.get("issue"))
    if issue is not None:
        yield issue


async def _write_documents(store: Store, issues: Sequence[Issue]) -> list[Document]:
    public = [issue for issue in issues if issue.state in PUBLIC]
    topics = await store.issues.topics_of([issue.id for issue in public])
    return [document(issue, topics[issue.id]) for issue in public]


async def _draw_hit(turn: Turn, hit: Hit, _value: str) -> Item | None:
    return await found.item(turn, hit.id, hit.why)


async def _describe_worked_with(what: Telling, id: int) -> Entry:
    issue = await what.store.issues.find(id)
    return Entry(issue.title if issue else "", what.say("Issue"), "issues.open", str(id))


async def _describe_raised(what: Telling, id: int) -> Entry:
    issue = await what.store.issues.find(id)
    title = f"{issue.code} {issue.title}" if issue else ""
    return Entry(title, what.say("Issue that your organisation raised"), "issues.open", str(id))


async def _redraw(store: Store, id: int) -> None:
    await store.outbox.refresh(issue_subject(id))


async def _open_form(turn: Turn, question: Question) -> Form:
    return await raising.of_question(turn, question.id)


async def _show_to_secretariat(store: Store, person: Person, first: bool) -> None:
    """Begin the clocks of those that wait for the check."""
    for issue in await store.issues.listed((CHECK,), await store.reaches.sight(person)) if first else ():
        await checking.begin(store, issue)


ISSUE = RecordKind(
    name="issue",
    label=lambda say: say("Issue"),
    table=Issue,
    find=lambda store, key: store.issues.find(key),
    list_writers=lambda issue: (issue.raised_by_id, issue.owner_id),
    find_shown=_find_shown,
    search=Searched(POLICY, _write_documents, _draw_hit, "issues.open"),
    ownerships=(
        Ownership(WORKED_WITH, _describe_worked_with, _redraw),
        Ownership(RAISED, _describe_raised, _redraw),
    ),
    list_pending=waiting.items,
    show_to_secretariat=_show_to_secretariat,
    follow_on=FollowOn("issue", lambda say: say("Raise it as an issue"), _open_form),
    list_under_way=list_issues_under_way,
    organisation_choices=frozenset({"issues.support", "issues.neutral", "issues.reason", "issues.unsupport"}),
)
KINDS = (ISSUE,)
