"""Decide whether a line orders a new meeting."""

from __future__ import annotations

from datetime import date

from handlers.language import meeting_words, order_words
from handlers.language.bot_request_model import guess_bot_request, is_surely_for_network
from handlers.language.closing_orders import cut_closing_order
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import names_meeting
from handlers.language.meeting_order_model import (
    POSSIBLE,
    PROBABLE,
    UNLIKELY,
    compute_order_probability,
    guess_meeting_order,
)
from handlers.language.pasted_lines import asks_to_see, is_pasted
from handlers.language.statement_words import begins_with_statement, has_verb, tells_outcome
from handlers.meetings.line_reader.aside_patterns import NEARLY
from handlers.meetings.line_reader.clock_phrases import find_line_times
from handlers.meetings.line_reader.day_phrases import find_line_days
from handlers.meetings.line_reader.line_tokens import split_typed_line
from handlers.meetings.line_reader.places import ONLINE
from handlers.meetings.line_reader.series_phrases import find_line_series

#: what a line about a meeting ends with that asks what to bring: "møte med NVE fredag – hva bør vi ta med?"
_ENDS_WITH_QUESTION = compile_later(
    r"(?i)[–—:.-] (?:hva|kva|ka|what) (?:bør|skal|må|should|must|do) (?:vi|me|jeg|eg|we|i)\b[^?]{0,60}?"
    r"\b(?:ha med|ta med|ha klar\w*|forberede|førebu|bring|prepare|have ready)\b[^?]{0,80}\?$"
)
#: maximum number of words of a line that only names a date
_FEW = 12


def is_meeting_order(text: str, language: str = "") -> bool:
    """Return True if the line is about a new meeting: by the rules unless that is improbable, or most probably."""
    if is_pasted(text) or asks_to_see(text):
        return False
    if _ENDS_WITH_QUESTION.search(text):
        return False
    if is_order_by_rules(text):
        return compute_order_probability(text) >= UNLIKELY
    return guess_meeting_order(text) >= PROBABLE


def is_order_by_rules(text: str) -> bool:
    """Return True if a verb or a clause orders a meeting, or the line names one and more.

    A day and a time of day are enough without a word for a meeting. What asks, reports or changes is no order.
    """
    text, closed = cut_closing_order(text)
    if closed and is_timed_meeting(text) and not meeting_words.reports_or_changes(text):
        return True
    if meeting_words.begins_with_order(text):
        return len(text) <= meeting_words.MOST_CHARACTERS
    if meeting_words.begins_with_new_time(text):
        return False
    if meeting_words.begins_with_kind(text):
        return True
    stated = begins_with_statement(text) and not names_meeting(text)
    return meeting_words.may_be_timed(text) and not stated and is_timed_meeting(text)


def may_order_meeting(text: str) -> bool:
    """Return True if the line may be about a new meeting, or a question: somebody has to say which."""
    if tells_outcome(text) or asks_to_see(text):
        return False
    if _may_order_by_rules(text) or is_order_by_rules(text):
        return compute_order_probability(text) >= UNLIKELY or not is_surely_for_network(text)
    return guess_meeting_order(text) >= POSSIBLE and not guess_bot_request(text)


def _may_order_by_rules(text: str) -> bool:
    if not meeting_words.may_mean_meeting(text):
        return False
    wished = meeting_words.wishes_for_meeting(text)
    return (
        wished
        or meeting_words.tells_new_time(text)
        or is_timed_meeting(text)
        or _names_clock(text)
        or _names_date(text)
    )


def _names_clock(text: str) -> bool:
    """Return True if the line says at what time of day: "pils på brygga kl. 16"."""
    return "?" not in text and find_line_times(split_typed_line(text)).start is not None


def _names_date(text: str) -> bool:
    """Return True for a few words and a date, without a verb: "strategisamling 14. og 15. april, Testsund"."""
    if "?" in text or has_verb(text) or len(text.split()) > _FEW:
        return False
    line = split_typed_line(text)
    days = (day for day in find_line_days(line) if day.mention.month and not day.vague)
    return any(any(sign.isdigit() for sign in line.slice_text(day.first, day.last)) for day in days)


def is_timed_meeting(text: str) -> bool:
    """Return True if the line names a day or a time of day and a meeting, or both times."""
    line = split_typed_line(meeting_words.cut_preamble(text))
    series = find_line_series(line, date(2000, 1, 1))
    day = series.rule is not None or bool(find_line_days(line))
    times = find_line_times(line)
    clock = times.start is not None or times.ahead is not None or times.part != ""
    online = not ONLINE.isdisjoint(line.lowered.split())
    near = NEARLY.search(line.lowered) is not None
    if near and names_meeting(text) and not meeting_words.wishes_for_meeting(text):
        return True
    named = names_meeting(text) or order_words.is_meeting_up(line.lowered) or order_words.is_gathering(line.lowered)
    return (clock and (day or online)) or ((day or clock) and named)
