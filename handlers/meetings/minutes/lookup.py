"""Load the meeting whose minutes a button or a form names, for those who may read or write them."""

from __future__ import annotations

from handlers.chat.errors import Missing, UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings.agenda.lookup import load_visible_occurrence, need_open_agenda
from handlers.meetings.audience import may_run_meeting, need_meeting_role
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.meetings.minutes import LOCKED, REVIEW, Correction, Minutes


async def load_occurrence_to_minute(turn: Turn, value: str, *, lock: bool = True) -> OccurrenceView:
    """Return the meeting for those who run it, from its beginning until the minutes are approved."""
    found = await load_visible_occurrence(turn, value, lock=lock)
    await need_writable_minutes(turn, found)
    return found


async def load_correction_to_answer(turn: Turn, value: str, *, lock: bool = True) -> tuple[Correction, OccurrenceView]:
    """Return the correction and its meeting, for those who write the minutes."""
    one = await turn.store.minute_book.find_correction(parse_id(value))
    if lock:
        one, _ = await lock_parent(turn.store.occurrences, one, lambda found: found.occurrence_id)
    if one is None:
        raise Missing(turn.say("I cannot find that meeting."))
    return one, await load_occurrence_to_minute(turn, str(one.occurrence_id), lock=lock)


async def need_writable_minutes(turn: Turn, occurrence: OccurrenceView) -> None:
    await need_meeting_role(turn, occurrence.meeting)
    await need_open_agenda(turn, occurrence)
    if not occurrence.takes_place:
        raise UserError(turn.say("{title} is not planned yet.", title=occurrence.title))
    if occurrence.occurrence.start_at > turn.now:
        raise UserError(
            turn.say("{title} has not started. Minutes can be written from then on.", title=occurrence.title)
        )


async def begin_minutes(turn: Turn, occurrence: OccurrenceView) -> Minutes:
    """Create the minutes if there are none, lock them and return them. Whoever begins them becomes their
    keeper.
    """
    await turn.store.minute_book.ensure_minutes(occurrence.id, turn.person.id)
    minutes = await turn.store.minute_book.lock_minutes(occurrence.id)
    assert minutes is not None
    return minutes


async def may_read_minutes(store: Store, occurrence: OccurrenceView, minutes: Minutes | None, person: Person) -> bool:
    """Return True if the person may read the minutes: organisers always, attendees during review, and
    members once approved.
    """
    if may_run_meeting(person, occurrence.meeting):
        return True
    if minutes is None or person.guest:
        return False
    return minutes.state == LOCKED or (minutes.state == REVIEW and await has_attended(store, occurrence, person))


async def has_attended(store: Store, occurrence: OccurrenceView, person: Person) -> bool:
    rsvp = await store.rsvps.find_rsvp(occurrence.id, person.id)
    return rsvp is not None and rsvp.attended is True


async def find_minutes_keeper(store: Store, occurrence: OccurrenceView, minutes: Minutes | None) -> Person | None:
    """Return the keeper: whoever began the minutes, as long as they may write them, else the organiser."""
    chosen = await store.people.find(minutes.keeper_id) if minutes is not None else None
    if chosen is not None and may_run_meeting(chosen, occurrence.meeting):
        return chosen
    return await store.people.find(occurrence.meeting.organiser_id)
