"""Settle whether a text offers or needs: by the phrases that it has, and by what is learnt of others."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.direction_words import CERTAIN, CLEAR, Direction, DirectionCue
from handlers.language.flow_model import NEED, NEITHER, OFFER, compute_flow_probabilities

#: lowest share of a direction, of both, that decides where the phrases tell none, that makes one ask where they tell
#: the other, and that overrules them
DECIDES, DOUBTS, OVERRULES = 0.75, 0.6, 0.9
#: lowest probability of both together at which a direction is taken that no phrase tells
LIKELY = 0.5
#: lowest probability of neither at which a question is of another matter: where no clear phrase stands, and where one
#: does
OTHER, OTHER_ALL_THE_SAME = 0.65, 0.95
#: the same for what asks nothing, by the strength of the clearest phrase; the strong ones leave no doubt
OTHER_TOLD = (0.9, 0.95, 0.96)
#: words of such a text at the least: what is shorter names something
FEWEST_WORDS = 8


def settle_direction(text: str, told: Direction | None, strength: int) -> Direction | None:
    """Return the direction; `told` is what the phrases tell, the clearest of which has the strength.

    None where that and what is learnt differ too much.
    """
    chances = compute_flow_probabilities(text)
    likely: Direction = "offer" if chances[OFFER] >= chances[NEED] else "need"
    share = chances[likely] / (chances[OFFER] + chances[NEED] or 1)
    if strength >= CERTAIN:
        return told
    if told is None:
        return likely if share >= DECIDES and chances[OFFER] + chances[NEED] >= LIKELY else None
    if told == likely or (share >= OVERRULES):
        return likely
    return None if share >= DOUBTS else told


def seems_other_matter(text: str, cues: Sequence[DirectionCue]) -> bool:
    """Return True for a text that seems neither to offer nor to need anything."""
    clearest = find_strength(cues)
    neither = compute_flow_probabilities(text)[NEITHER]
    if "?" not in text:
        if len(text.split()) < FEWEST_WORDS:
            return False
        return clearest < len(OTHER_TOLD) and neither >= OTHER_TOLD[clearest]
    return neither >= (OTHER_ALL_THE_SAME if clearest >= CLEAR else OTHER)


def find_strength(cues: Sequence[DirectionCue]) -> int:
    """Return the strength of the clearest phrase; 0 where there is none."""
    return max((cue.strength for cue in cues), default=0)
