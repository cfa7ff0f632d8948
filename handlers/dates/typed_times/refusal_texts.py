"""Explain why a text names no time, as a short code and in words."""

from __future__ import annotations

from typing import Literal

from handlers.chat.say import Say

Reason = Literal[
    "unknown", "past", "far", "no_such_day", "weekday", "no_day", "no_time", "end_before_start", "several", "only_day"
]
#: maximum number of characters of the text that are repeated
_SHOWN = 80


class NotATime(Exception):
    """Report a text that names no time; `explain_time_error` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def explain_time_error(say: Say, reason: str, text: str) -> str:
    """Explain what is wrong with what was typed, and what to do."""
    text = text.strip()
    text = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
    match reason:
        case "past":
            return say("“{text}” has already passed.", text=text)
        case "far":
            return say("“{text}” is more than ten years away. Check the year.", text=text)
        case "no_such_day":
            return say("There is no such day: “{text}”.", text=text)
        case "weekday":
            return say("The day of the week and the date do not agree: “{text}”.", text=text)
        case "no_day":
            return say("Which day? Write for example “17 March 10:00”.")
        case "no_time":
            return say("There is no such time of day: “{text}”.", text=text)
        case "end_before_start":
            return say("The end must be after the start: “{text}”.", text=text)
        case "several":
            return say("“{text}” contains more than one time. Write one.", text=text)
        case "only_day":
            return say("Write only the day, for example “17 March”.")
        case _:
            return say("I do not understand “{text}”. Write for example “17 March 10:00”.", text=text)
