"""Number the items of an agenda: as they stand until it is sent, and for ever from then on."""

from __future__ import annotations

from handlers.directory.naming import issue_subject
from handlers.directory.naming import subject as question_subject
from handlers.meetings.showing import is_coming
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED


async def number_in_order(store: Store, sitting: Sitting) -> None:
    """Give the numbers of an agenda that nobody was sent to its items in their order; call it with the meeting held.

    What was carried over keeps the number by which it is known.
    """
    if sitting.occurrence.agenda_sent_at is not None or not is_coming(sitting, store.now):
        return
    items = await store.agenda.of(sitting.id, (ACCEPTED,))
    known = await store.agenda.carried_from([item.id for item in items])
    mine = [item for item in items if item.number is not None and item.id not in known]
    numbers = sorted((item.year or 0, item.number or 0) for item in mine)
    moved = [item for item, numbered in zip(mine, numbers, strict=True) if (item.year, item.number) != numbered]
    for item in moved:
        item.number = None
    await store.session.flush()  # so that the numbers are free
    for item, (year, number) in zip(mine, numbers, strict=True):
        if item in moved:
            item.year, item.number = year, number
    await store.session.flush()
    for item in moved:
        if item.question_id is not None:
            await store.outbox.refresh(question_subject(item.question_id))
        if item.issue_id is not None:
            await store.outbox.refresh(issue_subject(item.issue_id))
