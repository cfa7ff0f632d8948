"""Settle whether a text offers or needs: by the phrases that it has, and by what is learnt of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from handlers.language.direction_words import CERTAIN, CLEAR, Direction, DirectionCue
from handlers.language.flow_model import NEED, NEITHER, OFFER, compute_flow_probabilities
from handlers.quantities.text_folding import TextToken

#: lowest share of a direction, of both, that is sure enough beside phrases of both kinds, beside faint ones that tell
#: the same, beside a name that does ("aske fra ovnen"), and against phrases that tell the other
CONFIRMS, CONFIRMS_FAINT, CONFIRMS_NAME, OVERRULES = 0.8, 0.6, 0.7, 0.9
#: the same from which clear phrases that all tell the other are doubted
OVERRULES_PLAIN = 0.8
#: probability of both below which their shares tell nothing
LITTLE = 0.15
#: lowest probability at which a direction is taken that no phrase tells
DECIDES = 0.85
#: lowest probability of neither at which a question is of another matter: where no clear phrase stands, the same with
#: an amount, and where a clear one does
OTHER, OTHER_AMOUNT, OTHER_ALL_THE_SAME = 0.65, 0.9, 0.9
#: the same for what asks nothing, and where both a phrase and an amount stand
OTHER_TOLD, OTHER_TOLD_AMOUNT = 0.75, 0.95
#: words of such a text at the least: what is shorter names something
FEWEST_WORDS = 8
#: the same where a flow is named in passing
OTHER_PASSING = 0.6
#: words of a text at the most that is weighed as a whole alone, and of what counts around the clearest phrase of others
LONG, BEFORE, BEHIND = 18, 4, 6


def weigh_kinds(text: str, tokens: Sequence[TextToken], cues: Sequence[DirectionCue]) -> dict[str, float]:
    """Return the probability of each kind. In a long text what stands around its clearest phrase counts as much."""
    chances = compute_flow_probabilities(text)
    if len(tokens) <= LONG or not cues:
        return chances
    clearest = max(cues, key=lambda cue: (cue.strength, -cue.first))
    near = tokens[max(0, clearest.first - BEFORE) : clearest.last + BEHIND]
    around = compute_flow_probabilities(text[near[0].start : near[-1].end])
    both = {kind: sqrt(chances[kind] * around[kind]) for kind in chances}
    return {kind: one / sum(both.values()) for kind, one in both.items()}


def settle_direction(
    chances: Mapping[str, float], told: Direction | None, cues: Sequence[DirectionCue], *, asks: bool
) -> Direction | None:
    """Return the direction; `told` is what the phrases tell, and `asks` whether the text asks something.

    None where that and what is learnt differ too much. Clear phrases that all tell the same are believed, unless what
    is learnt is quite sure of the other.
    """
    strength = find_strength(cues)
    if strength >= CERTAIN:
        return told
    likely: Direction = "offer" if chances[OFFER] >= chances[NEED] else "need"
    if told is None:
        return likely if chances[likely] >= DECIDES else None
    share = chances[likely] / (chances[OFFER] + chances[NEED] or 1)
    plain = strength >= CLEAR and not asks and all(cue.direction == told for cue in cues if cue.strength >= CLEAR)
    if not plain and chances[OFFER] + chances[NEED] < LITTLE:
        return None
    if told != likely:
        return likely if share >= OVERRULES else told if plain and share < OVERRULES_PLAIN else None
    if strength < CLEAR:
        return likely if share >= (CONFIRMS_FAINT if cues else CONFIRMS_NAME) else None
    return likely if plain or share >= CONFIRMS else None


def seems_other_matter(
    text: str, chances: Mapping[str, float], cues: Sequence[DirectionCue], *, has_amount: bool, passing: bool,
    measured: bool,
) -> bool:  # fmt: skip
    """Return True for a text that seems neither to offer nor to need anything.

    What is named in `passing` is told of, where neither a phrase nor an amount stands beside it. What is `measured`
    has an amount of its own beside its name.
    """
    is_clear, neither = find_strength(cues) >= CLEAR, chances[NEITHER]
    if passing and not cues and not has_amount and neither >= OTHER_PASSING:
        return True
    if "?" in text:
        return neither >= (OTHER_ALL_THE_SAME if is_clear else OTHER_AMOUNT if has_amount else OTHER)
    if len(text.split()) < FEWEST_WORDS or find_strength(cues) > CLEAR:
        return False
    return neither >= (OTHER_TOLD_AMOUNT if (cues and has_amount) or measured else OTHER_TOLD)


def find_strength(cues: Sequence[DirectionCue]) -> int:
    """Return the strength of the clearest phrase; 0 where there is none."""
    return max((cue.strength for cue in cues), default=0)
