"""Load the meeting whose minutes a button or a form names, for those who may read or write them."""

from __future__ import annotations

from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.meetings.agenda.lookup import load_visible_sitting, need_open_agenda
from handlers.meetings.audience import may_run, need_run
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.minutes import LOCKED, REVIEW, Minutes


async def load_sitting_to_write(turn: Turn, value: str, *, lock: bool = True) -> Sitting:
    """Return the meeting for whoever runs it, from its beginning until the minutes are approved."""
    found = await load_visible_sitting(turn, value, lock=lock)
    await need_writable_minutes(turn, found)
    return found


async def need_writable_minutes(turn: Turn, sitting: Sitting) -> None:
    await need_run(turn, sitting.meeting)
    await need_open_agenda(turn, sitting)
    if not sitting.takes_place:
        raise UserError(turn.say("{title} is not planned yet.", title=sitting.title))
    if sitting.occurrence.start_at > turn.now:
        raise UserError(turn.say("{title} has not begun. Minutes are written from then on.", title=sitting.title))


async def begin_minutes(turn: Turn, sitting: Sitting) -> Minutes:
    """Return the minutes, held; whoever writes first keeps them."""
    await turn.store.minutes.begin(sitting.id, turn.person.id)
    minutes = await turn.store.minutes.lock(sitting.id)
    assert minutes is not None
    return minutes


async def may_read_minutes(store: Store, sitting: Sitting, minutes: Minutes | None, person: Person) -> bool:
    """Return whether the person may read them: before approval, only who was there and is asked for corrections."""
    if may_run(person, sitting.meeting):
        return True
    if minutes is None or person.guest:
        return False
    return minutes.state == LOCKED or (minutes.state == REVIEW and await has_attended(store, sitting, person))


async def has_attended(store: Store, sitting: Sitting, person: Person) -> bool:
    rsvp = await store.rsvps.find(sitting.id, person.id)
    return rsvp is not None and rsvp.attended is True


async def find_minutes_keeper(store: Store, sitting: Sitting, minutes: Minutes | None) -> Person | None:
    """Return who writes them: who began, else the organiser."""
    chosen = await store.people.find(minutes.keeper_id) if minutes is not None else None
    return chosen if chosen is not None and not chosen.guest else await store.people.find(sitting.meeting.organiser_id)
