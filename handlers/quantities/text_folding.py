"""Fold a text so that one spelling of a word, a unit or a dash finds the others."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: One sign for one sign, so that a place in the folded text is the same place in the text as written.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u200a\u2008\t\r\n", " "),
        **dict.fromkeys("'’‘´`", "'"),
        **dict.fromkeys("º˚℃", "°"),
        **dict.fromkeys("·∙", "."),
        "³": "3", "²": "2", "₂": "2", "₃": "3", "₄": "4", "å": "a", "ø": "o", "ö": "o", "æ": "a", "ä": "a",
        "é": "e", "è": "e", "à": "a", "á": "a", "ô": "o", "ò": "o", "≥": ">", "≤": "<", "～": "~", "≈": "~", "∆": "δ",
    }
)  # fmt: skip
#: letters of people without a Norwegian keyboard
_PAIRS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_TOKEN = re.compile(r"[a-z0-9δ]+")


@dataclass(frozen=True, slots=True)
class TextToken:
    """Hold a word of a text, folded, with its place in the text."""

    text: str
    start: int
    end: int


def compose_signs(text: str) -> str:
    """Return the text with each letter and its marks in one sign."""
    return unicodedata.normalize("NFC", text)


def fold_signs(text: str) -> str:
    """Return the text in small letters without Norwegian ones: "20 Mål" is "20 mal". The length stays the same."""
    return "".join(one if len(one) == 1 else "?" for one in map(str.lower, text)).translate(_SIGNS)


def fold_spelling(word: str) -> str:
    """Return a word for a look-up, in which "kjoelevann", "kjølevann" and "KJØLEVANN" are the same."""
    folded = fold_signs(word)
    for pair, letter in _PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def fold_words(text: str) -> frozenset[str]:
    """Return the words of a list, each spelt for a look-up."""
    return frozenset(map(fold_spelling, text.split()))


def split_folded_text(folded: str) -> list[TextToken]:
    """Return the words of a folded text, each spelt for a look-up."""
    return [TextToken(fold_spelling(one[0]), one.start(), one.end()) for one in _TOKEN.finditer(folded)]
