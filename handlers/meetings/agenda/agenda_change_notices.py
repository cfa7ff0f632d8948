"""Redraw every copy of a changed agenda, and notify its recipients after a quiet period."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.record_subjects import build_issue_subject, build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings import occurrence_view
from handlers.meetings.agenda import agenda_cards, agenda_texts
from handlers.meetings.agenda.agenda_recipients import is_agenda_recipient, list_agenda_recipients
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.minutes_subjects import redraw_minutes
from handlers.meetings.occurrence_facts import describe_occurrence_time, is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.meetings.agenda import PROPOSED, REFUSED, WITHDRAWN, AgendaItem

router = Router()
#: Changes within this time are announced together.
QUIET = timedelta(minutes=30)


class AgendaChangedNotice(OccurrenceCard, frozen=True):
    template = "agenda.changed"


def build_agenda_news_subject(occurrence_id: int) -> str:
    """Return the subject of pending change notices, so that a later notice replaces them."""
    return f"agenda:{occurrence_id}:news"


async def announce_agenda_change(turn: Turn, occurrence: OccurrenceView, item: AgendaItem | None = None) -> None:
    """Redraw the agenda, and schedule a notice to its recipients if it was sent before.

    Pass the changed item, or None for papers. Undecided and refused proposals are announced to nobody.
    """
    store = turn.store
    if item is not None and (item.state in (PROPOSED, REFUSED) or (item.state == WITHDRAWN and item.number is None)):
        return
    if item is not None:
        item.changed_at = turn.now
        if item.question_id is not None:
            await store.outbox.refresh_copies(build_question_subject(item.question_id))
        if item.issue_id is not None:
            await store.outbox.refresh_copies(build_issue_subject(item.issue_id))
    await store.session.flush()
    await redraw_agenda(turn, occurrence)
    if occurrence.occurrence.agenda_sent_at is None or not is_occurrence_upcoming(occurrence, turn.now):
        return
    await store.outbox.cancel_deliveries(subject=build_agenda_news_subject(occurrence.id))
    for person in await list_agenda_recipients(store, occurrence):
        if person.id != turn.person.id:
            await schedule_notification(
                store,
                turn.arena,
                person,
                AgendaChangedNotice(occurrence.id),
                key=f"agenda:{occurrence.id}:changed:{person.id}:{turn.now.isoformat()}",
                at=turn.now + QUIET,
                subject=build_agenda_news_subject(occurrence.id),
                expires_at=occurrence.occurrence.start_at,
            )


async def redraw_agenda(turn: Turn, occurrence: OccurrenceView) -> None:
    """Draw the agenda again, and the minutes once the meeting has begun."""
    await turn.store.outbox.refresh_copies(agenda_cards.build_agenda_subject(occurrence.id))
    if occurrence.occurrence.start_at <= turn.now:
        await redraw_minutes(turn.store, occurrence.id)


@router.card(AgendaChangedNotice)
async def draw_agenda_changed_card(view: View[AgendaChangedNotice]) -> Card | None:
    """List what is new, changed or removed since the agenda was sent. Return None if nothing is."""
    found = await occurrence_view.find_occurrence_view(view.store, view.args.occurrence)
    if found is None or view.person is None or not is_occurrence_upcoming(found, view.now):
        return None
    if not await is_agenda_recipient(view.store, found, view.person):
        return None
    say, items = view.say, await view.store.agenda.list_agenda_items(found.id)
    parts: list[Part] = [Text(describe_occurrence_time(found, say), "subtle")]
    for item, times in zip(items, agenda_cards.list_item_times(found, items), strict=True):
        if agenda_cards.is_item_changed(found, item):
            parts.append(await agenda_cards.draw_agenda_item(view.store, found, item, say, times))
    parts += [
        Item(agenda_texts.describe_item_title(say, item), note=say("Removed from the agenda"))
        for item in await view.store.agenda.list_agenda_items(found.id, (WITHDRAWN,))
        if item.number is not None and agenda_cards.is_item_changed(found, item)
    ]
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(found.id), "primary"),)))
    return Card(say("The agenda of {title} has changed", title=found.title), tuple(parts))
