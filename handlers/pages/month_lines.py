"""Draw how figures go over the months of a year, as far as the year has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.chat.turn import Turn
from handlers.pages.chart_parts import Line, LineChart
from handlers.pages.figure_tables import FigureScope
from handlers.pages.figures import FIGURES
from storage.pages.figure_conditions import Period

MONTHS = 12


async def draw_month_lines(turn: Turn, scope: FigureScope, title: str, names: Sequence[str]) -> LineChart | None:
    """Draw a line for each figure; None where there is nothing to draw."""
    say, months, known = turn.say, list_months(turn, scope.period), {figure.name: figure for figure in FIGURES}
    lines = []
    for name in names:
        which = await scope.build_filter(turn, known[name].kind)
        counts = await turn.store.figure_counts.count_figure_by_span(which, name, months)
        lines.append(Line(known[name].label(say), tuple(counts)))
    if not any(value for line in lines for value in line.values):
        return None
    labels = tuple(say.format_month(month.first.month) for month in months)
    description = say("Each month by itself, in the order of the year. The table below has the same numbers.")
    return LineChart(title, description, say("Month"), labels, tuple(lines))


def list_months(turn: Turn, period: Period) -> list[Period]:
    """Return the months of a year that have begun; of a year to come, the first one."""
    today = turn.today
    months = list[Period]()
    for month in range(1, MONTHS + 1):
        first = date(period.first.year, month, 1)
        after = date(first.year, month + 1, 1) if month < MONTHS else period.after
        start, end = (datetime(day.year, day.month, 1, tzinfo=turn.arena.zone) for day in (first, after))
        if first <= today or not months:
            months.append(Period(start, end, first, after))
    return months
