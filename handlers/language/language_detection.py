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
#: lead of one language, in tenths of a sign, that two or three plain words of it give
CLEAR = 30


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
    return _weigh_languages(text)[0]


@lru_cache(maxsize=512)
def guess_written_language(text: str) -> str:
    """Return the language of a text that shows it clearly, such as "Who knows about heat pumps?"; else ""."""
    language, lead = _weigh_languages(text)
    return language if lead >= CLEAR else ""


def _weigh_languages(text: str) -> tuple[str, int]:
    """Return the language, and by how much English or Norwegian leads."""
    signs = [score_language_signs(token) for token in split_tokens(text)[:80] if not token.isdigit()]
    lead = sum(one.english - one.norwegian for one in signs)
    if lead > 0:
        return "en", lead
    return "nn" if sum(one.nynorsk - one.bokmal for one in signs) > 0 else "nb", -lead


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
