"""Describe a listing whose flow no word of the lists names: without its type."""

from __future__ import annotations

from dataclasses import replace

from handlers.exchange.describing.amounts import build_read_amount, doubt_rivals, list_amounts
from handlers.exchange.describing.description import Description
from handlers.exchange.describing.direction_choice import settle_direction
from handlers.exchange.describing.listing_parts import add_amount, add_conditions
from handlers.exchange.describing.mention_types import is_warm_power
from handlers.exchange.describing.person_counts import is_handed
from handlers.exchange.describing.temperatures import read_temperature
from handlers.exchange.flow_types import STREAM_MEASURES
from handlers.language.direction_words import DirectionCue, choose_direction
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import fold_signs, split_folded_text


def describe_unnamed(
    text: str, quantities: list[Quantity], cues: list[DirectionCue], chances: dict[str, float], *, is_bare: bool
) -> Description:
    """Return what is said of a flow whose type is not: little, unless somebody offers or needs an amount of it.

    Where no word names anything a power may still be one of heat.
    """
    told, described, folded = choose_direction(cues), Description(asks=("type",)), fold_signs(text)
    amounts = [said for said in list_amounts(quantities) if said.measures in STREAM_MEASURES]
    hours = [said for said in quantities if said.measures == "hours"]
    is_lent = is_bare and hours != [] and not amounts
    amounts = hours if is_lent else amounts
    if told is None:
        return described
    tokens = split_folded_text(folded)
    warm = read_temperature(tokens, quantities, 0)
    if amounts:
        direction = settle_direction(chances, told, cues, asks="?" in text)
        if is_bare and is_warm_power(amounts, warm.value):
            described = Description(type_key="heat")
        if is_lent:
            # only what is lent is measured in hours
            described = Description(type_key="capacity")
        described = replace(described, direction=direction).ask_fields(*(() if direction else ("direction",)))
        said = next((one for one in amounts if is_handed(tokens, cues, one)), amounts[0])
        read = build_read_amount(tokens, quantities, said, amounts)
        rivals = [] if is_handed(tokens, cues, said) else amounts
        described = add_amount(described, doubt_rivals(tokens, None, said, rivals, read))
    return add_conditions(described, warm, folded, tokens, quantities)
