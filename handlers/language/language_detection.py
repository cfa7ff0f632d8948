"""Detect the language of a text: bokmål, nynorsk or English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from handlers.language.lexicon import get_norwegian_frequency, get_word_frequencies, load_wordlist
from handlers.language.nynorsk import fold_nynorsk
from handlers.language.text_analysis import STOP_EN, split_tokens

NYNORSK = load_wordlist("nynorsk_marks")
BOKMAL = load_wordlist("bokmal_marks")
ENGLISH = STOP_EN
ENDINGS = ("ane", "leik", "heit", "leg", "lege", "ingar", "arar", "skapen", "aste")
#: words spelt alike in both languages, which decide nothing
SHARED = load_wordlist("shared_marks")


@dataclass(frozen=True, slots=True)
class LanguageSigns:
    """Hold the evidence of one word for each language, in tenths, so that sums are exact."""

    english: int
    norwegian: int
    nynorsk: bool
    bokmal: bool


@lru_cache(maxsize=512)
def detect_language(text: str) -> str:
    """Return "nb", "nn" or "en"; bokmål if nothing tells."""
    english = norwegian = nynorsk = bokmal = 0
    for one in map(score_language_signs, split_tokens(text)[:80]):
        english += one.english
        norwegian += one.norwegian
        nynorsk += one.nynorsk
        bokmal += one.bokmal
    if english > norwegian:
        return "en"
    return "nn" if nynorsk > bokmal else "nb"


@lru_cache(maxsize=8192)
def score_language_signs(token: str) -> LanguageSigns:
    english, norwegian = (2, 2) if token in SHARED else (_score_english(token), _score_norwegian(token))
    return LanguageSigns(english, norwegian, token in NYNORSK or _is_nynorsk_form(token), token in BOKMAL)


def _score_english(token: str) -> int:
    if token in ENGLISH:
        return 15
    norwegian, english = get_word_frequencies(token)
    return 7 if english > norwegian + 0.2 else 0


def _score_norwegian(token: str) -> int:
    if token in NYNORSK or token in BOKMAL:
        return 15
    if any(letter in token for letter in "æøå"):
        return 10
    norwegian, english = get_word_frequencies(token)
    return 7 if norwegian > english + 0.2 else 0


def _is_nynorsk_form(token: str) -> bool:
    """Return True for words and endings that bokmål spells in another way."""
    if len(token) < 4 or token in BOKMAL:
        return False
    known, folded = get_norwegian_frequency(token), fold_nynorsk(token)
    return (folded != token and known < get_norwegian_frequency(folded)) or (
        len(token) > 5 and not known and token.endswith(ENDINGS)
    )
