"""Ask owner and raiser once how an issue went, on the day that was set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, Turn, View
from handlers.dates.time_zones import convert_to_instant
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from handlers.policy.issues import issue_lifecycle, issue_view
from handlers.policy.issues.lookup import list_issue_ties, load_visible_issue
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import REVIEW, IssueLogEntry
from storage.policy.issues import PUBLIC, Issue

router = Router()
KIND = "issues.review"
MORNING = time(8)
TEXT = 1500


class IssueReviewRequest(EscalationCard, frozen=True, kw_only=True):
    template = "issues.review"

    issue: int


def build_review_subject(issue_id: int) -> str:
    return f"issue:{issue_id}:review"


async def schedule_issue_review(store: Store, arena: Arena, issue: Issue, day: date | None) -> None:
    """Schedule the review, or cancel it if `day` is None. A day that is set again asks again."""
    await store.session.flush()
    if day is None:
        await escalation.stop_escalation(store, KIND, issue.id, build_review_subject(issue.id))
        return
    escalation_row = await store.escalations.find_escalation(KIND, issue.id)
    since = convert_to_instant(datetime.combine(day, MORNING), arena.zone)
    if escalation_row is None or escalation_row.since != since or escalation_row.next_at is None:
        await escalation.restart_record_escalation(store, KIND, issue.id, build_review_subject(issue.id), since=since)


async def move_issue_review(turn: Turn, old: Issue, new: Issue) -> None:
    """Ask about the issue that took the place of the old one, on the earlier of their days to come."""
    day, old.review_on = old.review_on, None
    await schedule_issue_review(turn.store, turn.arena, old, None)
    if day is None or day < turn.today or (new.review_on is not None and new.review_on <= day):
        return
    new.review_on = day
    await schedule_issue_review(turn.store, turn.arena, new, day)


async def build_review_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    issue, escalation_row = await store.issues.lock(id), await store.escalations.find_escalation(KIND, id)
    if issue is None or escalation_row is None or issue.state not in PUBLIC:
        return None

    async def list_review_people(_: RecipientContext) -> Sequence[Person]:
        found = [await store.people.find(id) for id in (issue.owner_id, issue.raised_by_id)]
        people = [person for person in found if person is not None]
        return people or await store.people.list_secretariat()

    step = EscalationStep("ask", 0, 0, IssueReviewRequest(issue=id), list_review_people)
    return EscalationPolicy(
        build_review_subject(id), (step,), f"{build_review_subject(id)}:{escalation_row.since:%Y%m%d}"
    )


escalation.register_escalation(router, KIND, build_review_escalation)
escalation.register_step_outcomes(router, KIND, build_review_escalation, IssueReviewRequest)


@router.card(IssueReviewRequest)
async def draw_issue_review_card(view: View[IssueReviewRequest]) -> Card | None:
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or issue.state not in PUBLIC:
        return draw_withheld(view)
    parts: list[Part] = [Text(await issue_view.describe_issue_state(view, issue), "subtle")]
    parts += [Item(say("What came of it"), issue.outcome, marked=True)] if issue.outcome else []
    row = (
        Button(say("Say how it went"), "issues.reviewed", str(issue.id), "primary"),
        Button(say("Show"), "issues.open", str(issue.id)),
    )
    return Card(say("How did it go with {code}?", code=issue.code), (Text(issue.title, "strong"), *parts, Buttons(row)))


@router.on(Click, "issues.reviewed", opens=True)
async def on_issue_review_open(event: Click, turn: Turn) -> Reply:
    issue, say = await _load_issue_to_review(turn, event.value, lock=False), turn.say
    text = Field(
        "text", say("How did it go?"), "text", hint=say("Everybody who has commented on it will read this."), most=TEXT
    )
    title = f"{issue.code} {issue.title}"
    return Reply(form=Form(say("Review it again"), "issues.reviewed", (text,), say("Send"), str(issue.id), note=title))


@router.on(Submission, "issues.reviewed")
async def on_issue_review_submit(event: Submission, turn: Turn) -> Reply:
    issue, text = await _load_issue_to_review(turn, event.value), event.get_text("text")[:TEXT]
    if not text:
        raise UserError("", {"text": turn.say("Write a few words.")})
    entry = IssueLogEntry(issue_id=issue.id, kind=REVIEW, text=text, person_id=turn.person.id)
    await issue_lifecycle.publish_issue_news(turn.store, turn.arena, issue, entry)
    thanks = turn.say("Thank you. Everybody who has commented on {code} will read it.", code=issue.code)
    return Reply(Card("", (Text(thanks), *draw_competition_hint(turn.say, text))))


async def _load_issue_to_review(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    issue = await load_visible_issue(turn, value, lock=lock)
    await rights.need_right(turn, *list_issue_ties(turn.person, issue))
    return issue
