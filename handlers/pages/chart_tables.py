"""Take the tables of charts and of the map out as files: what the page shows, in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from handlers.chat.turn import Turn
from handlers.pages.chart_parts import Matrix, SankeyChart
from handlers.pages.page_parts import PageRequest, TableFile, WebPage

DrawChartPage = Callable[[Turn, PageRequest], Awaitable[WebPage | None]]


async def build_chart_table(turn: Turn, asked: PageRequest, *, draw: DrawChartPage, name: str) -> TableFile | None:
    """Return the tables of a page below each other; None where there is no page for this reader."""
    page = await draw(turn, asked)
    if page is None:
        return None
    rows = [row for matrix in page.matrices for row in _list_matrix_rows(matrix)]
    rows += [row for chart in page.sankeys for row in _list_sankey_rows(chart)]
    return TableFile(f"{name}.csv", tuple(rows))


def _list_matrix_rows(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """Yield the headings and each row, with what the signs mean."""
    yield (matrix.corner, *matrix.columns)
    for row in matrix.rows:
        yield (row.label, *("; ".join(mark.label.rpartition(": ")[2] for mark in marks) for marks in row.cells))


def _list_sankey_rows(chart: SankeyChart) -> Iterator[tuple[str, ...]]:
    """Yield the headings and each flow, also those that the drawing gathers."""
    yield (chart.title, chart.left, chart.right, chart.amount)
    for ribbon in chart.ribbons:
        yield ("", ribbon.left, ribbon.right, ribbon.text)
