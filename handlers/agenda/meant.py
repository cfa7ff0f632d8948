"""The meeting or the item that a button or a form names, for those who may know of it; held against others."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import Missing, UserError
from handlers.chat.turn import Turn
from handlers.meetings import sittings
from handlers.meetings.audience import may_run, may_see, need_run
from handlers.meetings.sittings import Sitting
from handlers.record_ids import parse_id
from storage.agenda import PROPOSED, REFUSED, WITHDRAWN, AgendaItem
from storage.meetings import PROPOSED as NOT_APPROVED
from storage.meetings import REFUSED as NOT_TAKEN
from storage.minutes import LOCKED
from storage.occurrences import CLOSED


async def sitting_meant(turn: Turn, value: str, *, lock: bool = True) -> Sitting:
    """Foreign and missing look the same, and so does what is not approved yet."""
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    found = await sittings.sitting(turn.store, id)
    sees = found is not None and await knows(turn, found)
    rights.see(turn, sees, turn.say("I do not find that meeting."))
    assert found is not None
    return found


async def knows(turn: Turn, sitting: Sitting) -> bool:
    if sitting.meeting.state in (NOT_APPROVED, NOT_TAKEN) and not may_run(turn.person, sitting.meeting):
        return False
    return not turn.person.guest and await may_see(turn.store, sitting.meeting, turn.person)


async def item_meant(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, Sitting]:
    """A wish is known to the one who has it and to those who run the meeting."""
    gone, found = Missing(turn.say("I do not find that item.")), await turn.store.agenda.find(parse_id(value))
    if found is None:
        raise gone
    if lock:  # the meeting first, as everybody does
        await turn.store.occurrences.lock(found.occurrence_id)
        found = await turn.store.agenda.lock(found.id)
    sitting = await sittings.sitting(turn.store, found.occurrence_id if found else None)
    if found is None or sitting is None or not await knows(turn, sitting):
        raise gone
    private = found.state in (PROPOSED, REFUSED, WITHDRAWN)
    if private and found.proposed_by_id != turn.person.id and not may_run(turn.person, sitting.meeting):
        raise gone
    return found, sitting


async def item_to_run(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, Sitting]:
    """For those who run the meeting, while its agenda can still be changed."""
    item, sitting = await item_meant(turn, value, lock=lock)
    await need_run(turn, sitting.meeting)
    await need_open(turn, sitting)
    return item, sitting


async def need_open(turn: Turn, sitting: Sitting) -> None:
    """What is called off or closed is read and no longer written."""
    if sitting.cancelled:
        raise UserError(turn.say("{title} is called off.", title=sitting.title))
    minutes = await turn.store.minutes.find(sitting.id)
    if sitting.occurrence.state == CLOSED or (minutes is not None and minutes.state == LOCKED):
        raise UserError(turn.say("{title} is closed. What was noted stays as it is.", title=sitting.title))


async def need_coming(turn: Turn, sitting: Sitting) -> None:
    """Members propose until the meeting begins."""
    if sitting.cancelled:
        raise UserError(turn.say("{title} is called off.", title=sitting.title))
    if not sitting.takes_place:
        raise UserError(turn.say("{title} is not planned yet.", title=sitting.title))
    if sitting.occurrence.start_at <= turn.now:
        raise UserError(turn.say("{title} has begun. Bring it up under any other business.", title=sitting.title))
