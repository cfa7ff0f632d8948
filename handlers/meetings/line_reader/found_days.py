"""Hold a day that a line names, with where it stands in the line.

Several days of one phrase have the same place: "3.-6. juni" names two.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dates.typed_times.day_mentions import DayMention


@dataclass(frozen=True, slots=True)
class FoundDay:
    """Hold the tokens of a day, and what they say; `vague` names no day, as "next week"."""

    first: int
    last: int
    mention: DayMention
    vague: bool = False
    #: the week is counted from this one: "in two weeks"
    counted: bool = False

    @property
    def is_bare_weekday(self) -> bool:
        """Return True for "fredag" without a date or a week."""
        return self.mention == DayMention(weekday=self.mention.weekday)
