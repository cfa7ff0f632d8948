"""Propose an issue for the agenda of a coming meeting. Write the decision of the item back to the issue."""

from __future__ import annotations

from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda.agenda_cards import build_agenda_subject
from handlers.meetings.agenda.forms import draw_agenda_item_fields, parse_agenda_item
from handlers.meetings.agenda.item_proposals import record_item_proposal
from handlers.meetings.agenda.upcoming_occurrences import (
    draw_meeting_field,
    list_choosable_occurrences,
    load_chosen_occurrence,
)
from handlers.policy.issues import issue_lifecycle
from handlers.policy.issues.lookup import load_open_issue
from storage.kit.database import Store
from storage.meetings.agenda import AgendaItem
from storage.policy.issue_log import DECISION, IssueLogEntry
from storage.policy.issues import Issue

router = Router()


@router.on(Click, "agenda.issue", opens=True)
async def on_issue_agenda_open(event: Click, turn: Turn) -> Reply:
    """Open the form with the texts of the issue, for the proposer to turn into an agenda item."""
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    _require_no_audience(turn, issue)
    meetings = await list_choosable_occurrences(turn)
    if not meetings:
        raise UserError(say("No meetings are planned. Ask the secretariat to plan one."))
    title, text = (
        shorten_text(f"{issue.code} {issue.title}", 150),
        shorten_text(f"{issue.problem} {issue.wanted}", 1500),
    )
    inputs = (draw_meeting_field(say, meetings), *draw_agenda_item_fields(say, title=title, text=text))
    return Reply(form=Form(say("Put on the agenda"), "agenda.issue", inputs, say("Propose"), str(issue.id)))


@router.on(Submission, "agenda.issue")
async def on_issue_agenda_submit(event: Submission, turn: Turn) -> Reply:
    await load_open_issue(turn, event.value, lock=False)  # who may not see it hears nothing of meetings
    found = await load_chosen_occurrence(turn, event)  # lock order: meeting first
    issue = await load_open_issue(turn, event.value)
    _require_no_audience(turn, issue)
    want = parse_agenda_item(turn, event)
    if await turn.store.agenda.find_agenda_item_of_issue(issue.id, found.id) is not None:
        text = turn.say("{code} is proposed for that meeting already.", code=issue.code)
        raise UserError(text, {"meeting": text})
    me = turn.person.id
    item = AgendaItem(occurrence_id=found.id, owner_id=me, proposed_by_id=me, issue_id=issue.id)
    want.apply_to_item(turn.say, item)
    return await record_item_proposal(turn, found, item)


async def move_agenda_items(store: Store, old: Issue, new: Issue) -> None:
    """Let what is undecided of the old issue be about the one that replaces it, unless only some see that."""
    for item in await store.agenda.list_undecided_items_of_issue(old.id) if new.reach_id is None else ():
        item.issue_id = new.id
        await store.outbox.refresh_copies(build_agenda_subject(item.occurrence_id))


def _require_no_audience(turn: Turn, issue: Issue) -> None:
    """Raise UserError for an issue with an audience: an agenda is read by more people than those."""
    if issue.reach_id is not None:
        raise UserError(turn.say("Not all members may see {code}, but everyone reads the agenda.", code=issue.code))


async def record_issue_decision(turn: Turn, item: AgendaItem) -> None:
    """Log the decision once the minutes are final, and notify everybody who has spoken of the issue.

    Idempotent per agenda item.
    """
    issue = await turn.store.issues.lock(item.issue_id) if item.issue_id is not None else None
    if issue is None or await turn.store.issue_log.find_decision_entry(item.id) is not None:
        return
    number = "" if item.number is None or item.year is None else f"{item.number}/{item.year:02d}"
    entry = IssueLogEntry(
        issue_id=issue.id, kind=DECISION, what=number, text=item.decision, person_id=None, item_id=item.id
    )
    await issue_lifecycle.publish_issue_news(turn.store, turn.arena, issue, entry)
