"""Load the figures of one organisation's year, beside those of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from handlers.chat.turn import RenderContext
from handlers.pages.amount_sums import NOTHING, describe_sums, divide_by_agreement, sum_amounts
from handlers.pages.figures import Figure, build_year_period
from handlers.pages.yearly.own_figures import AMOUNTS, OWN, SECTIONS, FigureSection
from storage.directory.organisations import Organisation


class YearFigure(NamedTuple):
    """Hold a figure with the records of both years that it is made of, and what it comes to."""

    figure: Figure
    ids: tuple[int, ...]
    earlier_ids: tuple[int, ...]
    value: str
    earlier_value: str


@dataclass(frozen=True, slots=True)
class OwnYear:
    """Hold one year of an organisation."""

    organisation: Organisation
    year: int
    #: True once the year has passed
    over: bool
    #: True if the organisation has come into the network within the year
    joined: bool
    sections: tuple[tuple[FigureSection, tuple[YearFigure, ...]], ...]

    @property
    def is_empty(self) -> bool:
        """Return True if nothing was registered, in this year or the one before."""
        return not any(one.ids or one.earlier_ids for _, figures in self.sections for one in figures)


async def load_own_year(at: RenderContext, organisation: Organisation, year: int) -> OwnYear:
    period, sections = build_year_period(at.arena, year), []
    ids, earlier_ids = [await _map_figure_ids(at, organisation, one) for one in (year, year - 1)]
    for section in SECTIONS:
        figures = [
            await _build_year_figure(at, organisation, year, one, (ids[one.name], earlier_ids[one.name]))
            for one in section.figures
        ]
        sections.append((section, tuple(figures)))
    joined = period.start <= organisation.created_at < period.end
    return OwnYear(organisation, year, period.end <= at.now, joined, tuple(sections))


async def _build_year_figure(
    at: RenderContext, organisation: Organisation, year: int, figure: Figure, ids: tuple[list[int], list[int]]
) -> YearFigure:
    """Return the figure with the records of this year and of the one before."""
    value, earlier_value = [
        await _describe_year_value(at, figure, organisation, one, found)
        for one, found in zip((year, year - 1), ids, strict=True)
    ]
    return YearFigure(figure, tuple(ids[0]), tuple(ids[1]), value, earlier_value)


async def _map_figure_ids(at: RenderContext, organisation: Organisation, year: int) -> dict[str, list[int]]:
    """Return figure -> its records of a year."""
    period = build_year_period(at.arena, year)
    found = await at.store.figure_ids.map_own_record_ids([*OWN], period, organisation.id)
    return found | dict(zip(AMOUNTS, await divide_by_agreement(at.store, found[AMOUNTS[0]]), strict=True))


async def list_figure_ids(at: RenderContext, figure: Figure, organisation: Organisation, year: int) -> list[int]:
    """List the records of the figure: those that the page counts, and its link lists."""
    ids = await at.store.figure_ids.list_own_record_ids(figure.name, build_year_period(at.arena, year), organisation.id)
    if figure.name not in AMOUNTS:
        return ids
    return (await divide_by_agreement(at.store, ids))[AMOUNTS.index(figure.name)]


async def _describe_year_value(
    at: RenderContext, figure: Figure, organisation: Organisation, year: int, ids: list[int]
) -> str:
    """Return the number; a dash for a year before the organisation was here."""
    if figure.measure == "yearly amount":
        return describe_sums(at.say, *await sum_amounts(at.store, ids))
    if not ids and organisation.created_at >= build_year_period(at.arena, year).end:
        return NOTHING
    return at.say.format_number(len(ids))
