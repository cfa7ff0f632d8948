"""Find the words of a text that name a type or a kind: inflected, in phrases, and at the end of compounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from handlers.exchange.describing.energy_words import ENERGY_HINTS, ENERGY_WORDS, NEUTRAL_WORDS
from handlers.exchange.describing.matter_words import MATERIAL_HINTS, MATERIAL_WORDS
from handlers.exchange.describing.organic_words import ORGANIC_HINTS, ORGANIC_WORDS
from handlers.exchange.describing.resource_words import RESOURCE_HINTS, RESOURCE_WORDS
from handlers.language.typing_slips import list_meant_words
from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words

#: how much a word tells
WORD, HINT = 2.0, 0.7
#: words of a phrase, letters of the end of a compound and of a whole one, at the most or least
_LONGEST_PHRASE, _SHORTEST_END, _LONGEST_COMPOUND = 6, 4, 40
#: letters of a name that may be mistyped, at least
_SHORTEST_SLIP = 7
_ENDINGS_BEHIND_E = ("n", "r", "ne", "t", "s")
_ENDINGS = ("en", "et", "er", "ene", "ane", "a", "ar", "s", "e", "ens", "ets")
#: last parts of compounds behind which the part before says what it is: "dampbehov", "varmeleveranse"
_LIGHT = """
behov behovet overskudd overskuddet overskot overskotet kilde kilden kjelde leveranse leveransar leveranser mengde
mengder rest rester avkapp avkutt svinn brokker bitar biter produkt produkter levering bruk forbruk forsyning tilgang
avfall kjøp salg
"""
#: words that only end like one of the list: no sand is in a thousand, no water in "halvannen", no peat in "repeat"
_NO_COMPOUNDS = fold_words(
    """
    thousand thousands tusenvis halvannen halvannan halvanna halvannet repeat repeats replacement placement announcement
    reinforcement enforcement progress congress website opposite composite oppdrettaren oppdrettarane
    avvatna avvatnet avvannet avvanna avvanning avvatning basalt overraska dampteam
    """
)
#: the same for ends: no soil is in a "fjord", no ash in a "flaske" and no dockyard in "utslipp"
_NO_ENDS = tuple(
    fold_words(
        """
        fjord fjorden flaske flasker flaskene flasken vaske vasker vasken slag slaget slager shed bran brane branen tral
        tralen traler talle tallet tare taren åker åkere åkeren åkrane taker takar takarar sinker sinket gjær gjærar
        gjæren gjærane leggjar leggjarar malere maleren målere måleren målarar maling malinga malingar målingane
        målingene målinger lining foring foringa foringen rubber rubbers rubberen team grid barrack barracks fuel slipp
        slippa slippene slippet stova land landet mann mannen mannet omreisande tangen jorde kjel kjele kjelen
        kjelene kjelane
        """
    )
)
#: first parts that make another verb or noun of a word, and no compound: "avslag", "oppforing", "rebuilding"
_PREFIXES = fold_words("av an ut inn opp om be for gjen re sam til på fra frå ned mis fl sk st")
#: what may be full of the matter that a compound begins with: "ammoniakkvann" and "oljedamp" are no water and no steam
_THINNED = ("water", "steam")
_LIGHT_ENDS = tuple(map(fold_spelling, _LIGHT.split()))


@dataclass(frozen=True, slots=True)
class NamedFlow:
    """Hold what a word of the list names. `type_key` is empty for a word that only looks like one."""

    type_key: str
    kind: str | None = None
    weight: float = WORD


@dataclass(frozen=True, slots=True)
class FlowMention:
    """Hold a flow that a text names, with the tokens that do."""

    flow: NamedFlow
    #: number of the first token, and of the one after the last
    first: int
    last: int
    start: int
    end: int


def find_mentions(tokens: list[TextToken]) -> list[FlowMention]:
    """Return what the words of a text name, in their order. The longest phrase at a place counts alone."""
    return [one for one in find_known_words(tokens) if one.flow.type_key]


def find_known_words(tokens: list[TextToken]) -> list[FlowMention]:
    """Return all words and phrases of the lists that stand in a text, those that name nothing too."""
    found, at = [], 0
    while at < len(tokens):
        length, flow = _match_phrase(tokens, at)
        if flow is not None:
            last = tokens[at + length - 1]
            found.append(FlowMention(flow, at, at + length, tokens[at].start, last.end))
        at += length
    return found


def _match_phrase(tokens: list[TextToken], at: int) -> tuple[int, NamedFlow | None]:
    """Return how many tokens belong together from here on, and what they name."""
    phrases = _load_phrases()
    for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 1, -1):
        flow = phrases.get(" ".join(token.text for token in tokens[at : at + length]))
        if flow is not None:
            return length, flow
    word = tokens[at].text
    return 1, phrases.get(word) or _match_compound(word) or _match_slip(word)


def _match_slip(word: str) -> NamedFlow | None:
    """Return what a word hints at that was meant: "lærlnger" are people."""
    if len(word) < _SHORTEST_SLIP:
        return None
    flows = {flow for meant in list_meant_words(word) if (flow := _load_phrases().get(meant)) is not None}
    flow = flows.pop() if len(flows) == 1 else None
    return replace(flow, weight=HINT) if flow is not None and flow.weight == WORD else None


@cache
def _load_phrases() -> dict[str, NamedFlow]:
    """Return every word and phrase of the lists, in each of its forms."""
    found: dict[str, NamedFlow] = {}
    for word, flow in _list_words():
        found.setdefault(word, flow)
    for word, flow in tuple(found.items()):
        endings = _ENDINGS_BEHIND_E if word.endswith("e") else _ENDINGS
        for ending in endings if len(word) > 3 or " " in word else ():
            found.setdefault(word + ending, flow)
        if word[-1] == word[-2:-1]:
            continue
        for ending in ("en", "et", "er", "ar") if len(word) > 3 else ():
            found.setdefault(word + word[-1] + ending, flow)
    return found


def _list_words() -> Iterator[tuple[str, NamedFlow]]:
    """Yield each word or phrase with what it names, those first that others may not take the place of."""
    for word in _split_words(NEUTRAL_WORDS):
        yield word, NamedFlow("")
    for weight, simple, material, organic in (
        (WORD, (ENERGY_WORDS, RESOURCE_WORDS), MATERIAL_WORDS, ORGANIC_WORDS),
        (HINT, (ENERGY_HINTS, RESOURCE_HINTS), MATERIAL_HINTS, ORGANIC_HINTS),
    ):
        for words in simple:
            for key, text in words.items():
                yield from ((word, NamedFlow(key, None, weight)) for word in _split_words(text))
        yield from _list_kinds("organic", organic, weight)
        yield from _list_kinds("material", material, weight)


def _list_kinds(key: str, words: Mapping[str, str], weight: float) -> Iterator[tuple[str, NamedFlow]]:
    for kind, text in words.items():
        yield from ((word, NamedFlow(key, kind or None, weight)) for word in _split_words(text))


def _split_words(text: str) -> Iterator[str]:
    """Yield each word folded, what is called water in both ways."""
    for word in text.split():
        folded = fold_spelling(word).replace("_", " ").replace("-", " ")
        yield folded
        if "vann" in folded:
            yield folded.replace("vann", "vatn")


def is_listed(word: str) -> bool:
    """Return True for a word of the lists itself, and no compound or slip."""
    return word in _load_phrases()


@cache
def _load_compound_ends() -> frozenset[str]:
    """Return the words that a compound may end with."""
    return frozenset(word for word, flow in _load_phrases().items() if len(word) >= _SHORTEST_END and flow.type_key)


def _match_compound(word: str) -> NamedFlow | None:
    """Return what a compound names by its end: "kjelvarme" is heat, "dampbehov" is steam."""
    if not _SHORTEST_END + 2 <= len(word) <= _LONGEST_COMPOUND or word in _NO_COMPOUNDS:
        return None
    phrases = _load_phrases()
    for end in _LIGHT_ENDS:
        if word.endswith(end) and len(word) > len(end) + 1:
            stem = word[: -len(end)]
            flow = phrases.get(stem) or phrases.get(stem.rstrip("s")) or _match_end(stem)
            if flow is not None:
                return replace(flow, weight=WORD)
    return _match_end(word)


def _match_end(word: str) -> NamedFlow | None:
    if word.endswith(_NO_ENDS):
        return None
    phrases, ends = _load_phrases(), _load_compound_ends()
    for cut in range(2, len(word) - _SHORTEST_END + 1):
        if word[cut:] in ends and word[:cut] not in _PREFIXES:
            flow, first = phrases[word[cut:]], phrases.get(word[:cut])
            mixed = flow.type_key in _THINNED and first is not None and first.kind is not None
            return None if mixed else flow
    return None
