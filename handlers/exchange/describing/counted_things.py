"""Count things that are used again as they are: "40 brukte IBC-tanker", "europaller, 150 stk i måneden".

What is only packed in such things is not counted by them: "25 storsekker filterstøv" may be any mass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.exchange.describing.amount_doubts import is_bare_amount
from handlers.exchange.describing.flow_choice import is_beside
from handlers.exchange.describing.packings import HOLDERS
from handlers.exchange.describing.word_finder import FlowMention
from handlers.exchange.flow_types import FLOW_TYPES, PIECE_MEASURES
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words
from handlers.quantities.units import find_listed_unit

#: beginnings of words for things of which there are so and so many
_THINGS = tuple(
    fold_words(
        """
        ibc europall eur-pall trepall engangspall pallekarm bigbag storsekk saltsekk oljefat stålfat plastfat plastkar
        plasttønn fiskekass isoporkass tomfat tomtønn gitterboks vindturbinblad lysrør
        """
    )
)
#: the same whole, for other words begin so: "bagasse", "turbine oil"
_WHOLE_THINGS = fold_words("bag bags box boxes drum drums tote totes blade blades")
#: beginnings of words for pallets: as things only where what is said of them is a phrase, "brukte paller"
_PALLETS = "pall"
#: words behind a count whose flow was named before, and between it and a flow that follows, at the most
_LINKS, _MOST_BETWEEN = fold_words("i per pr a an each every hver kvar til to for som that of av"), 2


def find_thing_count(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], type_key: str, mention: FlowMention | None
) -> Quantity | None:
    """Return how many things are offered or needed, in pieces. Return None where nothing is counted."""
    if mention is None or not FLOW_TYPES[type_key].counted:
        return None
    near = sorted(quantities, key=lambda one: abs(one.start - mention.start))
    said = [one for one in near if one.measures in PIECE_MEASURES]
    if not _names_things(tokens, mention):
        return next((one for one in said if _counts_flow(tokens, mention, one)), None)
    bare = [one for one in near if _is_bare_count(tokens, mention, one)]
    return next(iter([*said, *bare]), None)


def count_in_pieces(said: Quantity) -> Quantity:
    """Return a number of things in pieces: no longer without a unit, and no places for pallets."""
    problem = None if said.problem == "unit" else said.problem
    return said if said.measures in PIECE_MEASURES else replace(said, unit=find_listed_unit("stk"), problem=problem)


def _names_things(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    words = [token.text for token in tokens[mention.first : mention.last]]
    whole = not _WHOLE_THINGS.isdisjoint(words)
    return whole or any(word.startswith(_THINGS) or (word.startswith(_PALLETS) and len(words) > 1) for word in words)


def _counts_flow(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity) -> bool:
    """Return True for "teglstein, 12 000 stk", not for "12 stk storsekk gips" or "slagg, vi har 3 stk hjullastere"."""
    behind = next((token for token in tokens if token.start >= said.end), None)
    if behind is None or behind.start != said.end + 1:
        return is_beside(tokens, mention, said)
    between = [token for token in tokens if said.end <= token.start < mention.start]
    follows = said.end <= mention.start and len(between) <= _MOST_BETWEEN and not behind.text.startswith(HOLDERS)
    return follows or (behind.text in _LINKS and is_beside(tokens, mention, said))


def _is_bare_count(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity) -> bool:
    """Return True for a number without a unit, or whose unit is the name of the things: "200 europaller"."""
    if said.start < mention.end <= said.end or (mention.start < said.end and said.start < mention.start):
        return not said.money
    return is_bare_amount(tokens, mention, said, named=True) and said.unit is None
