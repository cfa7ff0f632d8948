"""Fit a text to the fonts of a PDF: what they cannot draw has a stand-in, and no word is wider than its line.

The fonts are those in the package that draws, so that a file looks the same wherever it is drawn.
"""

from __future__ import annotations

import re
import unicodedata

#: what stands for a sign that no font has
STAND_IN = "▯"
#: where a long word may be parted, and nothing is shown there
BREAK = "\N{ZERO WIDTH SPACE}"
#: letters of a word without a place to break, and of a code of letters and digits, before it may be parted
LONG_WORD, LONG_CODE = 32, 12
#: what the fonts can draw: Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation, arrows, mathematics, plain symbols
DRAWN = (
    "\t\n\x20-\x7e\xa0-\xac\xae-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u05d0-\u05ea"
    "\u0621-\u063a\u0640-\u0655\u0660-\u066d\u1e00-\u1f15\u1f18-\u1f1d\u2000-\u200a\u2010-\u2027\u202f-\u2040\u2044-\u2052"
    "\u2054-\u205f\u2074-\u208e\u2090-\u209c\u20a0-\u20c0\u2100-\u211e\u2126-\u2151\u2153-\u2184\u2190-\u2328\u232b-\u23ff\u2460-\u2606"
    "\u2609-\u262f\u2638-\u268b\u2690-\u269c\u26a0-\u26a7\u26aa-\u26af\u270c-\u2714\u2717-\u2726\u272a-\u274b\u2758-\u275e"
    "\u2761-\u277f\u2798-\u27af\u27b1-\u2b73\u2b76-\u2b95\u2c60-\u2cee\ufb00-\ufb06"
)
#: what makes several signs into one picture, or chooses how one looks
_JOINERS = "\u200c\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_UNDRAWN = re.compile(f"[^{DRAWN}{_JOINERS}](?:[{_JOINERS}]+[^{DRAWN}{_JOINERS}]?)*+")
#: joiners after what is drawn by itself, as in "⚠️"
_LONE_JOINERS = re.compile(f"(?<![^{DRAWN}])[{_JOINERS}]+")
_INVISIBLE = re.compile(f"[\xad{BREAK}\u200e\u200f\u2060-\u2064\ufeff]")
_LONG = re.compile(rf"[^\s/-]{{{LONG_CODE},}}")
_PIECE = re.compile(r"\S{8}(?=\S)")


def fit_letters(text: str) -> str:
    """Return the text with a stand-in for each sign that no font has, and places to part its long words."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    drawn = _UNDRAWN.sub(STAND_IN, _LONE_JOINERS.sub("", visible))
    return _LONG.sub(lambda found: _part_word(found[0]), drawn)


def _part_word(word: str) -> str:
    """Return the word with places to part it. A code is parted sooner than a word, which can be hyphenated."""
    is_code = any(sign.isdigit() or sign == "_" for sign in word) or not any(map(str.isalpha, word))
    return _PIECE.sub(lambda piece: piece[0] + BREAK, word) if is_code or len(word) >= LONG_WORD else word
