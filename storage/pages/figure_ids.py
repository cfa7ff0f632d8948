"""List the ids of the records that a figure counts: its number and its list are made of these, and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.pages.figure_conditions import Period
from storage.pages.network_figures import NETWORK_FIGURES, select_present
from storage.pages.own_figures import OWN_FIGURES


class FigureIds(Repository):
    """List the records of figures, whoever may see them.

    A page that shows them asks for the sight of its reader, and says how many more there are.
    """

    async def list_own_record_ids(self, figure: str, period: Period, organisation_id: int) -> list[int]:
        """List the records of a figure of one organisation, newest first, each once. Raises KeyError."""
        _, select = OWN_FIGURES[figure]
        found = await self.session.scalars(select(self._cut_period(period), organisation_id))
        return sorted(set(found), reverse=True)

    async def map_own_record_ids(
        self, figures: Sequence[str], period: Period, organisation_id: int
    ) -> dict[str, list[int]]:
        """Return figure -> its records, as `list_own_record_ids` does, in one statement. Raises KeyError."""
        if not figures:
            return {}
        parts, cut = list[sa.Select[Any]](), self._cut_period(period)
        for place, figure in enumerate(figures):
            selected = OWN_FIGURES[figure][1](cut, organisation_id)
            parts.append(selected.with_only_columns(sa.literal(place), *selected.selected_columns))
        found: dict[str, set[int]] = {figure: set() for figure in figures}
        for place, id in await self.session.execute(sa.union_all(*parts)):
            found[figures[place]].add(id)
        return {figure: sorted(ids, reverse=True) for figure, ids in found.items()}

    async def list_network_record_ids(self, name: str, period: Period) -> list[int]:
        """List the records of a figure of the whole network, newest first, each once. Raises KeyError."""
        _, select = NETWORK_FIGURES[name]
        return sorted(set(await self.session.scalars(select(self._cut_period(period)))), reverse=True)

    async def list_present_ids(self, kind: str, ids: Collection[int]) -> list[int]:
        """List those of these records that are still there, with their words."""
        found = await self.session.scalars(select_present(kind, lambda column: match_any_of(column, ids)))
        return sorted(found, reverse=True)

    def _cut_period(self, period: Period) -> Period:
        """Return what has passed of a period: what is still to come is no part of it."""
        return replace(period, end=min(period.end, self.now))
