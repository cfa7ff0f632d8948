"""Say at which hours something flows: round the clock, in the daytime, on working days or in batches."""

from __future__ import annotations

import re

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from storage.exchange.listings import BATCHES, DAILY_HOURS, DAYTIME, ROUND, WORKING_DAYS

#: as members write it, the narrowest first: "hverdager på dagtid" are working days
_SAID = (
    (BATCHES, re.compile(r"\b(?:batch\w*|satsvis|porsjonsvis|støtvis)\b")),
    (
        WORKING_DAYS,
        re.compile(
            r"\b(?:hverdag\w*|kvardag\w*|virkedag\w*|vyrkedag\w*|yrkedag\w*|arbeidsdag\w*|m[åa]ndag til fredag"
            r"|weekdays|working days|monday to friday)\b"
        ),
    ),
    (DAYTIME, re.compile(r"\b(?:dagtid|om dagen|bare dag|berre dag|daytime|by day)\b")),
    (ROUND, re.compile(r"\b(?:døgnet rundt|døgndrift|(?:hele|heile) døgnet|(?:a)?round the clock|24/7)")),
)


def find_daily_hours(text: str) -> str:
    """Return the hours that a line says; empty where it says none."""
    said = text.casefold()
    return next((key for key, pattern in _SAID if pattern.search(said)), "")


def name_daily_hours(say: Say, key: str) -> str:
    """Return the hours in words; empty where they are not known."""
    return {
        ROUND: say("Round the clock"), DAYTIME: say("In the daytime"), WORKING_DAYS: say("Working days, daytime"),
        BATCHES: say("In batches"),
    }.get(key, "")  # fmt: skip


def draw_daily_hours_field(say: Say, known: str) -> Field:
    options = (("", say("Not known")), *((key, name_daily_hours(say, key)) for key in DAILY_HOURS))
    return Field("daily_hours", say("Hours of the day"), "choice", known, options=options, required=False)


def parse_daily_hours_field(event: Submission) -> str:
    """Return the chosen hours; empty for what is none of them."""
    chosen = event.get_text("daily_hours")
    return chosen if chosen in DAILY_HOURS else ""
