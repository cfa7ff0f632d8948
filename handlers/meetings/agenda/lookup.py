"""Load and lock the meeting or agenda item that a button or form names, for those who may see it."""

from __future__ import annotations

from handlers.access.rights.lookup import need_visible_record
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings import occurrence_view
from handlers.meetings.audience import may_run_meeting, may_see_meeting, need_meeting_role
from handlers.meetings.occurrence_facts import describe_cancellation
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import PROPOSED, REFUSED, WITHDRAWN, AgendaItem
from storage.meetings.meetings import PROPOSED as NOT_APPROVED
from storage.meetings.meetings import REFUSED as NOT_TAKEN
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED


async def may_see_occurrence(store: Store, person: Person, occurrence: OccurrenceView) -> bool:
    """Return True if the person may see the meeting. Unapproved meetings are visible only to those who
    run them.
    """
    if occurrence.meeting.state in (NOT_APPROVED, NOT_TAKEN) and not may_run_meeting(person, occurrence.meeting):
        return False
    return not person.guest and await may_see_meeting(store, occurrence.meeting, person)


async def load_visible_occurrence(turn: Turn, value: str, *, lock: bool = True) -> OccurrenceView:
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    found = await occurrence_view.find_occurrence_view(turn.store, id)
    return await need_visible_record(turn, found, may_see_occurrence, turn.say("I cannot find that meeting."))


async def may_see_agenda_item(store: Store, person: Person, item: AgendaItem) -> bool:
    """Return True if the person may see the item. A proposal is visible to its author and to organisers."""
    occurrence = await occurrence_view.find_occurrence_view(store, item.occurrence_id)
    if occurrence is None or not await may_see_occurrence(store, person, occurrence):
        return False
    private = item.state in (PROPOSED, REFUSED, WITHDRAWN)
    return not private or item.proposed_by_id == person.id or may_run_meeting(person, occurrence.meeting)


async def load_visible_agenda_item(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, OccurrenceView]:
    found = await turn.store.agenda.find(parse_id(value))
    if lock and found is not None:  # lock order: occurrence first
        await turn.store.occurrences.lock(found.occurrence_id)
        found = await turn.store.agenda.lock(found.id)
    item = await need_visible_record(turn, found, may_see_agenda_item, turn.say("I cannot find that item."))
    occurrence = await occurrence_view.find_occurrence_view(turn.store, item.occurrence_id)
    assert occurrence is not None
    return item, occurrence


async def load_agenda_item_to_run(turn: Turn, value: str, *, lock: bool = True) -> tuple[AgendaItem, OccurrenceView]:
    """Return an item for those who run the meeting, while its agenda can still be changed."""
    item, occurrence = await load_visible_agenda_item(turn, value, lock=lock)
    await need_meeting_role(turn, occurrence.meeting)
    await need_open_agenda(turn, occurrence)
    return item, occurrence


async def need_open_agenda(turn: Turn, occurrence: OccurrenceView) -> None:
    """Raise UserError if the meeting is called off or closed: its agenda is read-only."""
    if occurrence.cancelled:
        raise UserError(describe_cancellation(occurrence, turn.say))
    minutes = await turn.store.minute_book.find_minutes(occurrence.id)
    if occurrence.occurrence.state == CLOSED or (minutes is not None and minutes.state == LOCKED):
        raise UserError(turn.say("{title} is closed. What was noted is kept.", title=occurrence.title))


async def need_upcoming_occurrence(turn: Turn, occurrence: OccurrenceView) -> None:
    """Raise UserError once the meeting has begun: members propose until then."""
    if occurrence.cancelled:
        raise UserError(describe_cancellation(occurrence, turn.say))
    if not occurrence.takes_place:
        raise UserError(turn.say("{title} is not planned yet.", title=occurrence.title))
    if occurrence.occurrence.start_at <= turn.now:
        raise UserError(turn.say("{title} has begun. Bring it up under any other business.", title=occurrence.title))
