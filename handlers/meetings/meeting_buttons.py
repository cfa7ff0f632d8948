"""Draw the buttons of a meeting's card: its link, agenda, calendar, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.agenda import agenda_buttons
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.calendar import calendar_links
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person


def draw_meeting_buttons(
    say: Say,
    arena: Arena | None,
    occurrence: OccurrenceView,
    person: Person | None,
    now: datetime,
    own: Sequence[Button] = (),
) -> tuple[Button, ...]:
    """Draw the buttons for `person` in private, with their `own`; rooms get the same for everybody,
    checked at the click.
    """
    found: list[Button] = []
    over, id = occurrence.occurrence.end_at <= now, str(occurrence.id)
    runs = person is not None and may_run_meeting(person, occurrence.meeting)
    if occurrence.link and occurrence.takes_place and not over:
        found.append(Button(say("Open the link"), url=occurrence.link))
    agenda, *items = agenda_buttons.draw_agenda_buttons(say, occurrence, person, now) or (None,)
    found += [agenda] if agenda else []
    if arena is not None and not over:
        found += calendar_links.draw_calendar_buttons(say, arena, occurrence, person)
    if runs and occurrence.takes_place:
        found.append(Button(say("Who comes"), "rsvps.list", id))
    found += (*items, *own)
    if (runs or person is None) and occurrence.takes_place and occurrence.occurrence.start_at > now:
        found.append(Button(say("Change or call off"), "meetings.more", id))
    return tuple(found)
