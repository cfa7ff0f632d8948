"""Define how a calendar looks: whose it is, and how much it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.chat.say import Say
from storage.directory.people import Person
from storage.meetings.rsvps import Rsvp


@dataclass(frozen=True, slots=True)
class CalendarTheme:
    """Hold whose calendar it is, and how much it shows."""

    say: Say
    arena: str
    person: Person | None = None
    #: occurrence id -> the person's RSVP
    answers: Mapping[int, Rsvp] | None = None
    #: False: the calendar shows only that there is a meeting
    titles: bool = True
    organiser: str = ""
    #: Time of creation. None: time of the last change, so that the same meeting gives the same text.
    stamp: datetime | None = None
    #: True: cancelled occurrences are marked as cancelled. False: they are left out.
    called_off: bool = True
