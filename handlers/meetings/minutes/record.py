"""The record kind of minutes, each by the occurrence that it is of."""

from __future__ import annotations

from handlers.chat.records import Entry, Ownership, RecordKind
from handlers.chat.turn import Telling
from handlers.meetings.minutes import waiting
from handlers.meetings.sittings import sitting
from storage.directory import handovers
from storage.meetings.minutes import Minutes


async def _describe(what: Telling, id: int) -> Entry:
    found = await sitting(what.store, id)
    return Entry(found.title if found else "", what.say("Minutes"), "meetings.show", str(id))


MINUTES = RecordKind(
    name="minutes",
    label=lambda say: say("Minutes"),
    table=Minutes,
    find=lambda store, key: store.minutes.find(key),
    ownerships=(Ownership(handovers.MINUTES, _describe),),
    list_pending=waiting.items,
)
KINDS = (MINUTES,)
