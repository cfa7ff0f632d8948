"""Hold the words for days of the week and months in bokmål, nynorsk and English.

The reader of sources has these alone: what corrects misspellings brings all of the language with it.
"""

from __future__ import annotations

from collections.abc import Mapping


def index_words(words: Mapping[int, str]) -> dict[str, int]:
    """Map every word of a line to its number, in both spellings without æøå too."""
    found: dict[str, int] = {}
    for number, line in words.items():
        for word in line.split():
            found |= dict.fromkeys(
                (word, _replace_norwegian_letters(word, "a", "o"), _replace_norwegian_letters(word, "aa", "oe")), number
            )
    return found


def _replace_norwegian_letters(word: str, a: str, o: str) -> str:
    return word.replace("å", a).replace("ø", o).replace("æ", "ae")


#: Monday is 0, as in Python.
WEEKDAYS = index_words({
    0: "mandag måndag monday man mån mon mand månd",
    1: "tirsdag tysdag tuesday tir tirs tirsd ty tys tysd tue tues",
    2: "onsdag wednesday wensday wendsday ons onsd wed weds",
    3: "torsdag thursday tor tors torsd thu thur thurs",
    4: "fredag friday fre fred fri",
    5: "lørdag laurdag saturday lør lørd lau laur laurd sat",
    6: "søndag sundag sunday søn sønd sun sund",
})  # fmt: skip
MONTHS = index_words({
    1: "januar january jan", 2: "februar february feb febr", 3: "mars march mar", 4: "april apr", 5: "mai may",
    6: "juni june jun", 7: "juli july jul", 8: "august aug", 9: "september sep sept", 10: "oktober october okt oct",
    11: "november nov", 12: "desember december des dec",
})  # fmt: skip
