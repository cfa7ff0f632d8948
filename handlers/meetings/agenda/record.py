"""Declare the record kind of agenda items."""

from __future__ import annotations

from handlers.chat.record_kinds import FollowOn, HandoverEntry, Ownership, RecordKind
from handlers.chat.turn import RenderContext
from handlers.meetings.agenda import agenda_outcomes, item_proposals, question_items
from storage.meetings.agenda import AgendaItem


async def _describe_agenda_item_record(what: RenderContext, id: int) -> HandoverEntry:
    found = await what.store.agenda.find(id)
    return HandoverEntry(found.title if found else "", what.say("Agenda item"))


AGENDA_ITEM = RecordKind(
    name="item",
    label=lambda say: say("Agenda item"),
    table=AgendaItem,
    find=lambda store, key: store.agenda.find(key),
    ownerships=(Ownership("item", _describe_agenda_item_record),),
    list_pending=item_proposals.list_pending_item_proposals,
    describe_outcome=agenda_outcomes.draw_question_agendas,
    follow_on=FollowOn("agenda", lambda say: say("Put on the agenda"), question_items.draw_question_item_form),
)
KINDS = (AGENDA_ITEM,)
