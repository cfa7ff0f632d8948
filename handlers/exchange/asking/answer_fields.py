"""Draw and read the one field that a listing lacks, as the form of listings does."""

from __future__ import annotations

from typing import Any

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.field_texts import WrittenFields
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.asking.question_texts import ask_for_field, describe_value, fill_columns
from handlers.exchange.listing_labels import PERIODS, list_period_options
from handlers.exchange.listings.listing_fields import parse_flow_fields
from handlers.exchange.matching.pair_factors import HEAT_NEEDS
from storage.exchange.listing_questions import AMOUNT, MONTHS, TEMPERATURE, VALUE
from storage.exchange.listings import Listing


def draw_answer_field(say: Say, listing: Listing, field: str, value: str = "") -> Field:
    """Draw the field with its unit, filled with what is proposed."""
    label = ask_for_field(say, listing, field)
    if field == MONTHS:
        return Field("when", label, "choice", value, options=list_period_options(say))
    amount = say("With its unit: 4 MW, 5-10 GWh/yr, 1 200 t/yr.")
    filled = fill_amount_field(say, value) if field == AMOUNT else describe_value(say, field, value)
    hint = amount if field == AMOUNT else say("In degrees: 65 °C.")
    return Field(field, label, "line", filled, hint, most=VALUE)


def read_answer(event: Submission, turn: Turn, listing: Listing, field: str) -> tuple[str, dict[str, Any]]:
    """Return the value as it is stored, and the columns of the listing that it fills. Raise UserError if it is none.

    It is read by the reader of the listings' form.
    """
    say, written = turn.say, event.get_text("when" if field == MONTHS else field)
    if field == MONTHS:
        if written not in PERIODS:
            raise UserError("", {"when": say("Choose when it is.")})
        return written, fill_columns(field, written)
    wrong: dict[str, str] = {}
    texts = {"type": listing.type, "direction": listing.direction, field: written}
    values = parse_flow_fields(WrittenFields(texts), turn, wrong)
    if not written:
        wrong[field] = say("Fill in this field.")
    celsius = values["temperature"]
    returned = listing.back if listing.type in HEAT_NEEDS and field == TEMPERATURE else None
    if celsius is not None and returned is not None and celsius <= returned:
        wrong.setdefault(field, say("What comes back is colder than what is sent out."))
    if wrong:
        raise UserError("", wrong)
    value = repr(celsius) if field == TEMPERATURE else str(values[AMOUNT])
    return value, fill_columns(field, value)
