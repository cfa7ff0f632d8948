"""Name the figures: what each counts, how its records are summed up, and for which years.

Each counts records that its reader may see. None adds up what organisations have answered, so that none needs
the floor of `handlers/policy/rounds/disclosure_control.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from storage.pages.figure_conditions import CONDITIONS, Period
from storage.pages.network_figures import NETWORK_FIGURES
from storage.pages.own_figures import OWN_FIGURES

#: how many records there are; the median time until something became of them; what they come to in a year, as parties
#: of matches give it or as plots were taken into use
Measure = Literal["count", "median time to first answer", "median time to solution", "yearly amount", "placed amount"]
#: measures that are sums, of which only what gives nobody away is told
SUMMED = ("yearly amount", "placed amount")

#: years that can be chosen
MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """Describe one figure. Which records it is made of stands in `storage.pages`, under its name."""

    #: name there and in addresses
    name: str
    label: Callable[[Say], str]
    definition: Callable[[Say], str]
    measure: Measure = "count"

    @property
    def kind(self) -> str:
        """Return the kind of its records."""
        return (CONDITIONS.get(self.name) or NETWORK_FIGURES.get(self.name) or OWN_FIGURES[self.name])[0]


#: in the order of the page
FIGURES = (
    Figure("questions-asked", lambda say: say("Questions asked"), lambda say: say("Sent to others in the period.")),
    Figure(
        "questions-answered",
        lambda say: say("Questions answered"),
        lambda say: say("Of those asked in the period: answered or solved by now."),
    ),
    Figure(
        "questions-waiting",
        lambda say: say("Questions without an answer"),
        lambda say: say("Of those asked in the period: nobody has answered yet."),
    ),
    Figure(
        "questions-solved",
        lambda say: say("Questions solved"),
        lambda say: say("Solved in the period, whenever they were asked."),
    ),
    Figure(
        "first-answer",
        lambda say: say("Time to the first answer"),
        lambda say: say("Median of those asked in the period that somebody else has answered, by the clock."),
        "median time to first answer",
    ),
    Figure(
        "time-to-solution",
        lambda say: say("Time to the solution"),
        lambda say: say("Median of those solved in the period, from when they were asked, by the clock."),
        "median time to solution",
    ),
    Figure(
        "solutions-saved",
        lambda say: say("Solutions saved"),
        lambda say: say("Written or loaded in the period, and still in the library."),
    ),
    Figure(
        "solutions-used",
        lambda say: say("Solutions used"),
        lambda say: say("Somebody else has said in the period that they use it. Each counts once."),
    ),
    Figure(
        "solutions-doubted",
        lambda say: say("Solutions in doubt"),
        lambda say: say("Somebody has doubted it in the period, and nobody has confirmed it since."),
    ),
    Figure("issues-raised", lambda say: say("Issues raised"), lambda say: say("Published in the period.")),
    Figure(
        "issues-open",
        lambda say: say("Issues still open"),
        lambda say: say("Of those raised in the period: no decision yet."),
    ),
    Figure(
        "issues-decided",
        lambda say: say("Issues decided"),
        lambda say: say("A decision was made in the period, whenever they were raised."),
    ),
    Figure(
        "consultations-opened",
        lambda say: say("Consultations followed up"),
        lambda say: say("Opened to members in the period."),
    ),
    Figure(
        "consultations-answered",
        lambda say: say("Consultations answered"),
        lambda say: say("Our answer was sent in the period."),
    ),
    Figure(
        "listings-made",
        lambda say: say("Offers and needs"),
        lambda say: say(
            "Made in the period: your own, and those of others that are in force and that you read by name."
        ),
    ),
    Figure(
        "listings-open",
        lambda say: say("Offers and needs in force"),
        lambda say: say("Of those made in the period: in force now."),
    ),
)


def list_figures_of_kind(kind: str) -> dict[str, Figure]:
    """Return name -> figure, of those that are made of this kind of records."""
    return {figure.name: figure for figure in FIGURES if figure.kind == kind}


def list_periods(turn: Turn) -> dict[str, Period]:
    """Return name in addresses -> period, this year first."""
    this = turn.now.astimezone(turn.arena.zone).year
    return {str(year): build_year_period(turn.arena, year) for year in range(this, this - MOST_YEARS, -1)}


def build_year_period(arena: Arena, year: int) -> Period:
    """Return a calendar year by the arena's clock, whichever offset from UTC its ends have."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    start, end = (datetime(day.year, 1, 1, tzinfo=arena.zone) for day in (first, after))
    return Period(start, end, first, after)
