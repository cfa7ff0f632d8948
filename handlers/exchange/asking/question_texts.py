"""Say what a listing does not say: as a question, as a name, and with its value in the reader's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handlers.chat.say import Say
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.listing_labels import PERIODS, describe_months, describe_temperature, list_period_options
from handlers.exchange.matching.listing_texts import parse_celsius_text
from storage.exchange.listing_questions import AMOUNT, MONTHS, TEMPERATURE, ListingQuestion
from storage.exchange.listings import NEED, OFFER, Listing


def ask_for_field(say: Say, listing: Listing, field: str) -> str:
    """Return the question in plain words, for what is offered or needed."""
    offered = listing.direction == OFFER
    if field == AMOUNT:
        return say("How much is there?") if offered else say("How much do you need?")
    if field == MONTHS:
        return say("When in the year can it be had?") if offered else say("When in the year do you need it?")
    if offered:
        return say("What is the temperature out?")
    return say("How cold must it be?") if listing.type == "cooling" else say("How warm must it be at least?")


def name_field(say: Say, field: str) -> str:
    return {AMOUNT: say("Amount"), MONTHS: say("When"), TEMPERATURE: say("Temperature")}.get(field, "")


def describe_value(say: Say, field: str, value: str) -> str:
    """Return a stored value in the reader's words: degrees, the name of a period, an amount as it was written."""
    if field == MONTHS:
        return dict(list_period_options(say)).get(value, value)
    if field == AMOUNT:
        return describe_amount(say, value)
    celsius = parse_celsius_text(value) if field == TEMPERATURE else None
    return value if celsius is None else say("{number} °C", number=say.format_decimal(Decimal(repr(celsius))))


def fill_columns(field: str, value: str) -> dict[str, Any]:
    """Return the columns of a listing that a stored value fills."""
    if field == MONTHS:
        return {"months": list(PERIODS[value])}
    return {field: float(value) if field == TEMPERATURE else value}


def describe_known_value(say: Say, listing: Listing, field: str) -> str:
    """Return what the listing says by now; empty where it says nothing."""
    if field == AMOUNT:
        return describe_amount(say, listing.amount)
    return describe_months(say, listing.months) if field == MONTHS else describe_temperature(say, listing)


def describe_request(say: Say, listing: Listing, question: ListingQuestion) -> str:
    """Return what is asked of the owner in one line: a question, or whether what is proposed is right."""
    if not question.proposed:
        return ask_for_field(say, listing, question.field)
    value = describe_value(say, question.field, question.proposed)
    return say("Is {value} right?", value=value)


def describe_counterparts(say: Say, listing: Listing, question: ListingQuestion) -> str:
    """Return how much hangs on the answer: a number where its owner may know each by name."""
    n, needs = question.counterparts, listing.direction != NEED
    if question.named and needs:
        return say.many(
            "{n} need in the network depends on the answer.", "{n} needs in the network depend on the answer.", n
        )
    if question.named:
        return say.many(
            "{n} offer in the network depends on the answer.", "{n} offers in the network depend on the answer.", n
        )
    if n > 1:
        several = say("Several needs in the network depend on the answer.")
        return several if needs else say("Several offers in the network depend on the answer.")
    one = say("One or more needs in the network depend on the answer.")
    return one if needs else say("One or more offers in the network depend on the answer.")
