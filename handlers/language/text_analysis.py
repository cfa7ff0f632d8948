"""Split a text into analysed words: typed form, stem, parts of compounds, and how much each says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from handlers.language.compounds import split_compound
from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import (
    UNKNOWN,
    find_norwegian_spelling,
    get_norwegian_frequency,
    get_word_frequencies,
    load_wordlist,
)
from handlers.language.nynorsk import fold_nynorsk

#: Maximum number of characters analysed. Nobody asks in more, and no text may take long.
MOST_CHARACTERS = 4000
#: maximum number of meaningful words analysed
MOST_WORDS = 300
#: maximum number of letters of a word
LONGEST_WORD = 40

#: minimum Zipf frequency of a known verb
VERB = 2.8
#: Minimum difference in Zipf frequency to prefer Norwegian letters over the ASCII spelling.
RATHER = 2.0

TOKEN = compile_later(r"[^\W_]+(?:-[^\W_]+)*")
#: invisible characters, and combining ones that NFKC could not compose
UNSEEN = compile_later("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u0300-\u036f]")
#: words without information, in bokmål, since nynorsk is folded first
STOP_NB = load_wordlist("stop_nb")
STOP_EN = load_wordlist("stop_en")
#: short words that end in a vowel before their endings
AFTER_VOWEL = load_wordlist("after_vowel")
#: words that only seem to have an ending: "planet" is not "plan"
WHOLE = load_wordlist("never_stemmed")
#: irregular forms: "føtter" is "fot", "brøt" is "bryte"
IRREGULAR = dict(pair.split("=") for pair in load_wordlist("irregular"))


@dataclass(frozen=True, slots=True)
class Word:
    """Represent one word of a text."""

    #: as written, in lower case
    typed: str
    stem: str
    #: stems of a compound's parts, in order; empty for a simple word
    parts: tuple[str, ...]
    #: information by itself, from 0 to 1: common words have little
    weight: float
    stop: bool


@lru_cache(maxsize=4)  # several analyses read the same text in a row
def clean_text(text: str) -> str:
    """Return the text for comparison: NFKC, nothing unseen, lower case, at most `MOST_CHARACTERS` characters."""
    joined = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])[: 2 * MOST_CHARACTERS]
    return UNSEEN.sub("", joined).casefold()


def split_tokens(text: str) -> list[str]:
    """Split a text into words as written, in lower case. "OT-nett" gives "ot-nett"."""
    return TOKEN.findall(clean_text(text))


def analyse_text(text: str, language: str = "nb") -> list[Word]:
    """Return every word in order, stop words too (marked). A word with a hyphen gives its parts after it."""
    found: list[Word] = []
    english = language == "en"
    for token in split_tokens(text):
        if "-" not in token:
            found.append(analyse_token(token[:LONGEST_WORD], english))
        else:
            found.extend(analyse_token(piece, english) for piece in _split_hyphenated(token))
        if len(found) >= MOST_WORDS:
            break
    return found


def list_meaningful_words(text: str, language: str = "nb") -> list[Word]:
    """Return the words that are no stop words."""
    return [word for word in analyse_text(text, language) if not word.stop]


def _split_hyphenated(token: str) -> list[str]:
    """Return the parts of a word with hyphens; the whole comes first if a part is short."""
    parts = token.split("-")
    whole = "".join(parts)
    if len(whole) <= 4:
        return [whole]
    joined = [whole[:LONGEST_WORD]] if min(map(len, parts)) <= 2 else []
    return joined + [part[:LONGEST_WORD] for part in parts if len(part) > 1]


@cache
def _load_stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)  # no cache of 10 000 words: `analyse_token` has one


def stem_word(word: str, english: bool = False) -> str:
    """Return the stem of a folded word."""
    word = word if english else IRREGULAR.get(word, word)
    if not word.isalpha() or len(word) < 4:
        return word
    if english:
        found: str = _load_stemmer("english").stemWord(word)
        return found
    if word.endswith(("ig", "ige")):  # "billig" is not "bil", "ledig" not "leder"
        return word.removesuffix("e")
    if word.endswith("s") and get_norwegian_frequency(word) > get_norwegian_frequency(word[:-1]):  # "kurs", "mars"
        return word
    return _stem_norwegian(word)


def _strip_vowel_ending(word: str) -> str:
    """Strip the article of "køen" and "kaia", else return "": Snowball strips no ending after a vowel."""
    for ending in ("ene", "ens", "en", "et", "er", "a"):
        base = word.removesuffix(ending)
        if base != word and base in AFTER_VOWEL:
            return base
    return ""


def _stem_norwegian(word: str) -> str:
    """Stem until nothing more comes off.

    Else "sommeren" would end as "sommer", and "sommer" as "som".
    """
    last = ""
    while word != last and len(word) > 3 and word not in WHOLE:
        last, word = word, _stem_norwegian_once(word)
    return word


def _stem_norwegian_once(word: str) -> str:
    known = IRREGULAR.get(word) or _strip_vowel_ending(word)
    if known:
        return known
    once: str = _load_stemmer("norwegian").stemWord(word)
    if once.endswith("itet"):  # "kapasiteten" has lost its article, and "kapasitet" would lose "et" too
        return once[:-2]
    return once[:-1] if once.endswith("mm") else once  # "rommet" is a form of "rom"


def analyse_token(token: str, english: bool = False) -> Word:
    """Return what is known about one word, out of its text. Numbers are not kept: few come again."""
    return _analyse_token(token, english) if token.isdigit() else recall_token(token, english)


@lru_cache(maxsize=8192)
def recall_token(token: str, english: bool) -> Word:
    """Remember what is known about a word, for the next text that has it."""
    return _analyse_token(token, english)


def _analyse_token(token: str, english: bool) -> Word:
    if english and is_english_word(token):
        plain = token in STOP_EN or len(token) < 2
        return Word(
            token,
            stem_word(token, english=True),
            (),
            _compute_word_weight(get_word_frequencies(token)[1]),
            plain or _is_meaningless_number(token),
        )
    word = fold_nynorsk(restore_norwegian_letters(token))
    stop = word in STOP_NB or token in STOP_EN or len(token) < 2 or _is_meaningless_number(token)
    root = stem_word(word)
    parts = (
        () if stop else tuple(dict.fromkeys(stem_word(part) for part in split_compound(word))) or _find_verb_stem(root)
    )
    return Word(token, root, parts, _compute_word_weight(get_norwegian_frequency(word)), stop)


def _find_verb_stem(root: str) -> tuple[str, ...]:
    """Return the verb in a noun made of it: "lading" is what is done when one loads ("lade")."""
    base = root.removesuffix("ing")
    return (base,) if base != root and len(base) > 2 and get_norwegian_frequency(base + "e") >= VERB else ()


def _is_meaningless_number(token: str) -> bool:
    """Return True for figures, which say nothing about the matter except as the name of a standard."""
    return token.isdigit() and (len(token) < 4 or token[:2] in ("19", "20"))


def _compute_word_weight(zipf: float) -> float:
    """Return from 0.15 for the commonest words to 1 for those that few texts hold."""
    return max(0.15, min(1.0, (7.0 - (zipf or UNKNOWN)) / 2.8))


def compute_information(text: str) -> float:
    """Return from 0.15 to 1 how much the rarest word of a text says: a common word little, in either language."""
    words = split_tokens(text)
    return max((min(analyse_token(one, english).weight for english in (False, True)) for one in words), default=0.0)


def is_english_word(token: str) -> bool:
    """Return True if the word is rather English than Norwegian."""
    here, there = get_word_frequencies(token)
    return token in STOP_EN or there > here or not here


def is_known_word(token: str) -> bool:
    """Return True if the word is in a lexicon, so that it is no misspelling."""
    return any(get_word_frequencies(token))


def restore_norwegian_letters(token: str) -> str:
    """Return the word with Norwegian letters if it was typed without them and means little or nothing so."""
    if not token.isascii():
        return token
    lettered = _replace_letter_pairs(token)
    if (
        lettered != token and get_norwegian_frequency(lettered) > get_norwegian_frequency(token) + RATHER
    ):  # "paa", as in old books
        return lettered
    if len(token) < 4 or get_norwegian_frequency(token):
        return token
    # The frequency list has no compounds: "stoeyskjerm" is split, to see whether its Norwegian spelling has known
    # parts.
    return find_norwegian_spelling(token) or (lettered if lettered != token and split_compound(lettered) else token)


def _replace_letter_pairs(token: str) -> str:
    return token.replace("aa", "å").replace("oe", "ø").replace("ae", "æ")
