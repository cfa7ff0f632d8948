"""Tell the type that a name is of: water that is hot is meant for its heat, and a store that has a size is a room."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handlers.exchange.describing.flow_choice import is_beside, is_store
from handlers.exchange.describing.living_matter import is_organic_matter
from handlers.exchange.describing.word_finder import FlowMention
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken

#: the same for the power of warm water: "6 MW of 30 degree water"
NEAR_HEAT = 5
#: plain water that is this warm is offered and needed for its heat
HEAT_FROM = 40
#: °C up to which water that is measured in power is meant for its cold
COLD_TO = 12
#: units that only land has: "3 mål til containerlagring"
_LAND = ("da", "ha")
#: what the heat of water is measured in, and the water itself never
_OF_HEAT = frozenset(("power", "energy", "energy a year", "energy an hour"))
#: °C between which a power is one of heat
_WARM = (30, 100)
#: beginnings of words for water that cools
_COLD = ("kjol", "cool", "chill")
#: the same for water that is hot, whatever its temperature
_HOT = ("varm", "het", "hot", "warm")
#: kinds of material -> what they are of something living
ORGANIC_KINDS_OF = {"sludge": "sludge", "oil": "fat"}
_CAPACITY = ("kapasitet", "kapasiteten", "capacity")
_PLAIN_WATER = frozenset(("vann", "vatn", "water", "vannet", "vatnet"))


def choose_mention_type(
    tokens: Sequence[TextToken], mention: FlowMention, temperature: float | None, amounts: Sequence[Quantity], *,
    is_need: bool,
) -> str:  # fmt: skip
    """Return the type of a mention: water that is hot, or measured in power, is meant for its heat or its cold."""
    if mention.flow.type_key == "capacity" and _is_room(tokens, mention, amounts):
        return "area"
    if mention.flow.type_key == "cooling" and not is_need and temperature is not None and temperature >= _WARM[0]:
        return "heat"
    if mention.flow.type_key == "material" and is_organic_matter(tokens, mention):
        return "organic"
    word = tokens[mention.first].text if mention.last - mention.first == 1 else ""
    if mention.flow.type_key == "water" and (
        word.startswith(_HOT) or (word in _PLAIN_WATER and temperature is not None and temperature >= HEAT_FROM)
    ):
        return "heat"
    beside = [said.measures for said in amounts if is_beside(tokens, mention, said, NEAR_HEAT)]
    if mention.flow.type_key != "water" or not beside or not set(beside) <= _OF_HEAT:
        return mention.flow.type_key
    is_cold = temperature is not None and temperature <= COLD_TO
    return "cooling" if is_cold or (is_need and tokens[mention.first].text.startswith(_COLD)) else "heat"


def choose_kind(mention: FlowMention, type_key: str) -> str | None:
    """Return the kind of a mention that is of this type. The oil of something living is fat."""
    if type_key == mention.flow.type_key:
        return mention.flow.kind
    return ORGANIC_KINDS_OF.get(mention.flow.kind or "") if type_key == "organic" else None


def _is_room(tokens: Sequence[TextToken], mention: FlowMention, amounts: Sequence[Quantity]) -> bool:
    """Return True for a capacity that is measured as land, and for a store that is measured as a building."""
    if any(said.unit is not None and said.unit.name in _LAND for said in amounts):
        return True
    measured = {said.measures for said in amounts}
    return is_store(tokens, mention) and "area" in measured and not measured & {"hours", "pallets"}


def is_for_capacity(tokens: Sequence[TextToken]) -> bool:
    """Return True for water that a plant may treat: "manglar reinsekapasitet for 12 m3/t vaskevatn"."""
    return any(token.text.endswith(_CAPACITY) for token in tokens)


def is_warm_power(amounts: Sequence[Quantity], celsius: Decimal | None) -> bool:
    """Return True for what can only be heat: "3 MW på 60 grader"."""
    return celsius is not None and _WARM[0] <= celsius <= _WARM[1] and {one.measures for one in amounts} <= _OF_HEAT
