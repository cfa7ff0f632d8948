"""Read a line that would move a deadline, and offer the form of its record with the new day."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from dateutil.relativedelta import relativedelta

from handlers.chat.button_values import RecordDay
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import NotAllowed
from handlers.chat.events import Command
from handlers.chat.record_codes import TypedCode
from handlers.chat.turn import Turn
from handlers.dates.date_words import parse_number_word
from handlers.dates.time_zones import find_zone
from handlers.dates.typed_times import NotATime, explain_time_error, parse_typed_day
from handlers.language.deadline_orders import DAYS, MONTHS, WEEKS, DeadlineOrder, DeadlineShift, read_deadline_order
from handlers.overview.bare_words.code_lookup import answer_unknown_code, parse_known_code
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.bare_words.readings import RECORD, Reading, run_button_action


async def read_deadline_change(turn: Turn, text: str) -> Reading | None:
    """Read a line that would move the deadline of a record, even if there is none; None for every other line."""
    order = read_deadline_order(text)
    typed = parse_known_code(order.code) if order is not None else None
    if order is None or typed is None or not typed.codes.deadline_form:
        return None
    record = await typed.codes.find_visible(turn, typed.number)
    if record is None and not typed.certain:
        return None
    if record is None:
        return Reading(RECORD, typed.text, answer_unknown_code(typed.text, text))

    async def offer_deadline_form(event: Command, turn: Turn) -> Reply | None:
        reply = await _offer_form(event, turn, typed, record, order)
        if reply is None or reply.card is None:
            return reply
        return Reply(add_network_offer(turn, reply.card, text))

    return Reading(RECORD, typed.text, offer_deadline_form)


async def _offer_form(event: Command, turn: Turn, typed: TypedCode, record: Any, order: DeadlineOrder) -> Reply | None:
    """Open the form, or offer the button that does; whoever may not use it reads the record and who may."""
    day, lead = await _choose_new_day(turn, typed, record, order)
    say, named = turn.say, day or not (order.day or order.shift)
    value, action = RecordDay(record.id, day).encode_value(), typed.codes.deadline_form
    try:
        reply = await run_button_action(event, turn, action, value)
    except NotAllowed as error:
        shown = await run_button_action(event, turn, typed.codes.open, str(record.id))
        return _put_first(shown, error.text)
    if reply is None or reply.form is None or (event.reply_to is None and named):
        return reply
    row = (Button(reply.form.title, action, value, "primary"), Button(say("Show"), typed.codes.open, str(record.id)))
    # the note of most forms begins with the code and the title
    about = reply.form.note or typed.text
    return Reply(Card("", (Text(about, "strong"), Text(lead), Buttons(row))))


async def _choose_new_day(turn: Turn, typed: TypedCode, record: Any, order: DeadlineOrder) -> tuple[str, str]:
    """Return the day as a form carries it, "" where the line names none that can be; and what is said of it."""
    say, day = turn.say, None
    if order.shift is not None and typed.codes.find_deadline is not None:
        day = _shift_day(await typed.codes.find_deadline(turn.store, record), order.shift)
        if day is not None and day < turn.today:
            return "", explain_time_error(say, "past", say.format_day(day))
    elif order.day:
        try:
            day = parse_typed_day(order.day, turn.now, find_zone(turn.person.zone) or turn.arena.zone)
        except NotATime as error:
            return "", explain_time_error(say, error.reason, order.day)
    if day is None:
        return "", say("A form opens.")
    return day.isoformat(), say("A form opens, with {day} as the new deadline.", day=say.format_day(day))


def _shift_day(day: date | None, shift: DeadlineShift) -> date | None:
    """Return the day so much later or earlier; None without a day, and for what is no number: "noen uker"."""
    n = parse_number_word(shift.number)
    if day is None or n is None:
        return None
    far = {DAYS: relativedelta(days=n), WEEKS: relativedelta(weeks=n), MONTHS: relativedelta(months=n)}[shift.unit]
    return day - far if shift.earlier else day + far


def _put_first(reply: Reply | None, text: str) -> Reply | None:
    if reply is None or reply.card is None:
        return reply
    return Reply(msgspec.structs.replace(reply.card, parts=(Text(text), *reply.card.parts)))
