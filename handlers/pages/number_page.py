"""Show the figures of a year; each leads to the list that it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages import list_choices, meeting_pages, policy_pages, question_pages, solution_pages
from handlers.pages.addresses import ROOT
from handlers.pages.figures import FIGURES, Figure, list_periods
from handlers.pages.list_choices import ListChoices
from handlers.pages.page_parts import FigureRow, FigureTable, PageLink, PageRequest, TableFile, WebPage
from handlers.pages.record_list_page import RecordListing, build_reader_filter
from handlers.pages.topic_bars import draw_topic_bars
from storage.pages.figure_conditions import Period

SECTION, PATH = "numbers", f"{ROOT}/numbers"
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
    )
}


async def draw_number_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    say, choices = turn.say, _parse_number_choices(turn, asked)
    if choices is None:
        return None
    periods = list_periods(turn)
    year = choices.values.get("period", next(iter(periods)))
    tables = await _list_figure_tables(turn, year, periods[year])
    if rights.is_confirmed_member(turn.person):
        tables.append(await _draw_meeting_table(turn, year))
    chosen = ListChoices(PATH, {"period": year})
    return WebPage(
        SECTION,
        say("Numbers"),
        say("Each number counts what you may see, and leads to its list."),
        groups=(list_choices.build_link_group(chosen, say("Year"), "period", zip(periods, periods, strict=True)),),
        figures=tuple(tables),
        table=PageLink(say("Table (CSV)"), f"{PATH}.csv?{urlencode({'period': year})}"),
    )


async def build_number_table(turn: Turn, asked: PageRequest) -> TableFile | None:
    page, say = await draw_number_page(turn, asked), turn.say
    if page is None:
        return None
    year = asked.query.get("period") or next(iter(list_periods(turn)))
    rows = [(table.title, row.label, row.definition, year, row.value) for table in page.figures for row in table.rows]
    return TableFile(
        "numbers.csv", ((say("About"), say("Figure"), say("What it counts"), say("Year"), say("Value")), *rows)
    )


def _parse_number_choices(turn: Turn, asked: PageRequest) -> ListChoices | None:
    if turn.person.guest:
        return None
    return list_choices.parse_list_choices(PageRequest(PATH, query=asked.query), {"period": list_periods(turn)})


async def _list_figure_tables(turn: Turn, year: str, period: Period) -> list[FigureTable]:
    """List the figures of each kind; below some stands how they are spread over topics."""
    spread = {
        "question": ("questions-asked", turn.say("Questions asked, by topic")),
        "solution": ("solutions-saved", turn.say("Solutions saved, by topic")),
    }
    tables = []
    for kind, listing in LISTINGS.items():
        tables.append(await _draw_figure_table(turn, listing, year, period))
        if kind in spread:
            figure, title = spread[kind]
            bars = await draw_topic_bars(turn, listing, title, figure, year, period)
            tables += [bars] if bars else []
    return tables


async def _draw_figure_table(turn: Turn, listing: RecordListing, year: str, period: Period) -> FigureTable:
    rows = [
        FigureRow(
            figure.label(turn.say),
            figure.definition(turn.say),
            await _measure_figure(turn, figure, period),
            f"{listing.path}?{urlencode({'figure': figure.name, 'period': year})}",
        )
        for figure in FIGURES
        if figure.kind == listing.kind
    ]
    return FigureTable(listing.title(turn.say), tuple(rows))


async def _measure_figure(turn: Turn, figure: Figure, period: Period) -> str:
    """Measure the records of the list that the figure leads to."""
    which = await build_reader_filter(turn, figure.kind, figure=figure.name, period=period)
    if figure.measure == "count":
        return turn.say.format_number(await turn.store.record_lists.count_records(figure.kind, which))
    ids = await turn.store.record_lists.list_record_ids(figure.kind, which)
    times = turn.store.figure_times
    to_answer = figure.measure == "median time to first answer"
    return describe_median(turn.say, await (times.list_answer_times if to_answer else times.list_solution_times)(ids))


def describe_median(say: Say, times: Sequence[timedelta]) -> str:
    """Return "5 timer" or "4 dager"; a dash where there are none."""
    if not times:
        return NOTHING
    hours = median(time.total_seconds() for time in times) / 3600
    if hours >= LONG:
        return say.many("{n} day", "{n} days", round(hours / 24))
    return say.many("{n} hour", "{n} hours", round(hours)) if hours >= 1 else say("less than an hour")


async def _draw_meeting_table(turn: Turn, year: str) -> FigureTable:
    say, held = turn.say, await meeting_pages.list_held_meetings(turn, year)
    address = f"{meeting_pages.PATH}?{urlencode({'state': meeting_pages.HELD, 'period': year})}"
    row = FigureRow(
        say("Meetings held"), say("Held in the period, and not called off."), say.format_number(len(held)), address
    )
    return FigureTable(say("Meetings"), (row,))
