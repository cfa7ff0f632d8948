"""Count what figures count, many in one statement: each by the condition by which its list is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.pages.figure_conditions import CONDITIONS, MOMENTS, Period
from storage.pages.record_sources import SOURCES, RecordFilter, match_records


class FigureCounts(Repository):
    """Count the records of figures, of those that a viewer may see."""

    async def count_figures(self, which: RecordFilter, names: Sequence[str], period: Period) -> dict[str, int]:
        """Return figure -> how many records it has in the period. All are of one kind."""
        if not names:
            return {}
        (kind,) = {CONDITIONS[name][0] for name in names}
        source = SOURCES[kind]
        counts = [sa.func.count().filter(*CONDITIONS[name][1](period)).label(f"n{at}") for at, name in enumerate(names)]
        matched = match_records(source, replace(which, figure="", period=None))
        row = (await self.session.execute(sa.select(*counts).select_from(source.table).where(*matched))).one()
        return dict(zip(names, row, strict=True))

    async def count_figure_by_span(self, which: RecordFilter, name: str, spans: Sequence[Period]) -> list[int]:
        """Return how many records the figure has in each of these spans, which follow each other without gaps."""
        moment, source = MOMENTS[name], SOURCES[CONDITIONS[name][0]]
        whole = Period(spans[0].start, spans[-1].end, spans[0].first, spans[-1].after)
        matched = match_records(source, replace(which, figure=name, period=whole))
        span = sa.case(*[(moment < one.end, at) for at, one in enumerate(spans)]).label("span")
        rows = await self.session.execute(
            sa.select(span, sa.func.count()).select_from(source.table).where(*matched).group_by(span)
        )
        found = {at: n for at, n in rows}  # noqa: C416 - a row is no pair to `dict`
        return [found.get(at, 0) for at in range(len(spans))]
