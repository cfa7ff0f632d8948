"""The record kind of agenda items."""

from __future__ import annotations

from handlers.chat.records import Entry, FollowOn, Ownership, RecordKind
from handlers.chat.turn import Telling
from handlers.meetings.agenda import origins, questions, waiting
from storage.directory import handovers
from storage.meetings.agenda import AgendaItem


async def _describe(what: Telling, id: int) -> Entry:
    found = await what.store.agenda.find(id)
    return Entry(found.title if found else "", what.say("Agenda item"))


AGENDA_ITEM = RecordKind(
    name="item",
    label=lambda say: say("Agenda item"),
    table=AgendaItem,
    find=lambda store, key: store.agenda.find(key),
    ownerships=(Ownership(handovers.ITEM, _describe),),
    list_pending=waiting.items,
    describe_outcome=origins.parts,
    follow_on=FollowOn("agenda", lambda say: say("Put on the agenda"), questions.form),
)
KINDS = (AGENDA_ITEM,)
