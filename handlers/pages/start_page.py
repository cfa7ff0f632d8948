"""Show somebody's start page: the year of their organisation, of topics that they lead, and of the network.

Every number is a figure of the one register, narrowed as its list is.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.access import rights
from handlers.chat.turn import Turn
from handlers.exchange.mapping.stream_coverage import list_park_answers
from handlers.exchange.matches.match_list import count_own_waiting_matches
from handlers.pages.addresses import ROOT
from handlers.pages.desk_pages import draw_desk_tables
from handlers.pages.exchange_tabs import MATCHES, PARKS
from handlers.pages.figure_tables import FigureScope, list_figure_rows
from handlers.pages.figures import FIGURES, list_periods
from handlers.pages.month_lines import draw_month_lines
from handlers.pages.outcomes import report_page
from handlers.pages.page_parts import FigureRow, FigureTable, PageLink, PageRequest, WebPage
from handlers.pages.yearly import year_card
from handlers.pages.yearly.year_choice import list_represented_organisations
from storage.directory.people import Person

SECTION, PATH = "start", f"{ROOT}/start"
#: figures of each table, in the order of the register
OWN = (
    "questions-asked", "questions-answered", "questions-waiting", "solutions-saved", "solutions-used", "issues-raised",
    "listings-open",
)  # fmt: skip
LED = (
    "questions-asked", "questions-waiting", "first-answer", "solutions-saved", "solutions-doubted", "issues-open",
    "consultations-opened",
)  # fmt: skip
NETWORK = (
    "questions-asked", "questions-waiting", "first-answer", "time-to-solution", "solutions-used", "solutions-doubted",
    "issues-open", "issues-decided", "consultations-opened", "consultations-answered", "listings-open",
)  # fmt: skip


def has_start_page(person: Person) -> bool:
    return person.secretariat or rights.is_confirmed_member(person)


def choose_first_page(person: Person) -> str:
    """Return the page that somebody sees who has just signed in: the start page of their role, or the library."""
    return PATH if has_start_page(person) else ROOT


async def draw_start_page(turn: Turn, _asked: PageRequest) -> WebPage | None:
    """Draw the page of this year; None for whoever belongs to no organisation."""
    if not has_start_page(turn.person):
        return None
    say, periods = turn.say, list_periods(turn)
    year = next(iter(periods))
    scope = FigureScope(year, periods[year])
    lead = say("What you look after. Each number counts what you may see, and leads to its list.")
    page = WebPage(SECTION, say("Overview"), lead, links=await _list_year_links(turn))
    waiting = await _draw_waiting_table(turn)
    tables = [*await _draw_own_table(turn, scope), *await _draw_led_tables(turn, scope)]
    if not turn.person.secretariat:
        return replace(page, tiles=(*waiting, *tables))
    network = await _draw_table(turn, say("The network, {year}", year=year), scope, NETWORK)
    months = say("Questions asked and solved, by month")
    chart = await draw_month_lines(turn, scope, months, ("questions-asked", "questions-solved"))
    return replace(
        page,
        tiles=(*waiting, network, *await draw_desk_tables(turn), *tables),
        figures=tuple(await _draw_coverage_table(turn)),
        lines=(chart,) if chart is not None else (),
    )


async def _list_year_links(turn: Turn) -> tuple[PageLink, ...]:
    """Return the ways to whole years: of an organisation that this person acts for, and of the network."""
    say, acts = turn.say, await list_represented_organisations(turn.store, turn.person)
    own = [PageLink(say("The year"), year_card.PATH)] if acts else []
    return (*own, *([PageLink(say("Outcome reports"), report_page.PATH)] if turn.person.secretariat else []))


async def _draw_table(turn: Turn, title: str, scope: FigureScope, names: tuple[str, ...]) -> FigureTable:
    rows = await list_figure_rows(turn, scope, [figure for figure in FIGURES if figure.name in names])
    return FigureTable(title, tuple(rows))


async def _draw_waiting_table(turn: Turn) -> list[FigureTable]:
    """Draw what waits for this person; nothing where nothing does."""
    say, waiting = turn.say, await count_own_waiting_matches(turn)
    if not waiting:
        return []
    row = FigureRow(say("Matches"), say("They wait for your answer in the chat."), say.format_number(waiting), MATCHES)
    return [FigureTable(say("Waits for you"), (row,))]


async def _draw_own_table(turn: Turn, scope: FigureScope) -> list[FigureTable]:
    own = await turn.store.organisations.find(turn.person.stands_for)
    if own is None:
        return []
    mine = FigureScope(scope.year, scope.period, {"organisation": own.code}, organisation_id=own.id)
    return [await _draw_table(turn, f"{own.name}, {scope.year}", mine, OWN)]


async def _draw_led_tables(turn: Turn, scope: FigureScope) -> list[FigureTable]:
    """Draw a table for each topic that this person leads or is deputy for."""
    tables = []
    for topic in await turn.store.topics.list_topics_led_by(turn.person.id):
        led = FigureScope(scope.year, scope.period, {"topic": topic.slug}, topic_id=topic.id)
        tables.append(await _draw_table(turn, f"{topic.get_name(turn.say.language)}, {scope.year}", led, LED))
    return tables


async def _draw_coverage_table(turn: Turn) -> list[FigureTable]:
    """Draw how many of each park's organisations have answered what flows there."""
    say = turn.say
    rows = [
        FigureRow(
            one.park.name,
            "",
            say("{n} of {all}", n=say.format_number(one.answered), all=say.format_number(one.whole)),
            f"{PARKS}/{one.park.code}",
            share=round(100 * one.answered / one.whole),
        )
        for one in await list_park_answers(turn.store)
    ]
    return [FigureTable(say("Parks that have answered what flows there"), tuple(rows))] if rows else []
