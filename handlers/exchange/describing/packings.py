"""Tell what other things are packed in: of "25 big bags of sulphur" it is the sulphur that is offered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from handlers.exchange.describing.word_finder import FlowMention
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words
from handlers.quantities.units import find_listed_unit

#: beginnings of words for what holds something else
HOLDERS = tuple(fold_words("ibc sekk storsekk bigbag bag fat tønn drum dunk kann flask bottle kass boks box tank pall"))
#: words between it and what it holds
_OF = fold_words("of with av med")
#: types of what is packed
_PACKED = ("material", "organic")


def list_packings(tokens: Sequence[TextToken], mentions: Sequence[FlowMention]) -> list[TextToken]:
    """Return the words for what another thing, named right behind, is packed in."""
    held = {one.first for one in mentions if one.flow.type_key in _PACKED}
    return [
        token
        for n, (token, link) in enumerate(pairwise(tokens))
        if n + 2 in held and link.text in _OF and token.text.startswith(HOLDERS) and not find_listed_unit(token.text)
    ]


def names_packing(mention: FlowMention, packings: Sequence[TextToken]) -> bool:
    return any(one.end == mention.end for one in packings)


def is_packing_counted(
    tokens: Sequence[TextToken], packings: Sequence[TextToken], quantities: Sequence[Quantity]
) -> bool:
    """Return True if a number counts them, which tells no amount of what they hold: "25 big bags"."""
    figures = [said for said in quantities if said.figures]
    for packing in packings:
        at = tokens.index(packing)
        words = [*tokens[max(0, at - 1) : at + 1]]
        if any(said.start < word.start <= said.end + 1 for said in figures for word in words):
            return True
    return False
