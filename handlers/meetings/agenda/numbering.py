"""Number the items of an agenda: provisional until the agenda is sent, final from then on."""

from __future__ import annotations

from handlers.chat.record_subjects import build_issue_subject, build_question_subject
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED


async def number_agenda_items(store: Store, occurrence: OccurrenceView) -> None:
    """Number the items of an unsent agenda in their order. The caller holds the lock of the occurrence.

    Items carried over keep the number by which they are known.
    """
    if occurrence.occurrence.agenda_sent_at is not None or not is_occurrence_upcoming(occurrence, store.now):
        return
    items = await store.agenda.list_agenda_items(occurrence.id, (ACCEPTED,))
    known = await store.agenda.map_carried_items([item.id for item in items])
    mine = [item for item in items if item.number is not None and item.id not in known]
    numbers = sorted((item.year or 0, item.number or 0) for item in mine)
    moved = [item for item, numbered in zip(mine, numbers, strict=True) if (item.year, item.number) != numbered]
    for item in moved:
        item.number = None
    await store.session.flush()  # flush, so that the numbers are free
    for item, (year, number) in zip(mine, numbers, strict=True):
        if item in moved:
            item.year, item.number = year, number
    await store.session.flush()
    for item in moved:
        if item.question_id is not None:
            await store.outbox.refresh_copies(build_question_subject(item.question_id))
        if item.issue_id is not None:
            await store.outbox.refresh_copies(build_issue_subject(item.issue_id))
