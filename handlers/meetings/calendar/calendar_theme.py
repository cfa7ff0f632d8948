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
    #: occurrence id -> the person's answer
    answers: Mapping[int, Rsvp] | None = None
    #: False: that there is a meeting, and no more
    titles: bool = True
    organiser: str = ""
    #: when this calendar was made; None: when the meeting was last changed, so that it reads the same each time
    stamp: datetime | None = None
    #: occurrences that were called off stand there as such; False: they are left out
    called_off: bool = True
