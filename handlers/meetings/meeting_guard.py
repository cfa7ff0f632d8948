"""Guard meetings: no card shows one to a person or a room outside its circle, whenever it was sent or scheduled."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.meetings.meetings import ORGANISATIONS

router = Router()


@router.guard("meetings")
async def is_meeting_delivery_visible(view: View) -> bool:
    """Return True if the reader may see every occurrence that the delivery is about.

    Asked again at every drawing, for a meeting may have been narrowed, and people change organisations.
    """
    for id in await _list_named_occurrence_ids(view):
        found = await find_occurrence_view(view.store, id)
        if found is not None and not await _is_occurrence_visible(view, found):
            return False
    return True


async def _list_named_occurrence_ids(view: View) -> list[int]:
    """Return the occurrences that the delivery names, by itself or by an agenda item or a correction of theirs."""
    store = view.store
    named = {name: id for name, id in view.delivery.args.items() if isinstance(id, int)}
    found = [named["occurrence"]] if "occurrence" in named else []
    for item in [await store.agenda.find(named[name]) for name in ("item", "to") if name in named]:
        found += [item.occurrence_id] if item is not None else []
    if "correction" in named:
        correction = await store.minute_book.find_correction(named["correction"])
        found += [correction.occurrence_id] if correction is not None else []
    return found


async def _is_occurrence_visible(view: View, found: OccurrenceView) -> bool:
    if view.person is not None:
        return await may_see_meeting(view.store, found.meeting, view.person)
    return found.meeting.audience != ORGANISATIONS
