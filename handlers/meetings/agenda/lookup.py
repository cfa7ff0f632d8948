"""Load the meeting or the item that a button or a form names, for those who may know of it; held against others."""

from __future__ import annotations

from handlers.access.rights.lookup import need_visible
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings import sittings
from handlers.meetings.audience import may_run, may_see, need_run
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import PROPOSED, REFUSED, WITHDRAWN, AgendaItem
from storage.meetings.meetings import PROPOSED as NOT_APPROVED
from storage.meetings.meetings import REFUSED as NOT_TAKEN
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED


async def may_see_sitting(store: Store, person: Person, sitting: Sitting) -> bool:
    """Return whether the person may know of the meeting: one that is not approved yet is known to who runs it."""
    if sitting.meeting.state in (NOT_APPROVED, NOT_TAKEN) and not may_run(person, sitting.meeting):
        return False
    return not person.guest and await may_see(store, sitting.meeting, person)


async def load_visible_sitting(turn: Turn, value: str, *, lock: bool = True) -> Sitting:
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    found = await sittings.sitting(turn.store, id)
    return await need_visible(turn, found, may_see_sitting, turn.say("I do not find that meeting."))


async def may_see_item(store: Store, person: Person, item: AgendaItem) -> bool:
    """Return whether the person may know of the item: a wish is its author's, and whoever runs the meeting's."""
    sitting = await sittings.sitting(store, item.occurrence_id)
    if sitting is None or not await may_see_sitting(store, person, sitting):
        return False
    private = item.state in (PROPOSED, REFUSED, WITHDRAWN)
    return not private or item.proposed_by_id == person.id or may_run(person, sitting.meeting)


async def load_visible_item(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, Sitting]:
    found = await turn.store.agenda.find(parse_id(value))
    if lock and found is not None:  # the meeting first, as everybody does
        await turn.store.occurrences.lock(found.occurrence_id)
        found = await turn.store.agenda.lock(found.id)
    item = await need_visible(turn, found, may_see_item, turn.say("I do not find that item."))
    sitting = await sittings.sitting(turn.store, item.occurrence_id)
    assert sitting is not None
    return item, sitting


async def load_item_to_run(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, Sitting]:
    """Return an item for those who run the meeting, while its agenda can still be changed."""
    item, sitting = await load_visible_item(turn, value, lock=lock)
    await need_run(turn, sitting.meeting)
    await need_open_agenda(turn, sitting)
    return item, sitting


async def need_open_agenda(turn: Turn, sitting: Sitting) -> None:
    """Raise UserError for what is called off or closed: it is read and no longer written."""
    if sitting.cancelled:
        raise UserError(turn.say("{title} is called off.", title=sitting.title))
    minutes = await turn.store.minutes.find(sitting.id)
    if sitting.occurrence.state == CLOSED or (minutes is not None and minutes.state == LOCKED):
        raise UserError(turn.say("{title} is closed. What was noted stays as it is.", title=sitting.title))


async def need_coming_sitting(turn: Turn, sitting: Sitting) -> None:
    """Raise UserError once the meeting has begun: members propose until then."""
    if sitting.cancelled:
        raise UserError(turn.say("{title} is called off.", title=sitting.title))
    if not sitting.takes_place:
        raise UserError(turn.say("{title} is not planned yet.", title=sitting.title))
    if sitting.occurrence.start_at <= turn.now:
        raise UserError(turn.say("{title} has begun. Bring it up under any other business.", title=sitting.title))
