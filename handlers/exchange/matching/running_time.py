"""Find for how many hours a year something flows, as its owner says it: in words, or by its months and hours of day.

Nothing is assumed: a listing that says neither has no hours, and its power is no amount of a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.exchange.matching.time_factor import PEAK, WEEK_SHARES
from handlers.exchange.plausibility.said_figures import read_said_figures

#: hours of each month of a year that is no leap year, January first
MONTH_HOURS = tuple(24 * days for days in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
#: a word for hours: only then is the text read, which takes time
_HOURS = re.compile(r"\d ?(?:timer|timar|hours|h\b)", re.IGNORECASE)


def find_running_hours(text: str, amount: str, months: Sequence[float] | None, day: str | None) -> float | None:
    """Return the hours of a year at the full amount; None where nothing tells them."""
    if _HOURS.search(text):
        said = read_said_figures(amount, text, None, None).hours
        if said is not None:
            return float(said)
    share = WEEK_SHARES.get(day or "")
    if not months or share is None:
        return None
    return share * sum(hours * month / PEAK for hours, month in zip(MONTH_HOURS, months, strict=True))
