"""Which language a text is in: bokmål, nynorsk or English."""

from __future__ import annotations

from functools import lru_cache

from handlers.understanding.lexicon import frequencies, wordlist
from handlers.understanding.nynorsk import fold
from handlers.understanding.words import STOP_EN, tokens

NYNORSK = wordlist("nynorsk_marks")
BOKMAL = wordlist("bokmal_marks")
ENGLISH = STOP_EN
ENDINGS = ("ane", "leik", "heit", "leg", "lege", "ingar", "arar", "skapen", "aste")
#: spelt alike in both languages, so they decide nothing
SHARED = wordlist("shared_marks")


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """ "nb", "nn" or "en"; bokmål where nothing tells."""
    found = tokens(text)[:80]
    if not found:
        return "nb"
    english = sum(map(_english, found))
    norwegian = sum(map(_norwegian, found))
    if english > norwegian:
        return "en"
    nynorsk = sum(token in NYNORSK or _nynorsk_form(token) for token in found)
    return "nn" if nynorsk > sum(token in BOKMAL for token in found) else "nb"


def _english(token: str) -> float:
    if token in SHARED:
        return 0.2
    if token in ENGLISH:
        return 1.5
    return 0.7 if _more_common("en", "nb", token) else 0.0


def _norwegian(token: str) -> float:
    if token in SHARED:
        return 0.2
    if token in NYNORSK or token in BOKMAL:
        return 1.5
    if any(letter in token for letter in "æøå"):
        return 1.0
    return 0.7 if _more_common("nb", "en", token) else 0.0


def _more_common(here: str, there: str, token: str) -> bool:
    words = frequencies()
    return words[here].get(token, 0.0) > words[there].get(token, 0.0) + 0.2


def _nynorsk_form(token: str) -> bool:
    """Words and endings that bokmål writes in another way."""
    if len(token) < 4 or token in BOKMAL:
        return False
    known = frequencies()["nb"]
    return known.get(token, 0.0) < known.get(fold(token), 0.0) or (
        len(token) > 5 and token not in known and token.endswith(ENDINGS)
    )
