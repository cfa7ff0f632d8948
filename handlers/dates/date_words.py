"""Parse words for days, months and numbers in bokmål, nynorsk and English, misspellings included."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.dates.calendar_words import MONTHS, WEEKDAYS, index_words
from handlers.language.spelling import is_one_slip_apart

#: maximum number of characters of a time or a rule
LONGEST_TIME = 200


NUMBERS = index_words({
    1: "en én ein éin ei et eit ett eitt a an one", 2: "to two", 3: "tre three", 4: "fire four", 5: "fem five",
    6: "seks six", 7: "sju syv seven", 8: "åtte eight", 9: "ni nine", 10: "ti ten", 11: "elleve elve ellve eleven",
    12: "tolv twelve", 13: "tretten thirteen", 14: "fjorten fourteen", 15: "femten fifteen", 16: "seksten sixteen",
    17: "sytten seventeen", 18: "atten eighteen", 19: "nitten nineteen", 20: "tjue tyve twenty",
    21: "tjueen tjueén twenty-one", 22: "tjueto twenty-two", 23: "tjuetre twenty-three", 30: "tretti thirty",
})  # fmt: skip
LAST = -1
ORDINALS = index_words({
    1: "første fyrste first", 2: "andre annen annan anna annet second other", 3: "tredje third",
    4: "fjerde fourth", 5: "femte fifth", 6: "sjette sixth", LAST: "siste sist last",
})  # fmt: skip
#: days of a month after the sixth, in words
DAYS_OF_MONTH = index_words({
    7: "sjuende syvende sjuande seventh", 8: "åttende åttande eighth", 9: "niende niande ninth",
    10: "tiende tiande tenth", 11: "ellevte ellefte eleventh", 12: "tolvte twelfth",
    13: "trettende trettande thirteenth", 14: "fjortende fjortande fourteenth", 15: "femtende femtande fifteenth",
    16: "sekstende sekstande sixteenth", 17: "syttende syttande seventeenth", 18: "attende attande eighteenth",
    19: "nittende nittande nineteenth", 20: "tjuende tjuande tyvende twentieth",
    21: "tjueførste tjuefyrste enogtyvende twenty-first", 22: "tjueandre toogtyvende twenty-second",
    23: "tjuetredje treogtyvende twenty-third", 24: "tjuefjerde fireogtyvende twenty-fourth",
    25: "tjuefemte femogtyvende twenty-fifth", 26: "tjuesjette seksogtyvende twenty-sixth",
    27: "tjuesjuende tjuesyvende tjuesjuande syvogtyvende twenty-seventh",
    28: "tjueåttende tjueåttande åtteogtyvende twenty-eighth", 29: "tjueniende tjueniande niogtyvende twenty-ninth",
    30: "trettiende trettiande tredevte thirtieth", 31: "trettiførste trettifyrste enogtredevte thirty-first",
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
    return _GUESSED <= len(word) <= 12 and any(is_one_slip_apart(word, name) for name in names)


def parse_month(word: str) -> int | None:
    return MONTHS.get(word, _find_nearest_number(word, MONTHS))


def find_slipped_month(word: str) -> int | None:
    """Return the month of a short name in which two letters changed places: "mras"."""
    near = {n for name, n in MONTHS.items() if len(name) > 3 and sorted(name) == sorted(word) and name[:1] == word[:1]}
    return near.pop() if len(near) == 1 else None


def parse_number_word(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 4 else NUMBERS.get(word)


def _find_nearest_number(word: str, table: Mapping[str, int]) -> int | None:
    """Return the number of a long word one slip away from names that all have this number."""
    if not _GUESSED <= len(word) <= 12:
        return None
    near = {n for name, n in table.items() if len(name) >= _GUESSED and is_one_slip_apart(word, name)}
    return near.pop() if len(near) == 1 else None
