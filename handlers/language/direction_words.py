"""Tell whether a text offers or needs something, from its verbs and phrases in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
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
    ("spor etter", "har", "have", "has", "gir", "overs", "levere", "leverer", "leaves", "tilgjengelig", "gi", "please")
)
_LONGEST = 6
#: in "som vi kan levere" it is us who can, in "som kan levere" somebody else
_RELATIVE, _OURSELVES = fold_words("som who that which"), fold_words("vi me eg jeg we")
#: what somebody needs who needs nothing that flows, and words before it
_SAID = fold_words(
    """
    svar svaret answer answers reply replies beskjed tilbakemelding tilbakemeldinger tilbakemeldingar feedback
    avklaring avklaringar avklaringer bekreftelse stadfesting confirmation decision beslutning avgjerd avgjørelse info
    informasjon information
    """
)
_SOME = fold_words("et eit en ein an a the your noe noko mer meir more any some litt rask raskt quick")
#: last words of a phrase that may belong to the next one
_GETTING = fold_words("get be få ha bli gi gje")
#: words of dialects for those that the phrases have: "e det nån som treng"
_DIALECT = {
    **dict.fromkeys(fold_words("nån nåkken nåkka nokken nokre nåkre nåken nåkon"), fold_spelling("noen")),
    **dict.fromkeys(fold_words("dokker dåkker døkk døkker dåkke dokke"), "dere"),
    **dict.fromkeys(fold_words("kem kæm"), "hvem"),
    **dict.fromkeys(fold_words("itj ittj ikkj itte"), "ikke"),
}
#: words that a text begins with as with a label, and what is not there where something is free of it
_LABELS: Final[dict[Direction, frozenset[str]]] = {
    "need": fold_words(
        """
        behov behøv need needs needed wanted request ønske ønskje ynskje ønskes ønskjes ønskast ynskjes ynskjast søkes
        søkast søker søkjer etterlyses etterlysast trengs trengst trenger treng kjøpes wtb
        """
    ),
    "offer": fold_words(
        "tilbud tilbod offer offered tilbys tilbyr overskudd overskot surplus gratis free available selges sal wts"
    ),
}
_FREE_OF, _RENTS, _MONEY = map(fold_words, ("from of for to", "leie leige rent", "kr kroner nok eur euro gbp"))
#: "supply 8 C, return 14 C" tells of a pipe
_SUPPLIED, _DEGREES = fold_words("supply supplies"), fold_words("c °c degc deg degrees grader gradar")
_WARMTH = re.compile(r"\d+(?: ?(?:c|degc|deg|degrees|grader|gradar)\b.*+|c\b.*+)")
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
        if length > 1 and _is_overtaken(tokens, at + length - 1, cues[phrase]):
            length -= 1
        elif length and not _is_pipe(tokens, at) and not _is_rent(tokens, at):
            cue = cues[phrase]
            if cue is not None and not (cue[0] == "need" and _is_of_words(tokens, at + length)):
                found += _negate_cue(tokens, DirectionCue(cue[0], at, at + length, cue[1]))
            step = length
        at += step
    found += [*_find_distant_cues(tokens, found)]
    return _raise_label(tokens, found)


def _raise_label(tokens: list[TextToken], cues: list[DirectionCue]) -> list[DirectionCue]:
    """Return the phrases; certain is one that stands between signs as a label does: "Behov | damp", "Wanted: slag"."""
    at, direction = _find_label(tokens)
    if direction is not None and not any(cue.strength > CLEAR and cue.direction != direction for cue in cues):
        return [DirectionCue(direction, at, at + 1, CERTAIN), *(cue for cue in cues if cue.first != at)]
    free = len(tokens) > 1 and tokens[0].text == "free" and tokens[1].text not in _FREE_OF
    return [DirectionCue("offer", 0, 1, CLEAR), *(cue for cue in cues if cue.first)] if free else cues


def _find_label(tokens: list[TextToken]) -> tuple[int, Direction | None]:
    """Return the place of the first word of a label that stands alone between two signs, and what it tells."""
    for at, (token, behind) in enumerate(pairwise(tokens)):
        alone = (at == 0 or token.start > tokens[at - 1].end + 1) and behind.start > token.end + 1
        for direction, words in _LABELS.items() if alone else ():
            if token.text in words:
                return at, direction
    return 0, None


def _is_of_words(tokens: list[TextToken], at: int) -> bool:
    """Return True where only an answer or a word of advice is needed: "trenger svar innen fredag"."""
    behind = [token.text for token in tokens[at : at + 2]]
    return bool(behind) and (behind[0] in _SAID or (behind[0] in _SOME and behind[-1] in _SAID))


def _is_pipe(tokens: list[TextToken], at: int) -> bool:
    """Return True for "80 deg C supply" and "supply 8 C"."""
    before, behind = ([token.text for token in some] for some in (tokens[max(0, at - 1) : at], tokens[at + 1 : at + 3]))
    if tokens[at].text not in _SUPPLIED:
        return False
    degrees = _WARMTH.fullmatch(" ".join(behind)) is not None
    return bool(_DEGREES.intersection(before)) or degrees


def _is_rent(tokens: list[TextToken], at: int) -> bool:
    """Return True for what a room costs: "leie 85 kr/m2"."""
    behind = [token.text for token in tokens[at + 1 : at + 3]]
    return tokens[at].text in _RENTS and len(behind) > 1 and behind[0].isdigit() and behind[1] in _MONEY


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
    if skipped is None or (words[skipped] in _OURSELVES and words[skipped - 1] in _RELATIVE):
        return matched
    further = next((n for n in range(skipped + 1, len(words)) if words[n] not in _FILLERS), len(words))
    left = words[:skipped] + words[further:]
    for length in range(len(left), skipped, -1):
        if (phrase := " ".join(left[:length])) in cues:
            reached = length + further - skipped
            return matched if matched and matched[0] >= reached else (reached, phrase)
    return matched


def _is_overtaken(tokens: list[TextToken], at: int, cue: tuple[Direction, int] | None) -> bool:
    """Return True if the last word of a phrase begins one that tells the other: "would like to get rid of"."""
    length, phrase = _match_phrase(tokens, at) or (0, "")
    other = _load_cues()[phrase] if length > 1 else None
    return cue is not None and other is not None and other[0] != cue[0] and tokens[at].text in _GETTING


def _correct_slip(token: TextToken) -> TextToken:
    """Return the token; of a slip for one word that tells a direction, that word; of one of a dialect, the usual."""
    if (usual := _DIALECT.get(token.text)) is not None:
        return replace(token, text=usual)
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
