"""Give each of several listings what a line says of it elsewhere: "varme og CO2: 2 MW på 90 grader og 700 kg/h CO2"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.exchange.describing.amounts import build_read_amount, list_amounts
from handlers.exchange.describing.description import Description
from handlers.exchange.describing.flow_choice import MOST_WEIGHED, is_amount_of
from handlers.exchange.describing.listing_parts import add_amount
from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import fold_signs, split_folded_text

#: types of which a line says how warm they are
_WARM = frozenset(("heat", "steam", "cooling"))
#: part of a line, and the listing that it was read as
Part = tuple[str, Description]


def share_details(parts: Sequence[Part]) -> list[Part]:
    """Return the listings, each with the amount that is meant for it; a flow that is named twice stands once."""
    kept = _join_repeated(parts)
    for taker in range(len(kept)):
        for giver in range(len(kept)):
            if giver != taker:
                kept[giver], kept[taker] = _hand_over(kept[giver], kept[taker])
    return kept


def _join_repeated(parts: Sequence[Part]) -> list[Part]:
    """Return the listings without those of a flow that another has with its amount: "CO2 og varme, 700 kg/h CO2"."""
    kept = [*parts]
    for place, (_, one) in enumerate(parts):
        again = next((pair for pair in kept if _is_named_again(one, pair[1])), None)
        if again is not None:
            kept.remove(again)
            kept[kept.index(parts[place])] = (
                again[0],
                replace(again[1], direction=again[1].direction or one.direction),
            )
    return kept


def _is_named_again(one: Description, other: Description) -> bool:
    alike = (other.type_key, other.kind) == (one.type_key, one.kind) and _lacks_amount(one) and other.amount is not None
    return alike and (None in (one.direction, other.direction) or one.direction == other.direction)


def _lacks_amount(one: Description) -> bool:
    said = (one.amount, one.low, one.high)
    return one.type_key is not None and said == (None, None, None) and not {"amount", "unit"}.intersection(one.asks)


def _hand_over(giver: Part, taker: Part) -> tuple[Part, Part]:
    """Return both with the one amount that only the second can have, and the degrees that belong to it."""
    (part, one), (text, other) = giver, taker
    strays = _find_strays(part, one, other) if _lacks_amount(other) else []
    if len(strays) != 1:
        return giver, taker
    quantities = scan_quantities(part)[:MOST_WEIGHED]
    tokens = split_folded_text(fold_signs(part))
    other = add_amount(other, build_read_amount(tokens, quantities, strays[0], list_amounts(quantities)))
    if other.type_key in _WARM and other.temperature is None and one.type_key not in _WARM:
        warm = (one.temperature, one.temperature_low, one.temperature_high)
        other = replace(other, temperature=warm[0], temperature_low=warm[1], temperature_high=warm[2])
        one = replace(one, temperature=None, temperature_low=None, temperature_high=None)
    return (part, one), (text, other)


def _find_strays(part: str, one: Description, other: Description) -> list[Quantity]:
    """Return the amounts of a part that its own flow cannot have, and the other can."""
    return [
        said for said in list_amounts(scan_quantities(part)[:MOST_WEIGHED])
        if one.type_key is not None and other.type_key is not None
        and is_amount_of(other.type_key, said) and not is_amount_of(one.type_key, said)
    ]  # fmt: skip
