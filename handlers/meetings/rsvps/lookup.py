"""Load and lock the occurrence that an answer is for, if it can still be answered."""

from __future__ import annotations

from handlers.access.rights.lookup import need_visible_record
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings.audience import describe_missing_meeting, may_see_meeting
from handlers.meetings.occurrence_facts import describe_cancellation
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.directory.people import Person
from storage.kit.database import Store


async def may_answer_occurrence(store: Store, person: Person, occurrence: OccurrenceView) -> bool:
    return await may_see_meeting(store, occurrence.meeting, person)


async def load_answerable_occurrence(turn: Turn, value: str, *, lock: bool = True) -> OccurrenceView:
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    return await need_visible_record(
        turn,
        await find_occurrence_view(turn.store, id),
        may_answer_occurrence,
        describe_missing_meeting(turn.person, turn.say),
    )


async def need_open_signup(turn: Turn, occurrence: OccurrenceView, person: Person) -> None:
    """Raise UserError if the meeting is called off or has begun, or the person belongs to no organisation."""
    say = turn.say
    if occurrence.cancelled:
        raise UserError(describe_cancellation(occurrence, say))
    if not occurrence.takes_place:
        raise UserError(say("{title} is not planned yet.", title=occurrence.title))
    if occurrence.occurrence.start_at <= turn.now:
        raise UserError(say("{title} has begun. The organiser can still note who was there.", title=occurrence.title))
    if person.organisation_id is None and not person.secretariat:
        raise UserError(
            say("First say which organisation you belong to: write “me”. Answers count for an organisation.")
        )
