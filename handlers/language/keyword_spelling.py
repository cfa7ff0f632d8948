"""Replace misspelt words that a line about a meeting is known by: "meetign", "tommorow", "møøte"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from handlers.language.late_patterns import compile_later
from handlers.language.spelling import is_one_slip_apart
from handlers.language.text_analysis import is_known_word

_KEYWORDS = (
    "meeting", "tomorrow", "overmorgen", "overmorgon", "klokken", "klokka", "formiddag", "føremiddag", "ettermiddag",
    "afternoon", "morning", "evening", "innkalling", "invitation", "workshop", "schedule", "arrange", "påmelding",
    "annenhver", "annankvar", "fortnightly",
)  # fmt: skip
#: of these a capital is no name
_MONTHS = ("january", "february", "september", "october", "november", "december", "desember", "oktober")
#: a shorter word resembles too many others: it is mended only where a line begins
_SHORT, _EARLY = "møte", 4
_MOST_CHARACTERS = 600
_WORD = compile_later(r"(?<![^\s(\[«\"'])[^\W\d_]+(?![\w/%@:&+-])")


@lru_cache(maxsize=8)
def mend_keywords(text: str) -> str:
    """Return the text with those words spelt right; known words and names are left."""
    if len(text) > _MOST_CHARACTERS:
        return text
    found, at = [], 0
    for n, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        keywords = _MONTHS if n and word[0].isupper() else (*_KEYWORDS, *_MONTHS)
        right = _find_keyword(word, keywords, early=n < _EARLY)
        if right:
            found += [text[at : match.start()], right.capitalize() if word[0].isupper() else right]
            at = match.end()
    return "".join([*found, text[at:]])


def _find_keyword(word: str, keywords: Sequence[str], *, early: bool) -> str:
    low = word.casefold()
    if word[1:] != low[1:] or len(low) < len(_SHORT) or low in keywords or is_known_word(low):
        return ""
    if (
        early
        and keywords is not _MONTHS
        and low[0] == "m"
        and low != _SHORT
        and len(low) <= len(_SHORT) + 1
        and is_one_slip_apart(low, _SHORT)
    ):
        return _SHORT
    near = [keyword for keyword in keywords if is_one_slip_apart(low, keyword)]
    return near[0] if len(near) == 1 else ""
