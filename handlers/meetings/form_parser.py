"""Parse the forms of a meeting: understood in full, or an error at the field."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates import recurrence, time_zones, typed_times
from handlers.meetings import forms, limit_parser, series, time_fields
from handlers.meetings.meeting_preview import build_unsaved_meeting
from handlers.meetings.outlines import Outline
from storage.meetings.meetings import AUDIENCES

_BEFORE = re.compile(
    r"(\d{1,3})(?:\s*(?:days?|dag(?:er|ar)?)\b[^\d]*)?(?:\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2}))?", re.IGNORECASE
)


def parse_meeting_form(event: Submission, turn: Turn, before: Outline) -> Outline:
    """Parse the basic form, or that of one occurrence. Raises UserError with what is wrong at each field."""
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {name: event.get_text(name) for name in ("title", "place", "link")}
    values["title"] = " ".join(values["title"].split())
    if not values["title"]:
        wrong["title"] = turn.say("Write a title.")
    for name, most in (("title", forms.TITLE), ("place", forms.PLACE), ("link", forms.LINK)):
        if len(values[name]) > most:
            wrong[name] = turn.say("Shorten it to {n} characters.", n=most)
    if values["link"] and not is_web_link(values["link"]):
        wrong["link"] = turn.say("Paste the whole address, starting with https://.")
    values |= time_fields.parse_time_fields(event, turn, before, wrong)
    if "repeats" in event.values and "starts" in values:
        try:
            values["rule"] = parse_series_rule(event.get_text("repeats"), turn, before, values["starts"])
        except UserError as error:
            wrong["repeats"] = error.text
    if "capacity" in event.values:
        values["capacity"] = _parse_seat_number(event.get_text("capacity"), turn, "capacity", wrong)
    if event.get_text("audience") in AUDIENCES:
        values["audience"] = event.get_text("audience")
    if wrong:
        raise UserError("", wrong)
    return msgspec.structs.replace(before, **values, when="", repeats="")


def parse_series_rule(text: str, turn: Turn, before: Outline, starts: str) -> str:
    """Return the rule as stored; empty for a single meeting. Raises UserError."""
    if not text:
        return ""
    start = datetime.fromisoformat(starts)
    try:
        if before.rule and text == forms.format_typed_rule(before, turn.say):
            rule = recurrence.parse_rrule(before.rule)
        else:
            rule = recurrence.parse_typed_rule(text, start)
        rule.list_occurrence_times(start, horizon=start.date(), most=1)  # too many dates, no end, or another first date
    except recurrence.NotARule as error:
        raise UserError(recurrence.explain_rule_error(turn.say, error.reason)) from error
    return rule.format_rrule()


def parse_meeting_details(event: Submission, turn: Turn, before: Outline) -> Outline:
    """Parse the second form. Raises UserError with what is wrong at each field."""
    say, wrong = turn.say, dict[str, str]()
    capacity = _parse_seat_number(event.get_text("capacity"), turn, "capacity", wrong)
    each = _parse_seat_number(event.get_text("seats_each"), turn, "seats_each", wrong)
    if capacity is not None and each is not None and each > capacity:
        wrong["seats_each"] = say("There are only {n} seats in all.", n=say.format_number(capacity))
    zone = time_zones.find_zone(event.get_text("zone")) if event.get_text("zone") else before.where
    if zone is None:
        wrong["zone"] = say("I do not know that time zone name. Write for example “Europe/Oslo”.")
    text = event.get_text("text")
    if len(text) > forms.TEXT:
        wrong["text"] = say("Shorten it to {n} characters.", n=forms.TEXT)
    after = msgspec.structs.replace(
        before, capacity=capacity, seats_each=each, text=text, zone=zone.key if zone else before.zone
    )
    if after.starts and after.start_at <= turn.now:
        wrong["zone"] = say("It has already passed in that time zone.")
    try:
        days, clock = parse_signup_deadline(event.get_text("signup"), turn, after, before)
    except UserError as error:
        wrong["signup"] = error.text
    if wrong:
        raise UserError("", wrong)
    return msgspec.structs.replace(after, signup_days=days, signup_time=clock)


def parse_signup_deadline(text: str, turn: Turn, after: Outline, before: Outline) -> tuple[int | None, str]:
    """Parse "7", "7 dager før 12.00" or "9. mars kl 16" as days before and time of day. Raises UserError."""
    say = turn.say
    if not text:
        return None, after.signup_time
    if before.signup_days is not None and text == forms.format_typed_deadline(before, say):
        days, clock = before.signup_days, before.signup_time
    elif (match := _BEFORE.fullmatch(text)) is not None:
        hour, minute = int(match[2] or 16), int(match[3] or 0)
        if hour > 23 or minute > 59:
            raise UserError(typed_times.explain_time_error(say, "unknown", text))
        days, clock = int(match[1]), f"{hour:02}:{minute:02}"
    else:
        days, clock = _parse_deadline_day(text, turn, after)
    unsaved_meeting = build_unsaved_meeting(msgspec.structs.replace(after, signup_days=days, signup_time=clock))
    end = time_zones.convert_to_instant(
        datetime.combine(after.start.date() - timedelta(days=days), time.fromisoformat(clock)), after.where
    )
    if end > after.start_at:
        raise UserError(say("That is after the meeting has begun."))
    until = series.compute_signup_deadline(unsaved_meeting, after.start)
    unchanged = (days, clock) == (before.signup_days, before.signup_time)
    if until is not None and until <= turn.now and not after.rule and not unchanged:
        raise UserError(say("That deadline has already passed."))
    return days, clock


def _parse_deadline_day(text: str, turn: Turn, outline: Outline) -> tuple[int, str]:
    try:
        when = typed_times.parse_typed_time(text, turn.now, outline.where)
    except typed_times.NotATime as error:
        raise UserError(typed_times.explain_time_error(turn.say, error.reason, text)) from error
    days = (outline.start.date() - when.start.date()).days
    if days < 0:
        raise UserError(turn.say("That is after the meeting has begun."))
    return days, when.start.strftime("%H:%M") if when.timed else "16:00"


def is_web_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not any(sign.isspace() for sign in text)


def _parse_seat_number(text: str, turn: Turn, name: str, wrong: dict[str, str]) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 6 or not 0 < int(text) <= limit_parser.MOST_SEATS:
        wrong[name] = turn.say("Write a number of seats, such as 40.")
        return None
    return int(text)
