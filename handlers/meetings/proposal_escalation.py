"""Escalate a proposed meeting that the secretariat has not looked at."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import (
    EscalationCard,
    EscalationPolicy,
    EscalationStep,
    RecipientContext,
)
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import PROPOSED, Meeting

router = Router()
KIND = "meetings.unlooked"
#: working hours until the first reminder, and between later ones
FIRST, AGAIN = 16, 40


class MeetingProposalReminder(EscalationCard, frozen=True, kw_only=True):
    template = "meetings.unlooked"

    meeting: int


async def start_proposal_escalation(store: Store, meeting: Meeting) -> None:
    """Start the escalation: from now on the proposal waits for the secretariat."""
    await escalation.restart_record_escalation(
        store, KIND, meeting.id, build_unlooked_subject(meeting.id), since=store.now
    )


def build_unlooked_subject(meeting_id: int) -> str:
    return f"meeting:{meeting_id}:unlooked"


async def find_proposal_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    """Return the escalation while the secretariat has to respond, not while it waits for a requested
    change.
    """
    meeting, escalation_row = await store.meetings.lock(id), await store.escalations.find_escalation(KIND, id)
    if meeting is None or escalation_row is None or not is_awaiting_secretariat(meeting):
        return None

    async def list_deciding_secretariat(_: RecipientContext) -> Sequence[Person]:
        return [person for person in await store.people.list_secretariat() if person.id != meeting.organiser_id]

    card = MeetingProposalReminder(meeting=id)
    steps = (
        EscalationStep("first", FIRST, 0, card, list_deciding_secretariat),
        EscalationStep("again", AGAIN, FIRST, card, list_deciding_secretariat),
    )
    subject = build_unlooked_subject(id)
    return EscalationPolicy(subject, steps, f"{subject}:{escalation_row.since:%Y%m%d%H%M%S}")


def is_awaiting_secretariat(meeting: Meeting) -> bool:
    return meeting.state == PROPOSED and not meeting.why


escalation.register_escalation(router, KIND, find_proposal_escalation)
escalation.register_step_outcomes(router, KIND, find_proposal_escalation, MeetingProposalReminder)
