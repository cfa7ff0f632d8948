"""Describe how a proposed meeting stands, and tell its author when its time has passed without a decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings import outlines, proposal_escalation
from handlers.meetings.card_arguments import MeetingDecisionNotice
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import CANCELLED, PLANNED, PROPOSED, REFUSED, Meeting

router = Router()
#: maximum number of proposals looked at; time after which nobody is told any more
MOST_PROPOSALS, LATE = 300, timedelta(days=14)


def build_meeting_proposal_subject(meeting_id: int) -> str:
    """Return the subject of all cards about the proposal, with the secretariat and with its author."""
    return f"meeting:{meeting_id}:proposal"


def describe_proposal_state(meeting: Meeting, say: Say, *, lapsed: bool) -> str:
    """Describe the state. `lapsed`: the time that was proposed has passed."""
    if meeting.state == PROPOSED:
        if meeting.why:
            return say("The secretariat asks for a change.")
        return (
            say("The proposed time has passed. It needs a new one.") if lapsed else say("Waiting for the secretariat.")
        )
    if meeting.state == CANCELLED and meeting.approved_by_id is not None:
        return say("Called off.")
    return {
        PLANNED: say("The secretariat has approved it."),
        REFUSED: say("The secretariat has refused it."),
        CANCELLED: say("The proposal has been withdrawn."),
    }[meeting.state]


@router.plan("meetings.lapsed")
async def notify_lapsed_proposers(store: Store, arena: Arena, _until: datetime) -> None:
    """Tell whoever proposed a meeting that nobody has decided in time, and redraw the cards of the secretariat."""
    for meeting in await store.meetings.list_proposed_meetings(limit=MOST_PROPOSALS):
        start = (await outlines.build_meeting_outline(store, meeting)).start_at
        person = await store.people.find(meeting.organiser_id)
        if person is None or not proposal_escalation.is_awaiting_secretariat(meeting):
            continue
        if store.now - LATE < start <= store.now:
            await _notify_lapsed_proposer(store, arena, meeting, person)


async def _notify_lapsed_proposer(store: Store, arena: Arena, meeting: Meeting, person: Person) -> None:
    subject, key = build_meeting_proposal_subject(meeting.id), f"meeting:{meeting.id}:lapsed:{meeting.version}"
    if key in {row.key for row in await store.scheduled_notifications.list_posted_deliveries([subject])}:
        return
    await store.outbox.refresh_copies(subject)
    notice = MeetingDecisionNotice(meeting.id)
    await schedule_notification(store, arena, person, notice, key=key, at=store.now, subject=subject)
