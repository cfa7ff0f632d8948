"""Guard meetings: no card shows one to a person or a room outside its circle, whenever it was sent or scheduled."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.occurrence_view import find_occurrence_view
from storage.meetings.meetings import ORGANISATIONS

router = Router()


@router.guard("meetings")
async def is_meeting_delivery_visible(view: View) -> bool:
    """Return True if the reader may see the occurrence that the delivery names.

    Asked again at every drawing, for a meeting may have been narrowed, and people change organisations.
    """
    named = view.delivery.args.get("occurrence")
    found = await find_occurrence_view(view.store, named) if isinstance(named, int) else None
    if found is None:
        return True
    if view.person is not None:
        return await may_see_meeting(view.store, found.meeting, view.person)
    return found.meeting.audience != ORGANISATIONS
