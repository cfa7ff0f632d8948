"""Show the figures of a year; each leads to the list that it was counted from."""

from __future__ import annotations

from urllib.parse import urlencode

from handlers.access import rights
from handlers.chat.turn import Turn
from handlers.pages import list_choices, meeting_pages
from handlers.pages.addresses import REPORTS, ROOT, YEAR
from handlers.pages.chart_parts import LineChart
from handlers.pages.figure_tables import LISTINGS, FigureScope, list_figure_rows
from handlers.pages.figures import FIGURES, list_periods
from handlers.pages.list_choices import ListChoices
from handlers.pages.month_lines import draw_month_lines
from handlers.pages.page_parts import FigureRow, FigureTable, PageLink, PageRequest, TableFile, WebPage
from handlers.pages.topic_bars import draw_topic_bars
from handlers.pages.yearly.year_choice import list_represented_organisations

SECTION, PATH = "numbers", f"{ROOT}/numbers"


async def draw_number_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    scope = _read_number_scope(turn, asked)
    if scope is None:
        return None
    say, periods, tables = turn.say, list_periods(turn), await _list_figure_tables(turn, scope)
    if rights.is_confirmed_member(turn.person):
        tables.append(await _draw_meeting_table(turn, scope.year))
    chosen = ListChoices(PATH, {"period": scope.year})
    return WebPage(
        SECTION,
        say("Numbers"),
        say("Each number counts what you may see, and leads to its list."),
        groups=(list_choices.build_link_group(chosen, say("Year"), "period", zip(periods, periods, strict=True)),),
        figures=tuple(tables),
        lines=await _list_charts(turn, scope),
        links=await _list_further_pages(turn),
        table=PageLink(say("Table (CSV)"), f"{PATH}.csv?{urlencode({'period': scope.year})}"),
    )


async def _list_further_pages(turn: Turn) -> tuple[PageLink, ...]:
    """Return the ways to the year of each organisation that the reader acts for, and to the reports."""
    say, links = turn.say, list[PageLink]()
    for one in await list_represented_organisations(turn.store, turn.person):
        address = f"{YEAR}?{urlencode({'organisation': one.code})}"
        links.append(PageLink(say("The year of {organisation}", organisation=one.name), address))
    links += [PageLink(say("Outcome reports"), REPORTS)] if turn.person.secretariat else []
    return tuple(links)


async def build_number_table(turn: Turn, asked: PageRequest) -> TableFile | None:
    page, say = await draw_number_page(turn, asked), turn.say
    if page is None:
        return None
    year = asked.query.get("period") or next(iter(list_periods(turn)))
    rows = [(table.title, row.label, row.definition, year, row.value) for table in page.figures for row in table.rows]
    rows += [
        (chart.title, f"{line.name}, {label}", "", year, say.format_number(value))
        for chart in page.lines
        for line in chart.lines
        for label, value in zip(chart.labels, line.values, strict=True)
    ]
    return TableFile(
        "numbers.csv", ((say("About"), say("Figure"), say("What it counts"), say("Year"), say("Value")), *rows)
    )


def _read_number_scope(turn: Turn, asked: PageRequest) -> FigureScope | None:
    """Return the year that is asked for; None for guests and for what is no year."""
    if turn.person.guest:
        return None
    periods = list_periods(turn)
    choices = list_choices.parse_list_choices(PageRequest(PATH, query=asked.query), {"period": periods})
    if choices is None:
        return None
    year = choices.values.get("period", next(iter(periods)))
    return FigureScope(year, periods[year])


async def _list_figure_tables(turn: Turn, scope: FigureScope) -> list[FigureTable]:
    """List the figures of each kind; below some stands how they are spread over topics."""
    spread = {
        "question": ("questions-asked", turn.say("Questions asked, by topic")),
        "solution": ("solutions-saved", turn.say("Solutions saved, by topic")),
    }
    tables = []
    for kind, listing in LISTINGS.items():
        rows = await list_figure_rows(turn, scope, [figure for figure in FIGURES if figure.kind == kind])
        tables.append(FigureTable(listing.title(turn.say), tuple(rows)))
        if kind in spread:
            figure, title = spread[kind]
            bars = await draw_topic_bars(turn, listing, title, figure, scope.year, scope.period)
            tables += [bars] if bars else []
    return tables


async def _list_charts(turn: Turn, scope: FigureScope) -> tuple[LineChart, ...]:
    title = turn.say("Questions asked and solved, by month")
    chart = await draw_month_lines(turn, scope, title, ("questions-asked", "questions-solved"))
    return (chart,) if chart is not None else ()


async def _draw_meeting_table(turn: Turn, year: str) -> FigureTable:
    say, held = turn.say, await meeting_pages.list_held_meetings(turn, year)
    address = f"{meeting_pages.PATH}?{urlencode({'state': meeting_pages.HELD, 'period': year})}"
    row = FigureRow(
        say("Meetings held"), say("Held in the period, and not called off."), say.format_number(len(held)), address
    )
    return FigureTable(say("Meetings"), (row,))
