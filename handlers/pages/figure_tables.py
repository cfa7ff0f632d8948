"""Draw figures as tables: each number counts a list, and leads to it. All that are of one kind are counted together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urlencode

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages import exchange_pages, policy_pages, question_pages, solution_pages
from handlers.pages.figures import Figure
from handlers.pages.page_parts import FigureRow
from handlers.pages.record_list_page import build_reader_filter
from storage.pages.figure_conditions import Period
from storage.pages.record_sources import RecordFilter

#: hours from which a time is told in days
LONG = 72
#: what stands where there is nothing to make a figure of
NOTHING = "–"
LISTINGS = {
    one.kind: one
    for one in (
        question_pages.QUESTIONS,
        solution_pages.SOLUTIONS,
        policy_pages.ISSUES,
        policy_pages.CONSULTATIONS,
        exchange_pages.LISTINGS,
    )
}


@dataclass(frozen=True, slots=True)
class FigureScope:
    """Say of which year figures are, and what else the lists are narrowed to that they count."""

    year: str
    period: Period
    #: the same, as choices in an address
    choices: Mapping[str, str] = field(default_factory=dict)
    topic_id: int | None = None
    organisation_id: int | None = None

    async def build_filter(self, turn: Turn, kind: str, figure: str = "") -> RecordFilter:
        """Return what the reader may see of it."""
        which = await build_reader_filter(turn, kind, figure=figure, period=self.period)
        return replace(which, topic_id=self.topic_id, organisation_id=self.organisation_id)

    def build_address(self, path: str, figure: str) -> str:
        return f"{path}?{urlencode({'figure': figure, 'period': self.year, **self.choices})}"


async def list_figure_rows(turn: Turn, scope: FigureScope, figures: Iterable[Figure]) -> list[FigureRow]:
    """Return a row for each figure, in their order; those of one kind stand together."""
    rows = []
    for kind, group in groupby(figures, lambda figure: figure.kind):
        ones, listing = list(group), LISTINGS[kind]
        values = await _measure_figures(turn, scope, kind, ones)
        rows += [
            FigureRow(
                figure.label(turn.say),
                figure.definition(turn.say),
                values[figure.name],
                scope.build_address(listing.path, figure.name),
            )
            for figure in ones
        ]
    return rows


async def _measure_figures(turn: Turn, scope: FigureScope, kind: str, figures: Sequence[Figure]) -> dict[str, str]:
    counted, store = [figure.name for figure in figures if figure.measure == "count"], turn.store
    counts = await store.figure_counts.count_figures(await scope.build_filter(turn, kind), counted, scope.period)
    values = {name: turn.say.format_number(n) for name, n in counts.items()}
    for figure in figures:
        if figure.measure != "count":
            which = await scope.build_filter(turn, kind, figure.name)
            to_answer = figure.measure == "median time to first answer"
            times = store.figure_times
            seconds = await (times.measure_time_to_answer if to_answer else times.measure_time_to_solution)(which)
            values[figure.name] = describe_median(turn.say, seconds)
    return values


def describe_median(say: Say, seconds: float | None) -> str:
    """Return "5 timer" or "4 dager"; a dash where there are none."""
    if seconds is None:
        return NOTHING
    hours = seconds / 3600
    if hours >= LONG:
        return say.many("{n} day", "{n} days", round(hours / 24))
    return say.many("{n} hour", "{n} hours", round(hours)) if hours >= 1 else say("less than an hour")
