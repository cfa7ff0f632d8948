"""Calendars: what is due (VTODO), or on a day (VEVENT), as ministries and associations publish their deadlines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from handlers.chat.rows import reason
from handlers.policy.consultations.reading import ENTRIES, Reader, Rows, Unreadable

KINDS = ("VTODO", "VEVENT")


def rows(text: str, reader: Reader) -> Rows:
    """What is over is left out; what repeats counts once, on its first day."""
    try:
        found = [part for calendar in Calendar.from_ical(text, multiple=True) for part in calendar.walk()]
    except (ValueError, LookupError, AttributeError, TypeError, OSError, RecursionError) as error:
        raise Unreadable("unknown", reason("no calendar that can be read")) from error
    if not found:
        raise Unreadable("unknown", reason("no calendar that can be read"))
    parts = [part for part in found if part.name in KINDS]
    return _rows(parts, reader)


def _rows(parts: list[Any], reader: Reader) -> Rows:
    for number, part in enumerate(parts[:ENTRIES], 1):
        day = _day(part, reader)
        over = isinstance(day, date) and day < reader.today
        if not over and _words(part, "STATUS").upper() != "CANCELLED":
            yield reason("entry {n}", n=number), _row(part, day)


def _row(part: Any, day: date | str) -> dict[str, Any]:
    link = _words(part, "URL")
    return {
        "id": _words(part, "UID")[-200:],
        "title": _cut(_words(part, "SUMMARY"), 300),
        "sender": _cut(_sender(part), 200),
        "link": link[:500] if link.startswith(("https://", "http://")) else "",
        "deadline": str(day),
        "text": _cut(_words(part, "DESCRIPTION"), 3000),
    }


def _day(part: Any, reader: Reader) -> date | str:
    """What stands in the place of a date and is none is given as it stands, so that it can be told."""
    for name in ("DUE", "DTSTART"):
        try:
            value = getattr(part.get(name), "dt", None)
        except BrokenCalendarProperty:
            return _words(part, name)[:25]
        if isinstance(value, datetime):
            return (value.astimezone(reader.zone) if value.tzinfo else value).date()
        if isinstance(value, date):
            return value
    return ""


def _sender(part: Any) -> str:
    """The name of the organiser, never an address."""
    organiser = part.get("ORGANIZER")
    return str(getattr(organiser, "params", {}).get("CN", "")) if organiser is not None else ""


def _words(part: Any, name: str) -> str:
    value = part.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(str(value).replace("\0", " ").split()) if value is not None else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
