"""Ask for one person who may have a part in a meeting: who does an action, presents an item, or answers."""

from __future__ import annotations

from handlers.access.option_fields import draw_option_field
from handlers.access.organisation_fields import (
    CONFIRMED,
    describe_people_options,
    draw_people_field,
    parse_people_field,
    parse_responsible_field,
)
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.meetings.audience import list_meeting_people, may_see_meeting
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person

#: the search that finds them as somebody types
SEARCH = "meetings.find_person"


async def draw_meeting_person_field(
    turn: Turn, occurrence: OccurrenceView | None, name: str, label: str, chosen: int | None = None,
    *, required: bool = True,
) -> Field:  # fmt: skip
    """Draw the choice among those whom `parse_meeting_person` takes."""
    picked = () if chosen is None else (chosen,)
    if occurrence is None:
        return await draw_people_field(turn, name, label, picked, several=False, required=required, among=CONFIRMED)
    options = await describe_people_options(turn, await list_meeting_people(turn.store, occurrence.meeting))
    source = OptionSource(SEARCH, str(occurrence.id))
    return draw_option_field(name, label, options, source, chosen=[str(id) for id in picked], required=required)


async def parse_meeting_person(
    turn: Turn, event: Submission, occurrence: OccurrenceView | None, name: str
) -> Person | None:
    """Return the one person chosen, or None.

    Raises UserError at the field for anyone who may have no part in the meeting.
    """
    if occurrence is None:
        return await parse_responsible_field(turn, event, name)
    people = await parse_people_field(turn, event, name)
    if len(people) != 1:
        return None
    person = people[0]
    if person.guest or not await may_see_meeting(turn.store, occurrence.meeting, person):
        raise UserError("", {name: turn.say("{name} is not among those the meeting is for.", name=person.name)})
    return person
