"""Check raised issues within two working days: the secretariat publishes an issue, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.dates.working_hours import WorkingHours
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.issues import issue_actions, issue_codes, issue_lifecycle, issue_view
from handlers.policy.issues.issue_check_results import notify_issue_raiser
from handlers.policy.issues.issue_publication import publish_issue
from handlers.policy.issues.issue_stances import record_raiser_support
from handlers.policy.issues.lookup import load_issue_to_check
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, DRAFT, PROPOSED, PUBLIC, Issue

router = Router()
KIND = "issues.check"
#: Working hours until the check is overdue (two working days), and until the checkers are reminded.
PATIENCE, HALFWAY = 16, 8
#: maximum number of characters of a reason
REASON = 1000


class IssueCheckRequest(CardArguments, frozen=True):
    template = "issues.check"
    for_secretariat = True

    issue: int


class IssueCheckReminder(EscalationCard, frozen=True, kw_only=True):
    template = "issues.waits"
    for_secretariat = True

    issue: int


def build_check_subject(issue_id: int) -> str:
    """Return the subject of the secretariat's cards."""
    return f"issue:{issue_id}:check"


def build_check_clock_key(issue_id: int) -> str:
    """Return the subject of the reminders that are sent while nobody checks the issue."""
    return f"issue:{issue_id}:clock"


def get_check_deadline(issue: Issue, arena: Arena) -> datetime:
    """Return when the secretariat should have checked the issue."""
    assert issue.submitted_at is not None
    return WorkingHours(arena.zone).add_working_hours(issue.submitted_at, PATIENCE)


def describe_check_deadline(say: Say, issue: Issue, arena: Arena) -> str:
    return say("The secretariat looks at it before {when}.", when=say.format_period(get_check_deadline(issue, arena)))


async def submit_issue(turn: Turn, issue: Issue) -> None:
    """Submit the issue to the secretariat: post it to each of its rooms, or to each of its people if there are no
    rooms.
    """
    store = turn.store
    issue.state, issue.submitted_at, issue.why = CHECK, turn.now, ""
    await store.session.flush()
    card, key = IssueCheckRequest(issue.id), f"{build_check_subject(issue.id)}:{turn.now.isoformat()}"
    rooms = await store.rooms.list_triage_rooms()
    for room in rooms:
        draft = outgoing.build_room_draft(
            room, card, key=f"{key}:room:{room.id}", subject=build_check_subject(issue.id)
        )
        await store.outbox.post_deliveries(draft)
    for person in () if rooms else await store.people.list_secretariat():
        await outgoing.post_to_person(
            store, person, card, key=f"{key}:{person.id}", subject=build_check_subject(issue.id)
        )
    await escalation.restart_record_escalation(store, KIND, issue.id, build_check_clock_key(issue.id), since=turn.now)


async def restart_check_clock(store: Store, issue: Issue) -> None:
    """Restart the clock of the check, from the moment when there is somebody to do it."""
    issue.submitted_at = store.now
    await escalation.restart_record_escalation(store, KIND, issue.id, build_check_clock_key(issue.id), since=store.now)


@router.card(IssueCheckRequest)
async def draw_issue_check_card(view: View[IssueCheckRequest]) -> Card | None:
    """Draw the request for a room of the secretariat, or for each of its people within their hours."""
    wait_for_reader_hours(view)
    return await _draw_check(view, view.args.issue)


async def _draw_check(view: View, issue_id: int) -> Card | None:
    issue, say = await view.store.issues.find(issue_id), view.say
    if issue is None or (issue.state != CHECK and not view.delivery.was_told):
        return None
    if issue.state != CHECK:
        return await _draw_checked_issue(view, issue)
    id, other = str(issue.id), await view.store.issues.find(issue.other_id)
    parts: list[Part] = [Text(describe_check_deadline(say, issue, view.arena), "strong")]
    if other is not None:
        parts.append(Text(say("The person who raised it wants it kept separate from {code}.", code=other.code)))
    parts += await issue_view.draw_issue_core(view, issue)
    row = (*issue_actions.draw_check_buttons(say, id), Button(say("Show"), "issues.open", id))
    return Card(say("Review {code}: {title}", code=issue.code, title=issue.title), (*parts, Buttons(row)))


async def _draw_checked_issue(view: View, issue: Issue) -> Card:
    """Draw what became of the issue. It takes the place of the answer to whoever has just published it."""
    title, state = Text(f"{issue.code} {issue.title}", "strong"), await issue_view.describe_issue_state(view, issue)
    if issue.state not in PUBLIC:
        return Card("", (title, Text(state, "subtle")))
    mine = view.person is not None and issue.owner_id == view.person.id
    owned = (Text(view.say("You are responsible for {code}.", code=issue.code)),) if mine else ()
    show = Button(view.say("Show"), "issues.open", str(issue.id))
    return Card("", (title, Text(state, "subtle"), *owned, Buttons((show,))))


@router.card(IssueCheckReminder)
async def draw_check_reminder_card(view: View[IssueCheckReminder]) -> Card | None:
    """Draw the reminder for each of the secretariat, after half of the time and after all of it."""
    if view.person is None:
        return None
    wait_for_reader_hours(view)
    return await _draw_check(view, view.args.issue)


async def build_check_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    issue = await store.issues.lock(id)
    if issue is None or issue.state != CHECK or issue.submitted_at is None:
        return None

    async def list_check_people(_: RecipientContext) -> Sequence[Person]:
        return await store.people.list_secretariat()

    reminder = IssueCheckReminder(issue=id)
    steps = (
        EscalationStep("halfway", HALFWAY, 0, reminder, list_check_people),
        EscalationStep("over", PATIENCE, HALFWAY, reminder, list_check_people, urgent=True),
    )
    key = f"{build_check_clock_key(id)}:{issue.submitted_at:%Y%m%d%H%M%S}"
    return EscalationPolicy(build_check_clock_key(id), steps, key)


escalation.register_escalation(router, KIND, build_check_escalation)
escalation.register_step_outcomes(router, KIND, build_check_escalation, IssueCheckReminder)


async def _finish_check(turn: Turn, issue: Issue, told: str) -> None:
    """Stop the clock, redraw the cards with the result, and notify the raiser."""
    store = turn.store
    await escalation.stop_escalation(store, KIND, issue.id, build_check_clock_key(issue.id))
    await store.session.flush()
    await store.outbox.refresh_copies(build_check_subject(issue.id))
    await notify_issue_raiser(turn, issue, told)


@router.on(Click, "issues.publish")
async def on_issue_publish(event: Click, turn: Turn) -> Reply:
    """Publish the issue. Whoever publishes it owns it, until somebody else does."""
    issue, say = await load_issue_to_check(turn, event.value), turn.say
    issue.state, issue.published_at, issue.owner_id, issue.other_id = PROPOSED, turn.now, turn.person.id, None
    await record_raiser_support(turn.store, issue)
    await issue_lifecycle.record_issue_publication(turn, issue)
    rooms = await publish_issue(turn.store, issue)
    await _finish_check(turn, issue, "published")
    where = say.many("{n} room", "{n} rooms", rooms)
    text = say("{code} is published ({where}). You are responsible for it from now on.", code=issue.code, where=where)
    show = Button(say("Show"), "issues.open", str(issue.id))
    return Reply(Card("", (Text(text), Buttons((show,)))), replace=event.direct)


@router.on(Click, "issues.return", opens=True)
async def on_issue_return_open(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_check(turn, event.value, lock=False), turn.say
    why = Field(
        "why", say("Why?"), "text", hint=say("The person who raised it reads this and can change it."), most=REASON
    )
    return Reply(form=Form(say("Send back"), "issues.return", (why,), say("Send"), str(issue.id), note=issue.title))


@router.on(Submission, "issues.return")
async def on_issue_return_submit(event: Submission, turn: Turn) -> Reply:
    issue, why = await load_issue_to_check(turn, event.value), event.get_text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    issue.state, issue.why, issue.other_id = DRAFT, why[:REASON], None
    await _finish_check(turn, issue, "returned")
    text = turn.say("{code} has been sent back, and the person who raised it is told why.", code=issue.code)
    return Reply(Card("", (Text(text), *draw_competition_hint(turn.say, why))))


@router.on(Click, "issues.propose_merger", opens=True)
async def on_issue_merger_propose_open(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_check(turn, event.value, lock=False), turn.say
    why = Field("why", say("Why?"), "text", required=False, most=REASON)
    fields = (await issue_codes.draw_issue_code_field(turn, issue), why)
    title = say("Propose a merger")
    return Reply(form=Form(title, "issues.propose_merger", fields, say("Send"), str(issue.id), note=issue.title))


@router.on(Submission, "issues.propose_merger")
async def on_issue_merger_propose_submit(event: Submission, turn: Turn) -> Reply:
    """Return the issue to its raiser, who decides on the merger."""
    issue = await load_issue_to_check(turn, event.value)
    other = await issue_codes.parse_other_issue(turn, event, issue)
    issue.state, issue.other_id, issue.why = DRAFT, other.id, event.get_text("why")[:REASON]
    await _finish_check(turn, issue, "merger")
    text = turn.say(
        "{code} has been sent back with a proposal to merge it with {other}.", code=issue.code, other=other.code
    )
    return Reply(Card("", (Text(text), *draw_competition_hint(turn.say, issue.why))))
