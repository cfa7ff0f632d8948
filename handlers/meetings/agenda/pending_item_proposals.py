"""List proposed agenda items that wait for the person who runs the meeting."""

from __future__ import annotations

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_cards
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.occurrence_view import find_occurrence_view

#: entries on a home page
MOST = 8


async def list_pending_item_proposals(turn: Turn) -> list[Item]:
    """Return the proposals, oldest first."""
    found, organiser = [], None if turn.person.secretariat else turn.person.id
    for item in await turn.store.agenda.list_agenda_proposals(organiser, limit=MOST):
        held = await find_occurrence_view(turn.store, item.occurrence_id)
        if held is not None and may_run_meeting(turn.person, held.meeting):
            entry = await agenda_cards.draw_item_proposal(turn.store, item, turn.say, turn.person)
            note = f"{turn.say('For {title}', title=held.title)} · {entry.note}"
            found.append(Item(entry.title, entry.text, note, entry.buttons))
    return found
