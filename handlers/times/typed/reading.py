"""From typed words to a time: whole texts are understood, or refused with a reason; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.chat.say import Say

Reason = Literal[
    "unknown", "past", "far", "no_such_day", "weekday", "no_day", "no_time", "end_before_start", "several", "only_day"
]


class NotATime(Exception):
    """The text names no time; the caller says why with `explain`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class When:
    """Wall times. Without a time of day they are midnight, and `end` is the last day."""

    start: datetime
    end: datetime | None
    timed: bool


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When:
    raise NotATime("unknown")


def read_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    raise NotATime("unknown")


def explain(say: Say, reason: str, text: str) -> str:
    return say("I do not understand «{text}». Write for example «17 March 10:00».", text=text)
