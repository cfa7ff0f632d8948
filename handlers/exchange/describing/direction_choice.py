"""Settle whether a text offers or needs: by the phrases that it has, and by what is learnt of others."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.direction_words import CLEAR, Direction, DirectionCue
from handlers.language.flow_model import NEED, NEITHER, OFFER, compute_flow_probabilities

#: lowest share of a direction, of both, that decides where the phrases tell none, that makes one ask where they tell
#: the other, and that overrules them
DECIDES, DOUBTS, OVERRULES = 0.75, 0.6, 0.9
#: lowest probability of both together at which a direction is taken that no phrase tells
LIKELY = 0.5
#: lowest probability of neither at which a question is of another matter: where no clear phrase stands, and where one
#: does
OTHER, OTHER_ALL_THE_SAME = 0.75, 0.98
#: the same for what asks nothing, by the strength of the clearest phrase; the strongest leave no doubt
OTHER_TOLD = (0.6, 0.88, 0.97)


def settle_direction(text: str, told: Direction | None) -> Direction | None:
    """Return the direction; `told` is what the phrases tell. None where that and what is learnt differ too much."""
    chances = compute_flow_probabilities(text)
    likely: Direction = "offer" if chances[OFFER] >= chances[NEED] else "need"
    share = chances[likely] / (chances[OFFER] + chances[NEED] or 1)
    if told is None:
        return likely if share >= DECIDES and chances[OFFER] + chances[NEED] >= LIKELY else None
    if told == likely or share >= OVERRULES:
        return likely
    return None if share >= DOUBTS else told


def seems_other_matter(text: str, cues: Sequence[DirectionCue]) -> bool:
    """Return True for a text that seems neither to offer nor to need anything."""
    clearest = max((cue.strength for cue in cues), default=0)
    neither = compute_flow_probabilities(text)[NEITHER]
    if "?" not in text:
        return clearest < len(OTHER_TOLD) and neither >= OTHER_TOLD[clearest]
    return neither >= (OTHER_ALL_THE_SAME if clearest >= CLEAR else OTHER)
