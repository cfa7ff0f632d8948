"""Register the record kind of policy issues."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.arena_modes import POLICY
from handlers.chat.cards import Form, Item
from handlers.chat.record_codes import RecordCodes, find_own_deadline
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import (
    DigestNews,
    FollowOn,
    HandoverEntry,
    Ownership,
    RecordKind,
    SearchSupport,
    show_argument,
)
from handlers.chat.record_subjects import build_issue_subject
from handlers.chat.turn import RenderContext, Turn
from handlers.language.document_search import Document, Hit
from handlers.policy.issues import issue_checks, issue_hits, issue_submission, pending_issues
from handlers.policy.issues.issue_codes import find_numbered_issue
from handlers.policy.issues.issue_publication import build_issue_search_document
from handlers.policy.issues.ongoing_issues import list_ongoing_issues
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, PUBLIC, Issue
from storage.questions.questions import Question


async def _build_issue_documents(store: Store, issues: Sequence[Issue]) -> list[Document]:
    public = [issue for issue in issues if issue.state in PUBLIC]
    topics = await store.issues.map_topic_ids_by_issue([issue.id for issue in public])
    return [build_issue_search_document(issue, topics[issue.id]) for issue in public]


async def _draw_issue_search_hit(turn: Turn, hit: Hit, _value: str) -> Item | None:
    return await issue_hits.draw_issue_hit(turn, hit.id, hit.why)


async def _describe_owned_issue(what: RenderContext, id: int) -> HandoverEntry:
    issue = await what.store.issues.find(id)
    return HandoverEntry(issue.title if issue else "", what.say("Issue"), "issues.open", str(id))


async def _describe_raised_issue(what: RenderContext, id: int) -> HandoverEntry:
    issue = await what.store.issues.find(id)
    title = f"{issue.code} {issue.title}" if issue else ""
    return HandoverEntry(title, what.say("Issue that your organisation raised"), "issues.open", str(id))


async def _redraw_issue_cards(store: Store, id: int) -> None:
    await store.outbox.refresh_copies(build_issue_subject(id))


async def _draw_follow_on_form(turn: Turn, question: Question) -> Form:
    return await issue_submission.draw_issue_form_from_question(turn, question.id)


async def _restart_check_clocks(store: Store, person: Person, first: bool) -> None:
    """Restart the clocks of issues that wait for the check, once somebody can see them."""
    for issue in (
        await store.issues.list_issues_in_states((CHECK,), await store.audiences.build_viewer(person)) if first else ()
    ):
        await issue_checks.restart_check_clock(store, issue)


#: more than anybody has; a limit that the query needs
MOST_DRAFTS = 1000


async def _retract_issues(store: Store, person: Person) -> set[int]:
    """Delete the issue drafts of a person who is erased; what others have seen stays without the name."""
    for draft in await store.issues.list_issue_drafts_of_person(person.id, limit=MOST_DRAFTS):
        await store.issues.delete_issue_draft(draft)
    return await store.personal_data.authored_content.list_involved_issue_ids(person.id)


ISSUE = RecordKind(
    name="issue",
    label=lambda say: say("Issue"),
    table=Issue,
    find=lambda store, key: store.issues.find(key),
    list_writers=lambda issue: (issue.raised_by_id, issue.owner_id),
    find_shown=show_argument("issue", lambda store, key: store.issues.find(key)),
    search=SearchSupport(POLICY, _build_issue_documents, _draw_issue_search_hit, "issues.open"),
    codes=RecordCodes(
        "S",
        lambda number: f"S-{number}",
        find_numbered_issue,
        "issues.open",
        deadline_form="issues.edit",
        find_deadline=find_own_deadline,
    ),
    ownerships=(
        Ownership("issue", _describe_owned_issue, _redraw_issue_cards),
        Ownership("raised", _describe_raised_issue, _redraw_issue_cards),
    ),
    erasure=Erasure(_retract_issues),
    list_pending=pending_issues.list_pending_issues,
    list_deadlines=pending_issues.list_issue_deadlines,
    news=DigestNews(lambda say: say("New issues in your topics"), pending_issues.list_new_issues),
    show_to_secretariat=_restart_check_clocks,
    follow_on=FollowOn("issue", lambda say: say("Raise it as an issue"), _draw_follow_on_form),
    list_under_way=list_ongoing_issues,
    organisation_choices=frozenset({"issues.support", "issues.neutral", "issues.reason", "issues.unsupport"}),
)
KINDS = (ISSUE,)
