"""Read a line that would move a deadline, and offer the form of its record with the new day."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from handlers.chat.button_values import RecordDay
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import NotAllowed
from handlers.chat.events import Command
from handlers.chat.record_codes import TypedCode
from handlers.chat.turn import Turn
from handlers.dates.time_zones import find_zone
from handlers.dates.typed_times import NotATime, explain_time_error, parse_typed_day
from handlers.language.deadline_orders import read_deadline_order
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
    if record is None:
        return Reading(RECORD, typed.text, answer_unknown_code(typed.text, text))

    async def offer_deadline_form(event: Command, turn: Turn) -> Reply | None:
        reply = await _offer_form(event, turn, typed, record, order.day)
        if reply is None or reply.card is None:
            return reply
        return Reply(add_network_offer(turn, reply.card, text))

    return Reading(RECORD, typed.text, offer_deadline_form)


async def _offer_form(event: Command, turn: Turn, typed: TypedCode, record: Any, words: str) -> Reply | None:
    """Open the form, or offer the button that does; whoever may not use it reads the record and who may."""
    say, day, lead = turn.say, "", turn.say("A form opens.")
    try:
        day = _parse_new_day(turn, words)
        if day:
            lead = say("A form opens, with {day} as the new deadline.", day=say.format_day(date.fromisoformat(day)))
    except NotATime as error:
        lead = explain_time_error(say, error.reason, words)
    value, action = RecordDay(record.id, day).encode_value(), typed.codes.deadline_form
    try:
        reply = await run_button_action(event, turn, action, value)
    except NotAllowed as error:
        shown = await run_button_action(event, turn, typed.codes.open, str(record.id))
        return _put_first(shown, error.text)
    if reply is None or reply.form is None or (event.reply_to is None and (day or not words)):
        return reply
    row = (Button(reply.form.title, action, value, "primary"), Button(say("Show"), typed.codes.open, str(record.id)))
    # the note of most forms begins with the code and the title
    about = reply.form.note or typed.text
    return Reply(Card("", (Text(about, "strong"), Text(lead), Buttons(row))))


def _parse_new_day(turn: Turn, words: str) -> str:
    """Return the day as a form carries it; "" where the line names none. Raises NotATime."""
    if not words:
        return ""
    return parse_typed_day(words, turn.now, find_zone(turn.person.zone) or turn.arena.zone).isoformat()


def _put_first(reply: Reply | None, text: str) -> Reply | None:
    if reply is None or reply.card is None:
        return reply
    return Reply(msgspec.structs.replace(reply.card, parts=(Text(text), *reply.card.parts)))
