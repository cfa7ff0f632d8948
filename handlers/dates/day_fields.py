"""Draw and parse form fields in which a day is picked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from handlers.chat.button_values import RecordDay
from handlers.chat.cards import Field, Form
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import RenderContext
from handlers.dates.typed_times import NotATime, explain_time_error, parse_typed_day


def draw_day_field(name: str, label: str, day: date | None = None, *, hint: str = "") -> Field:
    return Field(name, label, "date", day.isoformat() if day else "", hint)


def fill_typed_day(form: Form, name: str, value: str) -> Form:
    """Return the form with the day of a `RecordDay` in this field, if the value has one."""
    try:
        day = date.fromisoformat(RecordDay.parse_value(value).day).isoformat()
    except ValueError:
        return form
    fields = tuple(msgspec.structs.replace(one, value=day) if one.name == name else one for one in form.fields)
    return msgspec.structs.replace(form, fields=fields)


def parse_day_field(
    context: RenderContext, event: Submission, name: str, zone: ZoneInfo, kept: Iterable[date | None] = ()
) -> date | None:
    """Return the day, today or later; None where the field is empty. Raises UserError at the field.

    Words like "in 14 days" are understood too, since forms of earlier versions asked for them. `kept` holds days that
    the form may have been filled with: they stay, though they have passed.
    """
    text = event.get_text(name)
    if not text:
        return None
    for day in kept:
        if day is not None and text in (day.isoformat(), context.say.format_day(day)):
            return day
    try:
        return parse_typed_day(text, context.now, zone)
    except NotATime as error:
        raise UserError("", {name: explain_time_error(context.say, error.reason, _show_day(context, text))}) from error


def _show_day(context: RenderContext, text: str) -> str:
    """Return a picked day as the reader writes days, and typed words as they are."""
    try:
        return context.say.format_day(date.fromisoformat(text))
    except ValueError:
        return text
