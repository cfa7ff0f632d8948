"""Move an issue on: state, news, next step, owner and outcome. Withdraw it where that is allowed."""

from __future__ import annotations

from datetime import date

from handlers.access import rights
from handlers.access.organisation_fields import CONFIRMED, draw_people_field, parse_responsible_field
from handlers.chat.cards import Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda.forms import restore_typed_values
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications import escalation
from handlers.policy.issues import (
    forms,
    issue_checks,
    issue_lifecycle,
    issue_owners,
    issue_reviews,
    issue_texts,
    issue_view,
)
from handlers.policy.issues.issue_publication import publish_issue, redraw_issue, withdraw_issue
from handlers.policy.issues.lookup import is_issue_frozen, list_issue_ties, load_issue_to_steer, load_visible_issue
from handlers.policy.issues.stance_buttons import parse_stance_value
from handlers.policy.organisation_answers.button_values import AnswerValue, fingerprint_words
from storage.policy.issue_log import NEWS, STATE, IssueLogEntry
from storage.policy.issues import ASSESSED, CHECK, DECIDED, DROPPED, OPEN, PROPOSED, SENT, WITHDRAWN, WORKING, Issue

router = Router()
#: states a member of the secretariat can choose, in the order of the life cycle
STEPS = (PROPOSED, ASSESSED, WORKING, SENT, DECIDED, DROPPED)
#: states that require an outcome
ENDS = (DECIDED, DROPPED)
#: maximum number of characters
TEXT = 1500


@router.on(Click, "issues.work", opens=True)
async def on_issue_work_open(event: Click, turn: Turn) -> Reply:
    issue = await load_issue_to_steer(turn, event.value, lock=False)
    return Reply(form=await _draw_work_form(turn, issue))


def _fingerprint_progress(issue: Issue) -> int:
    """Return a number that differs once anything that the form is filled with has changed."""
    days = (str(issue.next_on), str(issue.review_on))
    return fingerprint_words(issue.state, str(issue.owner_id), issue.outcome, *days)


async def _draw_work_form(turn: Turn, issue: Issue, lead: str = "") -> Form:
    say = turn.say
    names = issue_texts.list_issue_state_labels(say)
    owner, who = [issue.owner_id] if issue.owner_id else [], say("Who is responsible for it?")
    outcome_hint = say("Required when a decision is made, or the issue is shelved.")
    again_hint = say("For example “in 6 months”: then you are asked how it went, once.")
    fields = (
        Field("state", say("Status"), "choice", issue.state, options=tuple((state, names[state]) for state in STEPS)),
        Field(
            "text",
            say("News"),
            "text",
            hint=say("Everybody who has commented on it will read this."),
            required=False,
            most=TEXT,
        ),
        await draw_people_field(turn, "owner", who, owner, several=False, among=CONFIRMED),
        Field(
            "next",
            say("When is the next step?"),
            value=_format_coming_day(turn, issue.next_on),
            required=False,
            most=100,
        ),
        Field(
            "outcome", say("What came of it?"), "text", issue.outcome[:TEXT], outcome_hint, required=False, most=TEXT
        ),
        Field(
            "review",
            say("Review again on"),
            value=_format_coming_day(turn, issue.review_on),
            hint=again_hint,
            required=False,
            most=100,
        ),
    )
    value = AnswerValue(issue.id, text=_fingerprint_progress(issue)).encode_value()
    title, note = say("Work on {code}", code=issue.code), lead or f"{issue.code} {issue.title}"
    return Form(title, "issues.work", fields, say("Save"), value, note)


def _format_coming_day(turn: Turn, day: date | None) -> str:
    """Return the day for the form. Days that have passed are not offered again."""
    return turn.say.format_day(day) if day is not None and day >= turn.today else ""


@router.on(Submission, "issues.work")
async def on_issue_work_submit(event: Submission, turn: Turn) -> Reply:
    """Save the form. One that was opened on other values is returned with what was typed."""
    issue, say = await load_issue_to_steer(turn, event.value), turn.say
    seen = parse_stance_value(event.value).text
    if seen is not None and seen != _fingerprint_progress(issue):
        now = await issue_view.describe_issue_state(turn, issue)
        lead = say(
            "Somebody has changed it in the meantime. It now says: {text}", text=f"{now}\n{issue.outcome}".strip()
        )
        return Reply(form=restore_typed_values(await _draw_work_form(turn, issue, lead), event))
    state, text, outcome = event.get_text("state"), event.get_text("text")[:TEXT], event.get_text("outcome")[:TEXT]
    wrong = {}
    if state not in STEPS:
        wrong["state"] = say("Choose one of these.")
    if state in ENDS and not outcome:
        wrong["outcome"] = say("Say in a few words what came of it.")
    if wrong:
        raise UserError("", wrong)
    owner = await parse_responsible_field(turn, event, "owner")
    next_on, review_on = forms.parse_office_day(event, turn, "next"), forms.parse_office_day(event, turn, "review")
    moved = state != issue.state
    before, issue.owner_id = issue.owner_id, owner.id if owner else None
    issue.next_on, issue.outcome = next_on, outcome
    issue.review_on = review_on or (issue.review_on if _is_review_over(turn, issue) else None)
    issue.state = state
    issue.closed_at = (issue.closed_at or turn.now) if state in ENDS else None
    await issue_reviews.schedule_issue_review(turn.store, turn.arena, issue, review_on)
    await _publish_progress(turn, issue, text or (outcome if moved and state in ENDS else ""), moved=moved)
    await issue_owners.notify_issue_owner(turn, issue, owner, before)
    await publish_issue(turn.store, issue)
    card = await issue_view.draw_issue_card(turn, issue)
    return Reply(Card(card.title, (*draw_competition_hint(say, f"{text}\n{outcome}"), *card.parts)))


def _is_review_over(turn: Turn, issue: Issue) -> bool:
    """Return True if the day of the review has passed. A review that has been asked for stays recorded."""
    return issue.review_on is not None and issue.review_on < turn.today


async def _publish_progress(turn: Turn, issue: Issue, text: str, *, moved: bool) -> None:
    """Notify everybody who has spoken of the issue, if there is something to tell."""
    if moved or text:
        kind, what = (STATE, issue.state) if moved else (NEWS, "")
        entry = IssueLogEntry(issue_id=issue.id, kind=kind, what=what, text=text, person_id=turn.person.id)
        await issue_lifecycle.publish_issue_news(turn.store, turn.arena, issue, entry)
    if issue.state not in OPEN:
        await issue_lifecycle.cancel_quiet_issue_clock(turn.store, issue.id)


@router.on(Click, "issues.withdraw")
async def on_issue_withdraw(event: Click, turn: Turn) -> Reply:
    """Withdraw the issue. Its raiser may, as long as no other organisation supports it."""
    issue, say = await load_visible_issue(turn, event.value, lock=True), turn.say
    await rights.need_right(turn, *list_issue_ties(turn.person, issue))
    if issue.state == WITHDRAWN:
        return build_text_reply(say("{code} has been withdrawn.", code=issue.code), replace=event.direct)
    if issue.state not in (CHECK, *OPEN) or await is_issue_frozen(turn.store, issue):
        raise UserError(
            say("Others support {code}. It can be shelved or replaced, but not withdrawn.", code=issue.code)
        )
    issue.state, issue.closed_at = WITHDRAWN, turn.now
    await escalation.stop_escalation(
        turn.store, issue_checks.KIND, issue.id, issue_checks.build_check_clock_key(issue.id)
    )
    await issue_lifecycle.cancel_quiet_issue_clock(turn.store, issue.id)
    await withdraw_issue(turn.store, issue)
    await redraw_issue(turn.store, issue.id)
    await turn.store.outbox.refresh_copies(issue_checks.build_check_subject(issue.id))
    return build_text_reply(say("{code} has been withdrawn.", code=issue.code), replace=event.direct)
