"""Tell what a line offers or needs from what it only tells of: "kaffemaskinen på verkstedet er død"."""

from __future__ import annotations

from handlers.exchange.describing.amounts import PLACES
from handlers.exchange.describing.word_finder import FlowMention
from handlers.language.flow_model import NEITHER
from handlers.quantities.text_folding import TextToken

#: words of a text at the least that names a place in passing, of one that names something else, and words before that
_FEWEST_OF_PLACE, _FEWEST_IN_PASSING, _FIRST_IN_PASSING = 4, 6, 2
#: probability of neither from which a place in a text without a phrase and an amount is only told of
_TOLD_OF = 0.25


def is_in_passing(tokens: list[TextToken], mention: FlowMention | None) -> bool:
    """Return True for a name that may be told of only: "kaffemaskinen på verkstedet er død", not "Waste heat."."""
    if mention is None:
        return False
    if mention.flow.type_key in PLACES:
        return len(tokens) >= _FEWEST_OF_PLACE
    return mention.first >= _FIRST_IN_PASSING and len(tokens) >= _FEWEST_IN_PASSING


def is_told_of(tokens: list[TextToken], mention: FlowMention, chances: dict[str, float]) -> bool:
    """Return True for a place or a machine that is told of only: "forklift race Friday, loser pays"."""
    is_place = mention.flow.type_key in PLACES and len(tokens) >= _FEWEST_OF_PLACE
    return is_place and chances[NEITHER] >= _TOLD_OF
