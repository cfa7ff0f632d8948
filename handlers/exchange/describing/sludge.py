"""Tell sludge of something living, which is organic, from sludge of something mineral."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.word_finder import FlowMention
from handlers.quantities.text_folding import TextToken, fold_words

#: beginnings of words for sludge, of those for where sludge of life comes from, and of those for where the other does
_SLUDGE = ("slam", "sludge")
_LIVING = tuple(
    fold_words("matavfall fisk fish smolt laks salmon meieri dairy brygg brew slakt kloakk sewage potet potato gjær")
)
_MINERAL = tuple(
    fold_words(
        """
        metall metal betong concrete kalk gips gypsum smelt galvan gruve drill lakk paint olje oily silika silica grind
        krom chrom sink zinc stål steel kopar kobber copper hydroksid hydroxide mangan silis silicon alumin kjemi chemi
        filterpress glas
        """
    )
)


def is_organic_sludge(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for a sludge of something living, and for one of which nothing mineral is told."""
    word = tokens[mention.first].text
    if mention.flow.kind != "sludge" or mention.last - mention.first > 1:
        return False
    mineral, living = (any(token.text.startswith(parts) for token in tokens) for parts in (_MINERAL, _LIVING))
    return word.startswith(_LIVING) or (not mineral and (living or word.startswith(_SLUDGE)))
