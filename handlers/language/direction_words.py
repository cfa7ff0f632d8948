"""Tell whether a text offers or needs something, from its verbs and phrases in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from handlers.language.direction_phrases import NEED, NEED_FIRST, OFFER, OFFER_FIRST, TOLD
from handlers.language.distant_phrases import find_distant_phrases
from handlers.language.typing_slips import list_meant_words
from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words

Direction = Literal["offer", "need"]

#: words of the thing itself that say that it is left over
_SURPLUS = ("spill", "overskudd", "overskot", "rest", "avfalls", "waste heat", "surplus", "excess")
#: "heat from the kiln": what comes from a process is there
_FROM = frozenset(("fra", "from"))


@dataclass(frozen=True, slots=True)
class DirectionCue:
    """Hold a phrase that tells the direction, with its place among the tokens."""

    direction: Direction
    first: int
    last: int
    #: "har" and "have" say little beside another phrase
    strength: int


_INFINITIVES = re.compile(r"\b(selj|leig|lan|lever|kjop|hent|bruk|nytt|lagr|avsj|overta)e\b")
#: words that may stand within a phrase and change nothing of it
_FILLERS = fold_words(
    """
    derfor difor nå no også òg gjerne fortsatt fremdeles framleis snart kanskje heller still also now currently
    therefore soon gladly dessuten vi me eg jeg we
    """
)
#: strength of a phrase that tells a direction clearly
CLEAR: Final = 2
#: strength of words that stand apart and are about somebody who gives or takes: nothing learnt tells better
CERTAIN: Final = 4
_TIERS: Final = ((3, "offer", OFFER_FIRST), (3, "need", NEED_FIRST), (2, "need", NEED), (2, "offer", OFFER))
_FAINT = frozenset(
    ("spor etter", "har", "have", "has", "gir", "overs", "levere", "leverer", "leaves", "demand", "tilgjengelig", "gi")
)
_LONGEST = 6
#: "supply 8 C, return 14 C" tells of a pipe
_SUPPLIED, _DEGREES = fold_words("supply supplies"), fold_words("c °c degc deg degrees grader gradar")
_NOT = fold_words("ikke ikkje not don aldri never")
#: "don't", and not "25 m3/t trengs"
_NOT_BEFORE_T = fold_words("don doesn didn won can isn aren")
#: "dampbehov", "varmeoverskudd"
_COMPOUND_ENDS: Final[dict[Direction, tuple[str, ...]]] = {
    "need": ("behov", "behovet"), "offer": ("overskudd", "overskuddet", "overskot", "overskotet"),
}  # fmt: skip


@cache
def _load_cues() -> dict[str, tuple[Direction, int] | None]:
    """Return each phrase with what it tells. None of one that hides a word that would: "har fått"."""
    found: dict[str, tuple[Direction, int] | None] = dict.fromkeys(_spell_phrases(TOLD))
    for strength, direction, text in _TIERS:
        for words in _spell_phrases(text):
            found.setdefault(words, ("need" if direction == "need" else "offer", 1 if words in _FAINT else strength))
    return found


def _spell_phrases(text: str) -> Iterator[str]:
    for phrase in text.split():
        words = fold_spelling(phrase).replace("_", " ").replace("-", " ")
        yield words
        # "me kan selja", as half of those do who write nynorsk
        if (other := _INFINITIVES.sub(r"\1a", words)) != words:
            yield other


def find_direction_cues(tokens: list[TextToken]) -> list[DirectionCue]:
    """Return the phrases that tell a direction, in their order. The longest at a place counts alone."""
    cues, found, at = _load_cues(), [], 0
    tokens = [_correct_slip(token) for token in tokens]
    while at < len(tokens):
        step, word = 1, tokens[at].text
        for direction, ends in _COMPOUND_ENDS.items():
            if word.endswith(ends) and word not in cues:
                found.append(DirectionCue(direction, at, at + 1, 2))
        length, phrase = _match_phrase(tokens, at) or (0, "")
        if length and not _is_pipe(tokens, at):
            cue = cues[phrase]
            found += _negate_cue(tokens, DirectionCue(cue[0], at, at + length, cue[1])) if cue is not None else []
            step = length
        at += step
    return [*found, *_find_distant_cues(tokens, found)]


def _is_pipe(tokens: list[TextToken], at: int) -> bool:
    """Return True for "80 deg C supply" and "supply 8 C"."""
    before, behind = ([token.text for token in some] for some in (tokens[max(0, at - 1) : at], tokens[at + 1 : at + 3]))
    if tokens[at].text not in _SUPPLIED:
        return False
    return bool(_DEGREES.intersection(before)) or (behind[:1] != [] and behind[0].isdigit() and behind[-1] in _DEGREES)


def _match_phrase(tokens: list[TextToken], at: int) -> tuple[int, str] | None:
    """Return how many words the longest phrase takes from a place on, and the phrase: "ser derfor etter" is one."""
    cues, matched = _load_cues(), None
    reach = tokens[at : at + _LONGEST]
    words = [token.text for token in reach]
    for length in range(len(words), 0, -1):
        if (phrase := " ".join(words[:length])) in cues:
            matched = length, phrase
            break
    skipped = next((n for n in range(1, len(words) - 1) if words[n] in _FILLERS), None)
    if skipped is None or (matched is not None and matched[0] > skipped):
        return matched
    further = next((n for n in range(skipped + 1, len(words) - 1) if words[n] not in _FILLERS), len(words))
    left = words[:skipped] + words[further:]
    for length in range(len(left), skipped, -1):
        if (phrase := " ".join(left[:length])) in cues:
            return length + further - skipped, phrase
    return matched


def _correct_slip(token: TextToken) -> TextToken:
    """Return the token; of a slip for one word that tells a direction, that word."""
    if token.text in _load_cue_words():
        return token
    meant = {word for word in list_meant_words(token.text) if word in _load_cue_words()}
    return replace(token, text=meant.pop()) if len(meant) == 1 else token


@cache
def _load_cue_words() -> frozenset[str]:
    """Return the verbs and nouns that tell a direction alone."""
    return frozenset(word for word in _load_cues() if " " not in word)


def _find_distant_cues(tokens: list[TextToken], cues: list[DirectionCue]) -> Iterator[DirectionCue]:
    needs = [(cue.first, cue.last) for cue in cues if cue.direction == "need"]
    for said in find_distant_phrases(tokens, needs):
        yield DirectionCue(said.direction, said.first, said.last, CERTAIN if said.certain else CLEAR)


def _negate_cue(tokens: list[TextToken], cue: DirectionCue) -> list[DirectionCue]:
    """Return the cue. What somebody does not need is an offer, and what somebody does not have tells nothing."""
    around = [*tokens[max(0, cue.first - 1) : cue.first], *tokens[cue.last : cue.last + 1]]
    contracted = [token.text for token in tokens[max(0, cue.first - 2) : cue.first]]
    negated = any(token.text in _NOT for token in around)
    negated = negated or (contracted[1:] == ["t"] and contracted[0] in _NOT_BEFORE_T)
    if not negated or cue.strength > CLEAR:
        return [cue]
    return [replace(cue, direction="offer")] if cue.direction == "need" and cue.strength == CLEAR else []


def choose_direction(cues: Iterable[DirectionCue]) -> Direction | None:
    """Return the direction of the strongest cue, of equal ones the first. None where nothing tells."""
    best = max(cues, key=lambda cue: (cue.strength, -cue.first), default=None)
    return best.direction if best is not None else None


def infer_direction(named: str, following: Iterable[str]) -> Direction | None:
    """Return "offer" for a thing whose name says that it is left over, or that comes from something."""
    surplus = any(named.startswith(word) for word in _SURPLUS)
    return "offer" if surplus or _FROM.intersection(following) else None
