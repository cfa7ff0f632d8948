"""Save a confirmed draft: plan, propose or change a meeting, and notify everybody concerned."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.meetings import (
    cards,
    change_followup,
    drafts,
    meeting_changes,
    meeting_proposals,
    outlines,
    personal_meeting_card,
    planned_meeting_card,
    series,
)
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.outlines import SHARED, Outline
from handlers.meetings.reminders.reminder_planner import reschedule_meeting_reminders
from storage.kit.database import Store
from storage.meetings.meetings import PLANNED, PROPOSED, REFUSED, Meeting, MeetingDraft

router = Router()


@router.on(Click, "meetings.save")
async def on_meeting_save(event: Click, turn: Turn) -> Reply:
    draft = await drafts.load_own_meeting_draft(turn, event.value)
    if draft.saved_at is not None:
        return await _reply_already_saved(turn, draft)
    outline = outlines.decode_meeting_outline(draft.data)
    if not outline.title or not outline.starts or outline.unaddressed or outline.start_at <= turn.now:
        text = turn.say("Something is missing, or the time has run out.")
        row = (
            drafts.draw_meeting_draft_button(turn, draft),
            Button(turn.say("Cancel"), "meetings.drop", str(draft.id)),
        )
        return Reply(Card(outline.title, (Text(text), Buttons(row))), replace=True)
    if draft.meeting_id is None:
        return await _create_from_draft(turn, draft, outline)
    meeting = await drafts.need_changeable_meeting(turn, await turn.store.meetings.lock(draft.meeting_id))
    if meeting.version != draft.version:
        return Reply(await drafts.draw_meeting_draft_preview(turn, draft), replace=True)
    draft.saved_at = turn.now
    if meeting.state == PLANNED:
        return await _change_from_draft(turn, draft, meeting, outline)
    lapsed = (await outlines.build_meeting_outline(turn.store, meeting)).start_at <= turn.now
    outlines.apply_meeting_outline(meeting, outline)
    await turn.store.meetings.set_meeting_audience(meeting.id, outline.topics, outline.organisations)
    meeting_changes.touch_meeting(turn.store, meeting)
    return await meeting_proposals.propose_meeting_again(turn, meeting, lapsed=lapsed)


async def create_meeting(store: Store, outline: Outline, organiser_id: int, state: str) -> Meeting:
    """Store a new meeting, without posting any card."""
    values = {name: getattr(outline, name) for name in SHARED}
    meeting = await store.meetings.add(
        Meeting(uid=meeting_changes.create_meeting_uid(), organiser_id=organiser_id, state=state, why="", **values)
    )
    await store.meetings.set_meeting_audience(meeting.id, outline.topics, outline.organisations)
    return meeting


async def publish_meeting(store: Store, arena: Arena, meeting: Meeting) -> int:
    """Create the occurrences, post the cards in rooms, and schedule reminders. Return the number of rooms."""
    await series.create_missing_occurrences(store, meeting)
    await reschedule_meeting_reminders(
        store,
        arena,
        *(OccurrenceView(meeting, row) for row in await store.occurrences.list_occurrences_of_meeting(meeting.id)),
    )
    return await cards.post_meeting_cards(store, meeting)


async def _create_from_draft(turn: Turn, draft: MeetingDraft, outline: Outline) -> Reply:
    state = PLANNED if turn.person.secretariat else PROPOSED
    meeting = await create_meeting(turn.store, outline, turn.person.id, state)
    draft.meeting_id, draft.saved_at = meeting.id, turn.now
    if state == PROPOSED:
        return await meeting_proposals.propose_meeting(turn, meeting)
    meeting.approved_by_id = turn.person.id
    await publish_meeting(turn.store, turn.arena, meeting)
    return await planned_meeting_card.build_planned_reply(turn, meeting)


async def _change_from_draft(turn: Turn, draft: MeetingDraft, meeting: Meeting, outline: Outline) -> Reply:
    store, say = turn.store, turn.say
    if draft.occurrence_id is not None:
        await store.occurrences.lock(draft.occurrence_id)
        found = await find_occurrence_view(store, draft.occurrence_id)
        assert found is not None
        drafts.need_changeable_occurrence(turn, found)
        change = meeting_changes.change_occurrence(store, found, outline)
    else:
        for row in await store.occurrences.list_occurrences_of_meeting(meeting.id):
            await store.occurrences.lock(row.id)
        if not meeting.rule and any(
            row.start_at <= turn.now for row in await store.occurrences.list_occurrences_of_meeting(meeting.id)
        ):
            raise UserError(say("{title} has begun: it cannot be changed any more.", title=meeting.title))
        change = await meeting_changes.change_meeting(store, meeting, outline)
    asked = await change_followup.follow_up_change(store, turn.arena, change, turn.person.id)
    changed = change.touched[0] if draft.occurrence_id is not None else None
    changed = changed or await personal_meeting_card.find_next_occurrence(turn, change.meeting)
    return await personal_meeting_card.build_meeting_reply(turn, changed, asked=asked, replace=True)


async def _reply_already_saved(turn: Turn, draft: MeetingDraft) -> Reply:
    """Answer a second click on Save."""
    meeting = await turn.store.meetings.find(draft.meeting_id)
    if meeting is None:
        raise Missing(turn.say("I cannot find that meeting."))
    if meeting.state in (PROPOSED, REFUSED):
        return Reply(await meeting_proposals.draw_meeting_proposal(turn, meeting), replace=True)
    return Reply(
        await personal_meeting_card.draw_next_occurrence_card(turn, meeting, turn.say("It is already saved.")),
        replace=True,
    )
