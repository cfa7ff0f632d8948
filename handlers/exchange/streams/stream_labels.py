"""Say what a stream is, in a few words: which way it flows, what, how much, and from what its amount is known."""

from __future__ import annotations

from handlers.chat.say import Say, capitalise_first_letter
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.listing_labels import describe_months
from handlers.exchange.matching.flow_phrases import name_flow_type
from storage.exchange.streams import IN, Stream


def name_stream_type(say: Say, type_: str) -> str:
    """Return the type as it flows: what is capacity of the grid as an offer, is electric power here."""
    return say("electric power") if type_ == "power" else name_flow_type(say, type_)


def list_stream_types(say: Say) -> tuple[tuple[str, str], ...]:
    return tuple((key, capitalise_first_letter(name_stream_type(say, key))) for key in FLOW_TYPES)


def describe_stream_direction(say: Say, direction: str) -> str:
    return say("In") if direction == IN else say("Out")


def list_basis_options(say: Say) -> tuple[tuple[str, str], ...]:
    return ("measured", say("Measured")), ("calculated", say("Calculated")), ("estimated", say("Estimated"))


def title_stream(say: Say, stream: Stream) -> str:
    """Return "F-3 Out: heat, 4 MW"."""
    what = ", ".join(filter(None, (name_stream_type(say, stream.type), describe_amount(say, stream.amount))))
    return f"{stream.code} {describe_stream_direction(say, stream.direction)}: {what}"


def list_stream_facts(say: Say, stream: Stream) -> tuple[tuple[str, str], ...]:
    """Return label and text of what may be known of a stream besides its title; an empty text is not known."""
    basis = dict(list_basis_options(say)).get(stream.basis, "")
    known = ", ".join(filter(None, (basis, str(stream.year or ""))))
    celsius = "" if stream.temperature is None else say("{number} °C", number=f"{stream.temperature:g}")
    today = say("Comes from today") if stream.direction == IN else say("Goes today to")
    return (
        (say("Amount is"), known if stream.amount else ""),
        (say("Temperature"), celsius),
        (say("Quality"), stream.quality),
        (say("When"), describe_months(say, stream.months)),
        (today, stream.destination),
        (say("Waste code"), stream.waste_code),
    )
