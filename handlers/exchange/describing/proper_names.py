"""Leave out the names of people and places that only end like something that flows: "ring Jostein", "hos Nordkraft"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.word_finder import FlowMention, is_listed
from handlers.language.late_patterns import compile_later
from handlers.quantities.text_folding import TextToken

#: what a word within a sentence stands behind
_WITHIN = compile_later(r"[\w,)] $")
_CAPITAL, _SMALL = compile_later(r"\b[A-ZÆØÅ][a-zæøå]"), compile_later(r"\b[a-zæøå]{3}")


def leave_names(text: str, tokens: Sequence[TextToken], mentions: Sequence[FlowMention]) -> list[FlowMention]:
    """Return the mentions without words of no list that have a capital letter within a sentence."""
    if len(_CAPITAL.findall(text)) > len(_SMALL.findall(text)):
        return [*mentions]
    return [one for one in mentions if not _is_name(text, tokens, one)]


def _is_name(text: str, tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    capital = _CAPITAL.match(text, mention.start) is not None
    within = _WITHIN.search(text, max(0, mention.start - 2), mention.start) is not None
    return capital and within and mention.last - mention.first == 1 and not is_listed(tokens[mention.first].text)
