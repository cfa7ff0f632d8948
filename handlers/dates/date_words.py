"""Parse words for days, months and numbers in bokmål, nynorsk and English, misspellings included."""

from __future__ import annotations

from collections.abc import Mapping

#: maximum number of characters of a time or a rule
LONGEST = 200


def _index_words(words: Mapping[int, str]) -> dict[str, int]:
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
WEEKDAYS = _index_words({
    0: "mandag måndag monday man mån mon mand månd",
    1: "tirsdag tysdag tuesday tir tirs tirsd ty tys tysd tue tues",
    2: "onsdag wednesday wensday wendsday ons onsd wed weds",
    3: "torsdag thursday tor tors torsd thu thur thurs",
    4: "fredag friday fre fred fri",
    5: "lørdag laurdag saturday lør lørd lau laur laurd sat",
    6: "søndag sundag sunday søn sønd sun sund",
})  # fmt: skip
MONTHS = _index_words({
    1: "januar january jan", 2: "februar february feb febr", 3: "mars march mar", 4: "april apr", 5: "mai may",
    6: "juni june jun", 7: "juli july jul", 8: "august aug", 9: "september sep sept", 10: "oktober october okt oct",
    11: "november nov", 12: "desember december des dec",
})  # fmt: skip
NUMBERS = _index_words({
    1: "en én ein éin ei et eit ett a an one", 2: "to two", 3: "tre three", 4: "fire four", 5: "fem five",
    6: "seks six", 7: "sju syv seven", 8: "åtte eight", 9: "ni nine", 10: "ti ten", 11: "elleve elve eleven",
    12: "tolv twelve", 14: "fjorten fourteen", 20: "tjue tyve twenty",
})  # fmt: skip
LAST = -1
ORDINALS = _index_words({
    1: "første fyrste first", 2: "andre annen annan anna annet second other", 3: "tredje third",
    4: "fjerde fourth", 5: "femte fifth", 6: "sjette sixth", LAST: "siste sist last",
})  # fmt: skip
#: Misspelt shorter words are not corrected, because they resemble each other too much.
_GUESSED = 5


def list_words(line: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(line.split())


def parse_weekday(word: str) -> int | None:
    """Return the weekday, also for "tirsdagen", "tirsdager", "tuesdays" and "tirdag"."""
    for ending in ("", "en", "ene", "ane", "er", "ar", "s"):
        stem = word.removesuffix(ending)
        if stem in WEEKDAYS and (not ending or len(stem) > _GUESSED):
            return WEEKDAYS[stem]
    return _find_nearest_number(word, WEEKDAYS)


def resembles_weekday(word: str) -> bool:
    """Return True for a long word one slip away from some weekday: "tordag"."""
    names = (name for name in WEEKDAYS if len(name) >= _GUESSED)
    return _GUESSED <= len(word) <= 12 and any(_is_one_slip_apart(word, name) for name in names)


def parse_month(word: str) -> int | None:
    return MONTHS.get(word, _find_nearest_number(word, MONTHS))


def parse_number_word(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBERS.get(word)


def _find_nearest_number(word: str, table: Mapping[str, int]) -> int | None:
    """Return the number of a long word one slip away from names that all have this number."""
    if not _GUESSED <= len(word) <= 12:
        return None
    near = {n for name, n in table.items() if len(name) >= _GUESSED and _is_one_slip_apart(word, name)}
    return near.pop() if len(near) == 1 else None


def _is_one_slip_apart(typed: str, name: str) -> bool:
    """Return True for a letter too many, missing or wrong, or two that changed places."""
    if typed == name or abs(len(typed) - len(name)) > 1:
        return typed == name
    start = next((n for n, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), min(len(typed), len(name)))
    left, right = typed[start:], name[start:]
    swapped = len(left) > 1 and left[1] + left[0] + left[2:] == right
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or swapped
