"""Assemble the handlers of meetings: proposed, approved, changed, called off, and shown."""

from handlers.chat.routing import Router
from handlers.meetings import (
    cancellation,
    cards,
    change_notices,
    draft_editor,
    draft_submission,
    meeting_guard,
    meeting_list,
    meeting_menu,
    meeting_proposals,
    moved_notices,
    person_search,
    personal_meeting_card,
    planned_meeting_card,
    proposal_escalation,
    proposal_states,
    reminder_offsets,
)

router = Router()
for _part in (
    meeting_guard,
    cancellation,
    cards,
    proposal_escalation,
    proposal_states,
    meeting_menu,
    meeting_list,
    reminder_offsets,
    personal_meeting_card,
    planned_meeting_card,
    meeting_proposals,
    draft_submission,
    change_notices,
    moved_notices,
    draft_editor,
    person_search,
):
    router.include_router(_part.router)
