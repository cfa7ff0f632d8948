"""Put an issue on the agenda: it becomes an item of a coming meeting, and its decision is written back to it."""

from __future__ import annotations

from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.meetings.agenda.coming import coming, meeting_chosen, meeting_field
from handlers.meetings.agenda.forms import fields, wanted
from handlers.meetings.agenda.proposing import suggest
from handlers.policy.issues import living
from handlers.policy.issues.lookup import load_open_issue
from storage.meetings.agenda import AgendaItem
from storage.policy.issue_log import DECISION, IssueNote
from storage.policy.issues import Issue

router = Router()


@router.on(Click, "agenda.issue", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    """The issue's own words are offered, for the proposer to make them an item."""
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    _need_open_to_all(turn, issue)
    meetings = await coming(turn)
    if not meetings:
        raise UserError(say("No meeting is planned. Ask the secretariat for one."))
    title, text = shorten(f"{issue.code} {issue.title}", 150), shorten(f"{issue.problem} {issue.wanted}", 1500)
    inputs = (meeting_field(say, meetings), *fields(say, title=title, text=text))
    return Reply(form=Form(say("Put on the agenda"), "agenda.issue", inputs, say("Propose"), str(issue.id)))


@router.on(Submission, "agenda.issue")
async def propose(event: Submission, turn: Turn) -> Reply:
    found = await meeting_chosen(turn, event)  # the meeting is held first, as everybody does
    issue = await load_open_issue(turn, event.value)
    _need_open_to_all(turn, issue)
    want = wanted(turn, event)
    if await turn.store.agenda.wished_issue(issue.id, found.id) is not None:
        text = turn.say("{code} is proposed for that meeting already.", code=issue.code)
        raise UserError(text, {"meeting": text})
    me = turn.person.id
    item = AgendaItem(occurrence_id=found.id, owner_id=me, proposed_by_id=me, issue_id=issue.id)
    want.write(item)
    return await suggest(turn, found, item)


def _need_open_to_all(turn: Turn, issue: Issue) -> None:
    """An agenda is read by more than those who may see it."""
    if issue.reach_id is not None:
        raise UserError(turn.say("Only some may see {code}, and an agenda is read by all.", code=issue.code))


async def write_back(turn: Turn, item: AgendaItem, number: str) -> None:
    """Once the minutes are final: in the history of the issue, and to everybody who has spoken of it."""
    issue = await turn.store.issues.lock(item.issue_id) if item.issue_id is not None else None
    if issue is None or await turn.store.histories.decided(item.id) is not None:
        return
    entry = IssueNote(
        issue_id=issue.id, kind=DECISION, what=number[:16], text=item.decision, person_id=None, item_id=item.id
    )
    await living.news(turn.store, turn.arena, issue, entry)
