"""Declare the record kind of minutes, each named by its occurrence."""

from __future__ import annotations

from handlers.chat.record_kinds import HandoverEntry, Ownership, RecordKind
from handlers.chat.turn import RenderContext
from handlers.meetings.minutes import pending_minutes
from handlers.meetings.occurrence_view import find_occurrence_view
from storage.meetings.minutes import Minutes


async def _describe_minutes_record(what: RenderContext, id: int) -> HandoverEntry:
    found = await find_occurrence_view(what.store, id)
    return HandoverEntry(found.title if found else "", what.say("Minutes"), "meetings.show", str(id))


MINUTES = RecordKind(
    name="minutes",
    label=lambda say: say("Minutes"),
    table=Minutes,
    find=lambda store, key: store.minute_book.find_minutes(key),
    ownerships=(Ownership("minutes", _describe_minutes_record),),
    list_pending=pending_minutes.list_pending_minutes,
)
KINDS = (MINUTES,)
