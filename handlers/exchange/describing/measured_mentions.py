"""Choose the name that the amounts of a text can be of, and tell one that they cannot."""

from __future__ import annotations

from itertools import pairwise

from handlers.exchange.describing.amounts import PLACES
from handlers.exchange.describing.flow_choice import choose_mention, is_amount_of
from handlers.exchange.describing.word_finder import FlowMention
from handlers.exchange.flow_types import STREAM_MEASURES
from handlers.language.direction_words import DirectionCue
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words

#: what tells the size of one thing as well
_LOTS = ("mass", "volume")
#: hours of a week at the most
_LONGEST_WEEK = 60
_MATTER = ("material", "organic")
_DRY, _DRY_PAIRS = fold_words("tørrstoff tørstoff turrstoff tørrstoffinnhold"), {("dry", "matter"), ("dry", "solids")}


def choose_measured_mention(
    tokens: list[TextToken], mentions: list[FlowMention], cues: list[DirectionCue], amounts: list[Quantity],
    handed: list[Quantity],
) -> FlowMention | None:  # fmt: skip
    """Return what a listing is about: of what an amount of it can be of, where the likeliest can have none."""
    mention = choose_mention(tokens, mentions, cues, amounts)
    if mention is not None and mention.flow.type_key == "water" and _has_dry_matter(tokens):
        return choose_mention(tokens, [one for one in mentions if one.flow.type_key in _MATTER], cues, amounts)
    if mention is None or not (
        _is_unmeasured(mention, amounts) or is_foreign_mention(mention, mentions, amounts, handed)
    ):
        return mention
    measurable = [one for one in mentions if any(is_amount_of(one.flow.type_key, said) for said in amounts)]
    return choose_mention(tokens, measurable, cues, amounts) or mention


def _has_dry_matter(tokens: list[TextToken]) -> bool:
    """Return True for what has a share of dry matter, which water has not: "stickwater, 38 % dry matter"."""
    words = [token.text for token in tokens]
    return not _DRY.isdisjoint(words) or any(pair in _DRY_PAIRS for pair in pairwise(words))


def _is_unmeasured(mention: FlowMention, amounts: list[Quantity]) -> bool:
    """Return True for what no amount of the text can be of, so that another name may be meant. Water has its heat."""
    key = mention.flow.type_key
    if key in PLACES or key == "water" or any(is_amount_of(key, said) for said in amounts):
        return False
    return any(said.measures in STREAM_MEASURES for said in amounts)


def _is_working_week(said: Quantity) -> bool:
    """Return True for the hours of somebody who works: "37,5 t i uka"."""
    in_tonnes = said.weekly and said.unit is not None and said.unit.name == "t"
    return in_tonnes and said.value is not None and said.value <= _LONGEST_WEEK


def is_foreign_mention(
    mention: FlowMention, mentions: list[FlowMention], amounts: list[Quantity], handed: list[Quantity]
) -> bool:
    """Return True for a place or persons beside an amount of something else that flows: "H2 til depotet, 450 kg/d".

    A mass of no time may tell what a crane lifts, and no persons. What no flow that is named can have is foreign
    whatever else is measured: "veksthus på 3 daa treng 2 MW".
    """
    key = mention.flow.type_key
    lifted = _LOTS if key in PLACES and key != "people" else ()
    streams = [
        said for said in amounts
        if said.measures in STREAM_MEASURES and not (key == "people" and _is_working_week(said))
        and (said.measures not in lifted or said.weekly or (said in handed and mention.start != said.end + 1))
    ]  # fmt: skip
    unnamed = any(not any(is_amount_of(one.flow.type_key, said) for one in mentions) for said in streams)
    if any(is_amount_of(key, said) for said in amounts):
        return key in PLACES and unnamed
    return bool(streams) if key in PLACES else unnamed and key in _MATTER
