"""The whole card of a meeting for one person: what it is, their own answer, and everything they may do."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_see, missing
from handlers.meetings.rsvps import own
from handlers.meetings.sittings import Sitting, sitting
from storage.meetings.meetings import PROPOSED, REFUSED, Meeting

router = Router()


@router.on(Click, "meetings.show")
async def show(event: Click, turn: Turn) -> Reply:
    return Reply(await card(turn, await seen(turn, event.value)))


async def seen(turn: Turn, value: str, *, lock: bool = False) -> Sitting:
    """The occurrence of this id, as far as this person may know of it; foreign and missing look the same."""
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    found = await sitting(turn.store, id)
    sees = (
        found is not None
        and found.meeting.state not in (PROPOSED, REFUSED)
        and await may_see(turn.store, found.meeting, turn.person)
    )
    rights.see(turn, sees, missing(turn.person, turn.say))
    assert found is not None
    return found


async def card(turn: Turn, found: Sitting, lead: str = "") -> Card:
    return await own.card(turn.store, found, turn.person, turn.say, lead=lead, arena=turn.arena)


async def first_card(turn: Turn, meeting: Meeting, lead: str = "") -> Card:
    """Of the next occurrence; of the last one when none is to come."""
    rows = await turn.store.occurrences.of(meeting.id)
    found = [Sitting(meeting, row) for row in rows]
    coming = [one for one in found if one.takes_place and one.occurrence.start_at > turn.now]
    return await card(turn, (coming or found[-1:])[0], lead)
