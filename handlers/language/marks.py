"""Extract what tells similar texts apart: figures with their units, places and names."""

from __future__ import annotations

import re
from collections import defaultdict

from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import load_wordlist
from handlers.language.text_analysis import MOST_CHARACTERS, clean_text

#: Norwegian number. A dot before three digits separates thousands; any other dot, and a comma, is a decimal sign.
_FIGURE = r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"
#: Letters joined in front name a thing and not a size ("NO2"). A unit may follow ("50-tonns", "m2").
NUMBER = compile_later(rf"(?<![\w.,])([a-zæøå]*)-?({_FIGURE})[\s\u00a0\u202f°-]*([a-zæøå%²³]+[23]?)?")
#: word -> its unit
UNITS = dict(pair.split("=") for pair in load_wordlist("units"))
#: place names in lower case, recognised in any position
PLACES = load_wordlist("places")
#: A name inside a sentence, one followed by a word for a place, or one after a preposition of place.
#: For speed it starts at the capital letter and looks behind, because capitals are rare.
_NAME = compile_later(
    r"[A-ZÆØÅ](?:(?<=[a-zæøå,] .)[a-zæøå]{3,}|(?<=\b.)[a-zæøå]+(?= (?:Industri|Nærings)\w+)"
    r"|(?:(?<=\bi .)|(?<=\bpå .)|(?<=\bved .)|(?<=\bfra .)|(?<=\bfrå .)|(?<=\bin .)|(?<=\bat .))[a-zæøå]+)"
)
#: capitalised words that are no name
_ANYWHERE = frozenset(
    "norge noreg norway norwegian norsk norske europa europe norden nordic english".split()  # noqa: SIM905
)
_WORD = compile_later(r"[a-zæøå]+")
_VALUE = compile_later(r"[\d.]+")
_DIGIT = compile_later(r"\d")
_YEARS = range(1950, 2100)


def extract_marks(text: str) -> str:
    """Return figures with their units, and names, in alphabetical order: "18mw 2029year odda"."""
    lower = clean_text(text)
    known = PLACES.intersection(_WORD.findall(lower))
    names = {name.lower() for name in _NAME.findall(text[:MOST_CHARACTERS])} - _ANYWHERE
    # For speed: without a digit there is no number, and this pattern takes as long as all others together.
    figures = {_normalise_figure(*found) for found in NUMBER.findall(lower)} if _DIGIT.search(lower) else set()
    return " ".join(sorted(figures | known | names))


def has_differing_marks(some: str, others: str) -> bool:
    """Return True if the marks of two texts tell them apart: other figures of one unit, or other places."""
    return _has_differing_figures(_group_figures(some), _group_figures(others)) or _is_disjoint(
        _list_mark_names(some), _list_mark_names(others)
    )


def _normalise_figure(before: str, figure: str, after: str) -> str:
    value = re.sub(r"[ \u00a0\u202f]", "", figure)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", value):
        value = value.replace(".", "")
    value = value.replace(",", ".")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    unit = UNITS.get(after) or UNITS.get(after.removesuffix("s"), "")
    if not unit and not before and value.isdigit() and int(value) in _YEARS:
        unit = "year"
    return value + (before or unit)


def _group_figures(marks: str) -> dict[str, set[str]]:
    """Return unit -> values."""
    found: dict[str, set[str]] = defaultdict(set)
    for mark in marks.split():
        value = _VALUE.match(mark)
        if value:
            found[mark[value.end() :]].add(value.group())
    return found


def _has_differing_figures(here: dict[str, set[str]], there: dict[str, set[str]]) -> bool:
    both = here.keys() & there.keys()
    if both:
        return any(_is_disjoint(here[unit], there[unit]) for unit in both)
    return _is_disjoint(set().union(*here.values()), set().union(*there.values()))


def _list_mark_names(marks: str) -> set[str]:
    return {mark for mark in marks.split() if not mark[0].isdigit()}


def _is_disjoint(here: set[str], there: set[str]) -> bool:
    return bool(here and there and not here & there)
