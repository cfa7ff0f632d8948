"""What of agendas waits for one person: wishes for the meetings they run."""

from __future__ import annotations

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings.agenda import showing
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import sitting

#: entries on a home page
MOST = 8


async def items(turn: Turn) -> list[Item]:
    """Oldest first."""
    found, organiser = [], None if turn.person.secretariat else turn.person.id
    for item in await turn.store.agenda.proposals(organiser, limit=MOST):
        held = await sitting(turn.store, item.occurrence_id)
        if held is not None and may_run(turn.person, held.meeting):
            entry = await showing.wish(turn.store, item, turn.say, turn.person)
            note = f"{turn.say('For {title}', title=held.title)} · {entry.note}"
            found.append(Item(entry.title, entry.text, note, entry.buttons))
    return found
