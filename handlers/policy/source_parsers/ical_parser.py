"""Parse iCalendar entries, due (VTODO) or dated (VEVENT), as ministries and associations publish their deadlines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from handlers.chat.rich_text.model import Block, Run
from handlers.chat.rich_text.plain_text import write_cut_markup
from handlers.chat.rows import reason
from handlers.policy.source_parsers import ENTRIES, ParsingContext, Rows, UnreadableSource, cut_source_text

KINDS = ("VTODO", "VEVENT")


def parse_ical(text: str, reader: ParsingContext) -> Rows:
    """Parse the entries that are not over. A recurring entry counts once, on its first day."""
    try:
        found = [part for calendar in Calendar.from_ical(text, multiple=True) for part in calendar.walk()]
    except (ValueError, LookupError, AttributeError, TypeError, OSError, RecursionError) as error:
        raise UnreadableSource("unknown", reason("no calendar that can be read")) from error
    if not found:
        raise UnreadableSource("unknown", reason("no calendar that can be read"))
    parts = [part for part in found if part.name in KINDS]
    return _parse_ical_entries(parts, reader)


def _parse_ical_entries(parts: list[Any], reader: ParsingContext) -> Rows:
    for number, part in enumerate(parts[:ENTRIES], 1):
        day = _parse_ical_day(part, reader)
        over = isinstance(day, date) and day < reader.today
        if not over and _get_property_text(part, "STATUS").upper() != "CANCELLED":
            yield reason("entry {n}", n=number), _parse_ical_entry(part, day)


def _parse_ical_entry(part: Any, day: date | str) -> dict[str, Any]:
    link = _get_property_text(part, "URL")
    return {
        "id": _get_property_text(part, "UID")[-200:],
        "title": cut_source_text(_get_property_text(part, "SUMMARY"), 300),
        "sender": cut_source_text(_get_organiser_name(part), 200),
        "link": link[:500] if link.startswith(("https://", "http://")) else "",
        "deadline": str(day),
        "text": write_cut_markup([Block((Run(_get_property_text(part, "DESCRIPTION")),))], 3000),
    }


def _parse_ical_day(part: Any, reader: ParsingContext) -> date | str:
    """Return the day of the entry.

    Text in place of a date is returned as it stands, so that the error message can quote it.
    """
    for name in ("DUE", "DTSTART"):
        try:
            value = getattr(part.get(name), "dt", None)
        except BrokenCalendarProperty:
            return _get_property_text(part, name)[:25]
        if isinstance(value, datetime):
            return (value.astimezone(reader.zone) if value.tzinfo else value).date()
        if isinstance(value, date):
            return value
    return ""


def _get_organiser_name(part: Any) -> str:
    """Return the name of the organiser, never an address."""
    organiser = part.get("ORGANIZER")
    return str(getattr(organiser, "params", {}).get("CN", "")) if organiser is not None else ""


def _get_property_text(part: Any, name: str) -> str:
    value = part.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(str(value).replace("\0", " ").split()) if value is not None else ""
