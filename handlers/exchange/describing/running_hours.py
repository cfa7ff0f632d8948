"""Read how many hours a year something flows, and whether the number was only taken for granted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from handlers.quantities.quantity import Quantity

#: hours of a leap year, hours of a year, and the fewest that are taken for those of a year
MOST_HOURS, WHOLE_YEAR, FEWEST_HOURS = Decimal(8784), Decimal(8760), Decimal(100)
_ROUND_THE_CLOCK = re.compile(
    r"\b(?:hele dognet|heile dognet|dognet rundt|dogndrift|dognkontinuerlig|round the clock|around the clock|"
    r"24 timer i dognet|24 timar i dognet|24 hours a day|day and night|dag og natt|kontinuerlig|continuous(?:ly)?)\b"
)
#: every hour of every day
_ALWAYS = re.compile(r"\b24 ?/ ?7\b|\b24-7\b")
_SHORTER = re.compile(
    r" ?(?:/|per|pr\.?|i|om|a|each|hver|kvar) ?(?:dag|dagen|dogn|dognet|day|uke|uka|uken|veka|week)\b"
)


def read_hours(folded: str, quantities: Iterable[Quantity], *, whole_year: bool) -> tuple[Decimal | None, bool]:
    """Return the hours a year, and whether they have to be asked. (None, False): nothing is said of them.

    Round the clock all year is 8 760 hours, which nobody counted: it is asked whether that is so.
    """
    for said in quantities:
        if said.measures != "hours" or _SHORTER.match(folded, said.end) or said.weekly:
            continue
        if said.problem is not None:
            return None, True
        hours = said.value or said.low or said.high
        if hours is not None and hours >= FEWEST_HOURS:
            return (hours, False) if hours <= MOST_HOURS else (None, True)
    if _ALWAYS.search(folded) or (whole_year and _ROUND_THE_CLOCK.search(folded)):
        return WHOLE_YEAR, True
    return None, False
