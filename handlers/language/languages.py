"""Which language a text is in: bokmål, nynorsk or English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from handlers.language.lexicon import frequencies, frequency, wordlist
from handlers.language.nynorsk import fold
from handlers.language.words import STOP_EN, tokens

NYNORSK = wordlist("nynorsk_marks")
BOKMAL = wordlist("bokmal_marks")
ENGLISH = STOP_EN
ENDINGS = ("ane", "leik", "heit", "leg", "lege", "ingar", "arar", "skapen", "aste")
#: spelt alike in both languages, so they decide nothing
SHARED = wordlist("shared_marks")


@dataclass(frozen=True, slots=True)
class Signs:
    """What one word says about the language of its text, in tenths: sums of them are exact."""

    english: int
    norwegian: int
    nynorsk: bool
    bokmal: bool


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """ "nb", "nn" or "en"; bokmål where nothing tells."""
    english = norwegian = nynorsk = bokmal = 0
    for one in map(signs, tokens(text)[:80]):
        english += one.english
        norwegian += one.norwegian
        nynorsk += one.nynorsk
        bokmal += one.bokmal
    if english > norwegian:
        return "en"
    return "nn" if nynorsk > bokmal else "nb"


@lru_cache(maxsize=8192)
def signs(token: str) -> Signs:
    english, norwegian = (2, 2) if token in SHARED else (_english(token), _norwegian(token))
    return Signs(english, norwegian, token in NYNORSK or _nynorsk_form(token), token in BOKMAL)


def _english(token: str) -> int:
    if token in ENGLISH:
        return 15
    norwegian, english = frequencies(token)
    return 7 if english > norwegian + 0.2 else 0


def _norwegian(token: str) -> int:
    if token in NYNORSK or token in BOKMAL:
        return 15
    if any(letter in token for letter in "æøå"):
        return 10
    norwegian, english = frequencies(token)
    return 7 if norwegian > english + 0.2 else 0


def _nynorsk_form(token: str) -> bool:
    """Words and endings that bokmål writes in another way."""
    if len(token) < 4 or token in BOKMAL:
        return False
    known, folded = frequency(token), fold(token)
    return (folded != token and known < frequency(folded)) or (len(token) > 5 and not known and token.endswith(ENDINGS))
