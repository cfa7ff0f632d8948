"""List what stands around each phrase of a direction: "gips ønskes," and "mer gips enn vi ønsker" differ in that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.language.direction_words import CLEAR, DirectionCue
from handlers.quantities.text_folding import TextToken

#: words before and behind a phrase that count wherever they stand
_BEFORE, _BEHIND = 5, 4
_SIGNS = tuple(",.;:?!")
#: stand for the ends of a text, and for a sign between two words
_FIRST, _LAST, _SIGN = "^", "$", ","


def list_cue_features(
    folded: str, tokens: Sequence[TextToken], words: Sequence[str], cues: Sequence[DirectionCue]
) -> Iterator[str]:
    """Yield the features of the phrases. `words` are the tokens as they count, with their digits made one."""
    for cue in cues:
        name = f"@{cue.direction}{cue.strength}"
        before = _name_neighbour(folded, tokens, words, cue.first - 1, cue.first)
        behind = _name_neighbour(folded, tokens, words, cue.last, cue.last)
        yield from (name, f"{name}<{before}", f"{name}>{behind}", f"{name}<{before}>{behind}")
        yield from (f"{name}<<{word}" for word in words[max(0, cue.first - _BEFORE) : cue.first])
        yield from (f"{name}>>{word}" for word in words[cue.last : cue.last + _BEHIND])
    if cues:
        yield "@all " + " ".join(f"{cue.direction}{cue.strength}" for cue in cues)
        yield "@clear " + " ".join(sorted({cue.direction for cue in cues if cue.strength >= CLEAR}))


def _name_neighbour(folded: str, tokens: Sequence[TextToken], words: Sequence[str], at: int, later: int) -> str:
    """Return the word at a place; a sign where one stands before the token number `later`."""
    if not 0 <= at < len(words):
        return _FIRST if at < 0 else _LAST
    gap = folded[tokens[later - 1].end : tokens[later].start].strip() if later else ""
    return _SIGN if gap.startswith(_SIGNS) else words[at]
