"""Work: whoever has an issue moves it on, says what is next and what came of it, and takes it back where one may."""

from __future__ import annotations

from datetime import date

from handlers.access import rights
from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat.cards import Card, Field, Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.moderation.competition import hint
from handlers.notifications import chains
from handlers.policy.issues import checking, forms, living, reviewing, showing, words
from handlers.policy.issues.lookup import is_issue_frozen, list_issue_ties, load_issue_to_steer, load_visible_issue
from handlers.policy.issues.publishing import redraw, spread, take_back
from storage.policy.issue_log import NEWS, STATE, IssueNote
from storage.policy.issues import ASSESSED, CHECK, DECIDED, DROPPED, OPEN, PROPOSED, SENT, WITHDRAWN, WORKING, Issue

router = Router()
#: what it can be moved to, in the order of its life
STEPS = (PROPOSED, ASSESSED, WORKING, SENT, DECIDED, DROPPED)
#: those that need to say what came of it
ENDS = (DECIDED, DROPPED)
#: characters
TEXT = 1500


@router.on(Click, "issues.work", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_steer(turn, event.value, lock=False), turn.say
    names = words.states(say)
    owner = [issue.owner_id] if issue.owner_id else []
    outcome_hint = say("Needed when a decision is made, or it is laid aside.")
    again_hint = say("For example «in 6 months»: then you are asked how it went, once.")
    fields = (
        Field("state", say("State"), "choice", issue.state, options=tuple((state, names[state]) for state in STEPS)),
        Field(
            "text",
            say("News"),
            "text",
            hint=say("Everybody who has spoken of it reads this."),
            required=False,
            most=TEXT,
        ),
        await people_field(turn, "owner", say("Who works with it?"), owner, several=False),
        Field(
            "next", say("When is something next to happen?"), value=_day(turn, issue.next_on), required=False, most=100
        ),
        Field(
            "outcome", say("What came of it?"), "text", issue.outcome[:TEXT], outcome_hint, required=False, most=TEXT
        ),
        Field(
            "review",
            say("Look at it again on"),
            value=_day(turn, issue.review_on),
            hint=again_hint,
            required=False,
            most=100,
        ),
    )
    title = f"{issue.code} {issue.title}"
    return Reply(
        form=Form(say("Work with {code}", code=issue.code), "issues.work", fields, say("Save"), str(issue.id), title)
    )


def _day(turn: Turn, day: date | None) -> str:
    """Days that are over are not offered again."""
    return turn.say.day(day) if day is not None and day >= showing.today(turn) else ""


@router.on(Submission, "issues.work")
async def save(event: Submission, turn: Turn) -> Reply:
    issue, say = await load_issue_to_steer(turn, event.value), turn.say
    state, text, outcome = event.text("state"), event.text("text")[:TEXT], event.text("outcome")[:TEXT]
    wrong = {}
    if state not in STEPS:
        wrong["state"] = say("Choose one of these.")
    if state in ENDS and not outcome:
        wrong["outcome"] = say("Say in a few words what came of it.")
    if wrong:
        raise UserError("", wrong)
    owners = await people_chosen(turn, event, "owner")
    if owners and owners[0].guest:
        raise UserError("", {"owner": say("{name} is a guest.", name=owners[0].name)})
    next_on, review_on = forms.read_date(event, turn, "next"), forms.read_date(event, turn, "review")
    moved = state != issue.state
    issue.owner_id = owners[0].id if owners else None
    issue.next_on, issue.outcome = next_on, outcome
    issue.review_on = review_on or (issue.review_on if _passed(turn, issue) else None)
    issue.state = state
    issue.closed_at = (issue.closed_at or turn.now) if state in ENDS else None
    await reviewing.plan_review(turn.store, turn.arena, issue, review_on)
    await _told(turn, issue, text or (outcome if moved and state in ENDS else ""), moved=moved)
    await spread(turn.store, issue)
    card = await showing.whole(turn, issue)
    return Reply(Card(card.title, (*hint(say, f"{text}\n{outcome}"), *card.parts)))


def _passed(turn: Turn, issue: Issue) -> bool:
    """A look back that has been asked for stays written down."""
    return issue.review_on is not None and issue.review_on < showing.today(turn)


async def _told(turn: Turn, issue: Issue, text: str, *, moved: bool) -> None:
    """To everybody who has spoken of it, when there is something to tell."""
    if moved or text:
        kind, what = (STATE, issue.state) if moved else (NEWS, "")
        entry = IssueNote(issue_id=issue.id, kind=kind, what=what, text=text, person_id=turn.person.id)
        await living.news(turn.store, turn.arena, issue, entry)
    if issue.state not in OPEN:
        await living.end(turn.store, issue.id)


@router.on(Click, "issues.withdraw")
async def withdraw(event: Click, turn: Turn) -> Reply:
    """By its raiser, as long as no other organisation stands behind it."""
    issue, say = await load_visible_issue(turn, event.value, lock=True), turn.say
    await rights.need(turn, *list_issue_ties(turn.person, issue))
    if issue.state == WITHDRAWN:
        return note(say("{code} is taken back.", code=issue.code), replace=event.direct)
    if issue.state not in (CHECK, *OPEN) or await is_issue_frozen(turn.store, issue):
        raise UserError(
            say("Others stand behind {code}. It can be laid aside or replaced, and is not taken back.", code=issue.code)
        )
    issue.state, issue.closed_at = WITHDRAWN, turn.now
    await chains.end(turn.store, checking.KIND, issue.id, checking.clock(issue.id))
    await living.end(turn.store, issue.id)
    await take_back(turn.store, issue)
    await redraw(turn.store, issue.id)
    await turn.store.outbox.refresh(checking.subject(issue.id))
    return note(say("{code} is taken back.", code=issue.code), replace=event.direct)
