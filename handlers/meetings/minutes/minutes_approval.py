"""Approve and lock minutes for good, thank attendees, and write decisions back to their issues."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click
from handlers.chat.record_ids import build_next_version
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import agenda_cards, agenda_texts, item_decisions
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.card_arguments import MinutesApprovedNotice
from handlers.meetings.minutes import minutes_card
from handlers.meetings.minutes.attendance import list_attendees
from handlers.meetings.minutes.lookup import has_attended, need_writable_minutes
from handlers.meetings.minutes.missing_parts import build_missing_parts_reply
from handlers.meetings.minutes.shown_minutes import build_changed_minutes_reply
from handlers.meetings.minutes_subjects import build_minutes_subject, build_shown_minutes_subject
from handlers.meetings.occurrence_view import OccurrenceView, build_occurrence_subject, find_occurrence_view
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues import agenda_proposals
from storage.meetings.agenda import CARRIED, PROPOSED, REFUSED
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED

router = Router()


@router.on(Click, "minutes.close")
async def on_minutes_close(event: Click, turn: Turn) -> Reply:
    """Close the meeting. If anything is missing, refuse with the full list, so that all can be completed
    at once.
    """
    store, say = turn.store, turn.say
    found = await load_visible_occurrence(turn, event.value)
    await need_meeting_role(turn, found.meeting)
    if found.occurrence.state == CLOSED:
        return build_text_reply(say("{title} is closed.", title=found.title), replace=event.direct)
    await need_writable_minutes(turn, found)
    minutes = await store.minute_book.lock_minutes(found.id)
    if missing := await build_missing_parts_reply(turn, found, closing=True):
        return missing
    assert minutes is not None, "minutes that lack nothing have been begun"
    minutes.state, minutes.approved_by_id, minutes.approved_at = LOCKED, turn.person.id, turn.now
    minutes.version = build_next_version(minutes.version, turn.now)
    found.occurrence.state, found.occurrence.closed_at = CLOSED, turn.now
    await store.session.flush()
    await _finish_meeting(turn, found)
    await _schedule_approved_notices(turn, found)
    return await build_changed_minutes_reply(turn, found, replace=event.direct)


async def _finish_meeting(turn: Turn, occurrence: OccurrenceView) -> None:
    """Redraw the cards with the outcome, write decisions back, and refuse proposals that nobody decided
    on.
    """
    store = turn.store
    for about in (build_occurrence_subject(occurrence.id), agenda_cards.build_agenda_subject(occurrence.id)):
        await store.outbox.refresh_copies(about)
    await store.outbox.cancel_deliveries(subject=build_minutes_subject(occurrence.id))
    for item in await store.agenda.list_agenda_items(occurrence.id):
        if item.question_id is not None:
            await store.outbox.refresh_copies(build_question_subject(item.question_id))
        open_to_all = occurrence.meeting.audience != ORGANISATIONS  # an issue on an agenda has more readers
        if item.issue_id is not None and open_to_all and item.state != CARRIED:  # a carried item is decided on later
            await agenda_proposals.record_issue_decision(turn, item)
    for proposal in await store.agenda.list_agenda_items(occurrence.id, (PROPOSED,)):
        proposal.state, proposal.version = REFUSED, build_next_version(proposal.version, turn.now)
        await item_decisions.notify_item_proposer(turn, proposal, "refused")


async def _schedule_approved_notices(turn: Turn, occurrence: OccurrenceView) -> None:
    for person in await list_attendees(turn.store, occurrence):
        if person.id != turn.person.id:
            await schedule_notification(
                turn.store,
                turn.arena,
                person,
                MinutesApprovedNotice(occurrence.id),
                key=f"minutes:{occurrence.id}:approved:{person.id}",
                at=turn.now,
                subject=build_shown_minutes_subject(occurrence.id),
            )


@router.card(MinutesApprovedNotice)
async def draw_minutes_approved_card(view: View[MinutesApprovedNotice]) -> Card | None:
    """Draw the notice to an attendee: what was decided, and what they promised."""
    found, person, say = await find_occurrence_view(view.store, view.args.occurrence), view.person, view.say
    if found is None or person is None or not await has_attended(view.store, found, person):
        return None
    parts: list[Part] = [Text(say("Thank you for being there. The minutes are approved."))]
    decided = [item for item in await view.store.agenda.list_agenda_items(found.id) if item.decision]
    if decided:
        parts.append(Text(say("Decided"), "strong"))
        parts += [Item(agenda_texts.format_item_number(say, item), item.decision, marked=True) for item in decided]
    today = view.today
    mine = [one for one in await view.store.actions.list_actions_of_occurrence(found.id) if one.owner_id == person.id]
    parts += minutes_card.draw_promised_actions(mine, say, today)
    parts.append(Buttons((Button(say("Minutes"), "minutes.show", str(found.id)),)))
    return Card(found.title, tuple(parts))
