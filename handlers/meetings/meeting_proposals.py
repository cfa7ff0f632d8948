"""Handle proposed meetings: the secretariat approves, asks for a change or refuses, with notices of
each step.
"""

from __future__ import annotations

from handlers.access import rights, secretariat_vacancy
from handlers.chat import outgoing
from handlers.chat.button_values import RecordVersion
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Quote, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import sign_person
from handlers.meetings import (
    meeting_changes,
    meeting_preview,
    outlines,
    planned_meeting_card,
    proposal_escalation,
    proposal_states,
)
from handlers.meetings.button_values import MEETING, FormSource
from handlers.meetings.card_arguments import MeetingDecisionNotice
from handlers.meetings.overlaps import draw_overlap_warnings
from handlers.meetings.proposal_states import build_meeting_proposal_subject
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import CANCELLED, PLANNED, PROPOSED, REFUSED, Meeting
from storage.meetings.occurrences import Occurrence

router = Router()


class MeetingProposalRequest(CardArguments, frozen=True):
    template = "meetings.proposed"

    meeting: int


async def propose_meeting(turn: Turn, meeting: Meeting) -> Reply:
    await _notify_secretariat_of_meeting(turn.store, meeting)
    return Reply(await draw_meeting_proposal(turn, meeting), replace=True)


async def propose_meeting_again(turn: Turn, meeting: Meeting, *, lapsed: bool) -> Reply:
    """Store the changed proposal. If it was refused, sent back or `lapsed`, ask the secretariat again."""
    anew = meeting.state == REFUSED or bool(meeting.why) or lapsed
    meeting.state, meeting.why = PROPOSED, ""
    for subject in (
        build_meeting_proposal_subject(meeting.id),
        proposal_escalation.build_unlooked_subject(meeting.id),
    ):
        await turn.store.outbox.refresh_copies(subject)
    if anew:
        await _notify_secretariat_of_meeting(turn.store, meeting)
    return Reply(await draw_meeting_proposal(turn, meeting), replace=True)


async def draw_meeting_proposal(turn: Turn, meeting: Meeting) -> Card:
    return await _draw_proposal_status(turn.store, meeting, turn.person, turn.say)


async def draw_meeting_proposal_item(turn: Turn, meeting: Meeting) -> Item:
    """Draw the proposal for the home page and the list."""
    say, outline = turn.say, await outlines.build_meeting_outline(turn.store, meeting)
    by = await sign_person(turn.store, meeting.organiser_id, say)
    lapsed = outline.start_at <= turn.now
    state = proposal_states.describe_proposal_state(meeting, say, lapsed=lapsed)
    notes = say("Proposed by {name}", name=by) if turn.person.secretariat and not lapsed else state
    show = Button(say("Show"), "meetings.proposal", str(meeting.id))
    return Item(meeting.title, meeting_preview.describe_outline_time(outline, say), notes, (show,))


@router.on(Click, "meetings.proposal")
async def on_meeting_proposal(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_meeting_proposal(turn, await _lock_meeting_proposal(turn, event.value)))


@router.on(Click, "meetings.approve")
async def on_meeting_approve(event: Click, turn: Turn) -> Reply:
    """Approve the version that was seen."""
    from handlers.meetings import draft_submission

    meeting, say = await _lock_meeting_proposal(turn, event.value), turn.say
    if meeting.state != PROPOSED or RecordVersion.parse_value(event.value).version != meeting.version:
        return Reply(await draw_meeting_proposal(turn, meeting), replace=True)
    outline = await outlines.build_meeting_outline(turn.store, meeting)
    if outline.start_at <= turn.now:
        raise UserError(say("The time has run out. Ask for a change, or refuse it."))
    meeting.state, meeting.approved_by_id, meeting.why = PLANNED, turn.person.id, ""
    meeting_changes.touch_meeting(turn.store, meeting)
    await draft_submission.publish_meeting(turn.store, turn.arena, meeting)
    await _notify_meeting_proposer(turn, meeting, "approved")
    return await planned_meeting_card.build_planned_reply(turn, meeting, live=False)


@router.on(Click, "meetings.ask_change", opens=True)
@router.on(Click, "meetings.refuse", opens=True)
async def on_meeting_decision_open(event: Click, turn: Turn) -> Reply:
    meeting, say = await _lock_meeting_proposal(turn, event.value), turn.say
    if event.name == "meetings.refuse":
        field = Field("why", say("Why?"), "text", hint=say("The one who proposed it reads this."), most=1000)
        form = Form(say("Refuse"), "meetings.refuse", (field,), say("Refuse"), event.value, meeting.title)
    else:
        field = Field("why", say("What should be different?"), "text", meeting.why[:1000], most=1000)
        form = Form(say("Ask for a change"), "meetings.ask_change", (field,), say("Send"), event.value, meeting.title)
    return Reply(form=form)


@router.on(Submission, "meetings.ask_change")
@router.on(Submission, "meetings.refuse")
async def on_meeting_decision_submit(event: Submission, turn: Turn) -> Reply:
    meeting, say, why = await _lock_meeting_proposal(turn, event.value), turn.say, event.get_text("why")
    if not why:
        raise UserError("", {"why": say("Say in a few words why.")})
    if meeting.state != PROPOSED:
        return Reply(await draw_meeting_proposal(turn, meeting))
    meeting.why = why[:1000]
    if event.name == "meetings.refuse":
        meeting.state = REFUSED
    meeting_changes.touch_meeting(turn.store, meeting)
    await _notify_meeting_proposer(turn, meeting, "refused" if meeting.state == REFUSED else "asked")
    organiser = await turn.store.people.load_person(meeting.organiser_id)
    told, hinted = Text(say("{name} will be told.", name=organiser.name)), draw_competition_hint(say, why)
    return Reply(Card("", (told, *hinted)), brief=not hinted)


@router.on(Click, "meetings.withdraw")
async def on_meeting_withdraw(event: Click, turn: Turn) -> Reply:
    meeting = await _lock_meeting_proposal(turn, event.value)
    if meeting.state in (PROPOSED, REFUSED):
        meeting.state, meeting.why = CANCELLED, ""
        meeting_changes.touch_meeting(turn.store, meeting)
        await turn.store.outbox.refresh_copies(build_meeting_proposal_subject(meeting.id))
    return Reply(await draw_meeting_proposal(turn, meeting), replace=True)


@router.card(MeetingProposalRequest)
async def draw_meeting_proposed_card(view: View[MeetingProposalRequest]) -> Card | None:
    meeting = await view.store.meetings.find(view.args.meeting)
    if meeting is not None and meeting.state != PROPOSED and not view.delivery.was_told:
        return None
    return await _draw_for_reader(view, meeting)


@router.card(MeetingDecisionNotice)
async def draw_meeting_decided_card(view: View[MeetingDecisionNotice]) -> Card | None:
    return await _draw_for_reader(view, await view.store.meetings.find(view.args.meeting))


@router.card(proposal_escalation.MeetingProposalReminder)
async def draw_meeting_unlooked_card(view: View[proposal_escalation.MeetingProposalReminder]) -> Card | None:
    meeting = await view.store.meetings.find(view.args.meeting)
    if meeting is None or not (proposal_escalation.is_awaiting_secretariat(meeting) or view.delivery.was_told):
        return None
    return await _draw_for_reader(view, meeting)


async def _draw_for_reader(view: View, meeting: Meeting | None) -> Card | None:
    """Draw the proposal for its author and the secretariat; whoever has left the secretariat sees it no more."""
    if meeting is None or view.person is None:
        return None
    if not view.person.secretariat and view.person.id != meeting.organiser_id:
        return draw_withheld(view)
    wait_for_reader_hours(view, (await outlines.build_meeting_outline(view.store, meeting)).start_at)
    return await _draw_proposal_status(view.store, meeting, view.person, view.say)


async def _draw_proposal_status(store: Store, meeting: Meeting, person: Person, say: Say) -> Card:
    """Draw the state of the proposal, with what this person may do about it."""
    outline = await outlines.build_meeting_outline(store, meeting)
    seen = RecordVersion(meeting.id, meeting.version).encode_value()
    lapsed = outline.start_at <= store.now
    state = proposal_states.describe_proposal_state(meeting, say, lapsed=lapsed)
    parts: list[Part] = [
        Text(
            await secretariat_vacancy.describe_kept_by_secretariat(store, say, state)
            if meeting.state == PROPOSED and not meeting.why and not lapsed
            else state
        )
    ]
    if meeting.state == PLANNED:
        first: Occurrence | None = next(iter(await store.occurrences.list_occurrences_of_meeting(meeting.id)), None)
        row = [Button(say("Show"), "meetings.show", str(first.id), "primary")] if first else []
        return Card(
            meeting.title, (*parts, Text(meeting_preview.describe_outline_time(outline, say)), Buttons(tuple(row)))
        )
    if meeting.why:
        parts.append(Quote(meeting.why))
    parts += [Text(say("Proposed by {name}", name=await sign_person(store, meeting.organiser_id, say)), "subtle")]
    parts += await meeting_preview.draw_outline(store, outline, say)
    parts += await draw_overlap_warnings(store, outline, say, person, meeting)
    buttons: list[Button] = []
    if meeting.state == PROPOSED and person.secretariat:
        buttons += [] if lapsed else [Button(say("Approve"), "meetings.approve", seen, "primary")]
        buttons += [
            Button(say("Ask for a change"), "meetings.ask_change", seen),
            Button(say("Refuse"), "meetings.refuse", seen),
        ]
    if meeting.state in (PROPOSED, REFUSED) and (person.secretariat or person.id == meeting.organiser_id):
        source = FormSource(MEETING, meeting.id, meeting.version).encode_value()
        buttons.append(Button(say("Change"), "meetings.write", source))
    if meeting.state in (PROPOSED, REFUSED) and person.id == meeting.organiser_id:
        buttons.append(Button(say("Withdraw"), "meetings.withdraw", seen))
    return Card(meeting.title, (*parts, Buttons(tuple(buttons))) if buttons else tuple(parts))


async def _lock_meeting_proposal(turn: Turn, value: str) -> Meeting:
    """Lock and return the proposal. Raises the same error for not found and not allowed."""
    meeting = await turn.store.meetings.lock(RecordVersion.parse_value(value).record)
    gone = turn.say("I cannot find that meeting.")
    if meeting is None:
        raise Missing(gone)
    await rights.need_right(turn, *((rights.AUTHOR,) if turn.person.id == meeting.organiser_id else ()), missing=gone)
    return meeting


async def _notify_secretariat_of_meeting(store: Store, meeting: Meeting) -> None:
    await proposal_escalation.start_proposal_escalation(store, meeting)
    for person in await store.people.list_secretariat():
        if person.id != meeting.organiser_id:
            key = f"meeting:{meeting.id}:proposed:{person.id}:{meeting.version}"
            card, about = MeetingProposalRequest(meeting.id), build_meeting_proposal_subject(meeting.id)
            await outgoing.post_to_person(store, person, card, key=key, subject=about)


async def _notify_meeting_proposer(turn: Turn, meeting: Meeting, what: str) -> None:
    """Redraw the cards of the secretariat with the decision, and notify the author of the proposal."""
    await turn.store.outbox.refresh_copies(build_meeting_proposal_subject(meeting.id))
    person = await turn.store.people.find(meeting.organiser_id)
    if person is not None and person.id != turn.person.id:
        key = f"meeting:{meeting.id}:{what}:{meeting.version}"
        card, about = MeetingDecisionNotice(meeting.id), build_meeting_proposal_subject(meeting.id)
        await outgoing.post_to_person(turn.store, person, card, key=key, subject=about)
