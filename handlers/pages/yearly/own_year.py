"""Load the figures of one organisation's year, beside those of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from handlers.chat.turn import RenderContext
from handlers.pages.amount_sums import NOTHING, describe_sums, divide_by_agreement, sum_amounts
from handlers.pages.figures import Figure, build_year_period
from handlers.pages.yearly.own_figures import SECTIONS, FigureSection
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
    period = build_year_period(at.arena, year)
    sections = []
    for section in SECTIONS:
        figures = [await _load_year_figure(at, figure, organisation, year) for figure in section.figures]
        sections.append((section, tuple(figures)))
    joined = period.start <= organisation.created_at < period.end
    return OwnYear(organisation, year, period.end <= at.now, joined, tuple(sections))


async def _load_year_figure(at: RenderContext, figure: Figure, organisation: Organisation, year: int) -> YearFigure:
    ids = await list_figure_ids(at, figure, organisation, year)
    earlier_ids = await list_figure_ids(at, figure, organisation, year - 1)
    value = await _describe_year_value(at, figure, organisation, year, ids)
    earlier_value = await _describe_year_value(at, figure, organisation, year - 1, earlier_ids)
    return YearFigure(figure, tuple(ids), tuple(earlier_ids), value, earlier_value)


async def list_figure_ids(at: RenderContext, figure: Figure, organisation: Organisation, year: int) -> list[int]:
    """List the records of the figure: the page counts them, and its link lists them."""
    period = build_year_period(at.arena, year)
    ids = await at.store.figure_ids.list_own_record_ids(figure.name, period, organisation.id)
    if figure.measure != "yearly amount":
        return ids
    agreed, alone = await divide_by_agreement(at.store, ids)
    return agreed if figure.name == "our-amounts-agreed" else alone


async def _describe_year_value(
    at: RenderContext, figure: Figure, organisation: Organisation, year: int, ids: list[int]
) -> str:
    """Return the number; a dash for a year before the organisation was here."""
    if figure.measure == "yearly amount":
        return describe_sums(at.say, *await sum_amounts(at.store, ids))
    if not ids and organisation.created_at >= build_year_period(at.arena, year).end:
        return NOTHING
    return at.say.format_number(len(ids))
