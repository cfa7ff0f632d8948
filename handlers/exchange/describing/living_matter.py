"""Tell sludge, oil and leftovers of something living, which are organic, from those of something mineral."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from handlers.exchange.describing.word_finder import HINT, FlowMention
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
#: beginnings of words for what lives or is eaten: oil and leftovers of it are organic
_ALIVE = tuple(
    fold_words(
        """
        fisk fish laks salmon smolt torsk sild herring makrell mackerel ørret aure trout rogn reke shrimp prawn krabb
        crab slakt slaughter kylling chicken poultry fjørfe gris svin storfe cattle beef sau sheep meieri dairy melk
        mjølk milk myse whey bryggeri brewery malt gjær yeast potet potato gulrot carrot grønnsak grønsak vegetable
        frukt fruit eple apple maize hvete kveite wheat raps rape soya soy oliven olive solsikke sunflower kakao cocoa
        kaffe coffee brød bread bakeri bakery kjøkken kitchen matolje fôr tare kelp alge algae insekt insect plante
        vegetabil animal animalsk cooking frying fryer
        """
    )
)
_REACH = 2


def is_organic_matter(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for a material of something living: its sludge, its oil, or what is left of it."""
    if mention.flow.kind == "oil" or (mention.flow.kind is None and mention.flow.weight <= HINT):
        named = [*tokens[max(0, mention.first - _REACH) : mention.first], tokens[mention.first]]
        joined = [one for one, other in pairwise(named) if other.start <= one.end + 1]
        return any(one.text.startswith(_ALIVE) for one in [*joined[-_REACH:], named[-1]])
    return is_organic_sludge(tokens, mention)


def is_organic_sludge(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for a sludge of something living, and for one of which nothing mineral is told."""
    word = tokens[mention.first].text
    if mention.flow.kind != "sludge" or mention.last - mention.first > 1:
        return False
    mineral, living = (any(token.text.startswith(parts) for token in tokens) for parts in (_MINERAL, _LIVING))
    return word.startswith(_LIVING) or (not mineral and (living or word.startswith(_SLUDGE)))
