"""Settle whether the flow that a text names is offered or needed: the phrases beside its name count most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.exchange.describing.clauses import find_clause
from handlers.exchange.describing.direction_choice import find_strength, settle_direction
from handlers.exchange.describing.word_finder import FlowMention
from handlers.language.direction_words import (
    CERTAIN,
    CLEAR,
    Direction,
    DirectionCue,
    choose_direction,
    infer_direction,
)
from handlers.language.flow_model import NEED, OFFER
from handlers.quantities.text_folding import TextToken, fold_words

#: what there is room for, and words for room
_MATTER = ("material", "organic")
_ROOM = fold_words("kapasitet kapasiteten capacity plass room space mottak")
#: how many times likelier the other direction is where phrases elsewhere tell it as well, and it is asked
TWICE = 2
_DIRECTIONS: frozenset[Direction] = frozenset(("offer", "need"))


def settle_named_direction(
    folded: str,
    tokens: Sequence[TextToken],
    mention: FlowMention,
    cues: Sequence[DirectionCue],
    chances: Mapping[str, float],
) -> Direction | None:
    """Return the direction of the flow that is named; None where it has to be asked.

    Where nothing is certain the clear phrases of the clause that names it count alone: "damp søkes. Rør ligger klart".
    """
    first, last = find_clause(tokens, mention.start, mention.end)
    near = [cue for cue in cues if first <= tokens[cue.first].start and tokens[cue.last - 1].end <= last]
    is_certain, is_near = find_strength(cues) >= CERTAIN, find_strength(near) >= CLEAR
    counting = near if is_near and not is_certain else cues
    told = choose_direction(counting) or _infer_from_name(folded, tokens, mention)
    direction = settle_direction(chances, told, counting, asks="?" in folded)
    if counting is near and direction is not None and _tell_other(cues, direction) and _leans_other(chances, direction):
        return None
    if direction == "offer" and not is_certain and _is_room_for(tokens, mention):
        return None
    opposites = _DIRECTIONS - {cue.direction for cue in near if cue.strength >= CLEAR}
    return None if is_near and not is_certain and opposites == {direction} else direction


def _is_room_for(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for matter that there is room for, which may be taken: "ledig kapasitet: 5000 t matavfall"."""
    before = {token.text for token in tokens[: mention.first]}
    return mention.flow.type_key in _MATTER and not _ROOM.isdisjoint(before)


def _tell_other(cues: Sequence[DirectionCue], direction: Direction) -> bool:
    return any(cue.strength >= CLEAR and cue.direction != direction for cue in cues)


def _leans_other(chances: Mapping[str, float], direction: Direction) -> bool:
    return chances[NEED if direction == "offer" else OFFER] > TWICE * chances[direction]


def _infer_from_name(folded: str, tokens: Sequence[TextToken], mention: FlowMention) -> Direction | None:
    following = [token.text for token in tokens[mention.last : mention.last + 2]]
    return infer_direction(folded[mention.start : mention.end], following)


def leads_to_flow(mention: FlowMention, cues: Sequence[DirectionCue]) -> bool:
    """Return True for a clear phrase right before the name of what flows: "me treng hydrogen"."""
    return any(cue.strength >= CLEAR and cue.last == mention.first for cue in cues)
