"""Read the spare capacity of a plant that treats something: it is measured by what it treats, and offers none of it.

"Renseanlegget vårt har ledig kapasitet på 60 m3/t" offers no water.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.exchange.describing.amounts import build_read_amount
from handlers.exchange.describing.description import Description
from handlers.exchange.describing.direction_choice import settle_direction
from handlers.exchange.describing.listing_parts import add_amount
from handlers.exchange.describing.mention_types import is_for_capacity
from handlers.exchange.describing.word_finder import FlowMention
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.language.direction_words import DirectionCue, choose_direction
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words

#: beginnings of words for plants that treat something, and for what they do
_TREATS = tuple(
    fold_words(
        """
        renseanlegg rensanlegg reinseanlegg rensekapasitet reinsekapasitet behandlingskapasitet behandlingsanlegg
        treatment effluent wastewater sewage biogassanlegg forbrenningsanlegg avfallskjel incinerator
        """
    )
)
_THROUGHPUT = frozenset(FLOW_TYPES["capacity"].throughput)


def describe_plant_capacity(
    tokens: Sequence[TextToken], mention: FlowMention | None, amounts: Sequence[Quantity],
    cues: Sequence[DirectionCue], chances: Mapping[str, float], *, asks: bool,
) -> Description | None:  # fmt: skip
    """Return the capacity of a plant that is offered or needed, with how much it treats; None where none is.

    "Ledig kapasitet i biogassanlegget: 5000 t/år matavfall" may look for the food waste.
    """
    if mention is not None and mention.flow.type_key in ("material", "organic"):
        return None
    said = next((one for one in amounts if one.measures in _THROUGHPUT), None)
    treats = any(token.text.startswith(_TREATS) for token in tokens)
    if said is None or not treats or not is_for_capacity(tokens):
        return None
    direction = settle_direction(chances, choose_direction(cues), cues, asks=asks)
    described = Description(direction, "capacity").ask_fields(*(() if direction else ("direction",)))
    return add_amount(described, build_read_amount(tokens, amounts, said, amounts))
