"""List the sections that a reader has, and what draws the page of each address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.pages import (
    desk_pages,
    exchange_pages,
    flow_pages,
    investor_pages,
    library_export,
    map_pages,
    match_pages,
    meeting_pages,
    number_page,
    plot_pages,
    policy_pages,
    question_pages,
    search_page,
    solution_pages,
    start_page,
    stream_pages,
    topic_pages,
)
from handlers.pages.addresses import ROOT
from handlers.pages.chart_tables import build_chart_table
from handlers.pages.exchange_tabs import DESK, EXCHANGE, FLOWS, MAP, MATCHES, PARKS, PLOTS, STREAMS, TOPIC_MAP
from handlers.pages.library_export import LibraryFile
from handlers.pages.outcomes import report_page
from handlers.pages.page_parts import PageLink, PageRequest, TableFile, WebPage
from handlers.pages.record_list_page import build_record_table, draw_record_list, get_table_path
from handlers.pages.yearly import year_card, year_pages
from storage.directory.people import Person

#: draws a page, builds a file or opens a picture; None where there is none, or not for this reader
DrawPage = Callable[[Turn, PageRequest], Awaitable[WebPage | TableFile | PictureFile | LibraryFile | None]]

#: lists of records, each with its table
_LISTINGS = (
    solution_pages.SOLUTIONS,
    question_pages.QUESTIONS,
    policy_pages.ISSUES,
    policy_pages.CONSULTATIONS,
    exchange_pages.LISTINGS,
    stream_pages.STREAMS,
    plot_pages.PLOTS,
)
#: sections of the exchange, which are one in the list of sections
_EXCHANGE = (
    exchange_pages.LISTINGS.section, match_pages.SECTION, stream_pages.STREAMS.section, desk_pages.SECTION,
    investor_pages.SECTION, plot_pages.PLOTS.section,
)  # fmt: skip
#: path -> what draws it
PAGES: Mapping[str, DrawPage] = {
    **{one.path: partial(draw_record_list, listing=one) for one in _LISTINGS},
    **{get_table_path(one): partial(build_record_table, listing=one) for one in _LISTINGS},
    search_page.PATH: search_page.draw_search_page,
    **dict.fromkeys(library_export.PATHS.values(), library_export.build_library_file),
    f"{solution_pages.PATH}/{{code}}": solution_pages.draw_solution_page,
    f"{solution_pages.PICTURES}/{{code}}": solution_pages.open_picture,
    f"{question_pages.QUESTIONS.path}/{{code}}": question_pages.draw_question_page,
    f"{policy_pages.ISSUES.path}/{{code}}": policy_pages.draw_issue_page,
    f"{policy_pages.CONSULTATIONS.path}/{{code}}": policy_pages.draw_consultation_page,
    meeting_pages.PATH: meeting_pages.draw_meetings_page,
    f"{meeting_pages.PATH}.csv": meeting_pages.build_meeting_table,
    f"{meeting_pages.PATH}/{{code}}": meeting_pages.draw_meeting_page,
    f"{EXCHANGE}/{{code}}": exchange_pages.draw_listing_page,
    f"{STREAMS}/{{code}}": stream_pages.draw_stream_page,
    f"{PLOTS}/{{code}}": plot_pages.draw_plot_page,
    f"{plot_pages.PICTURES}/{{code}}": plot_pages.open_plot_picture,
    MATCHES: match_pages.draw_match_page,
    DESK: desk_pages.draw_desk_page,
    MAP: map_pages.draw_type_map,
    topic_pages.CELL: topic_pages.draw_cell_page,
    f"{topic_pages.ROUNDS}/{{code}}": topic_pages.draw_round_page,
    TOPIC_MAP: topic_pages.draw_topic_map_page,
    FLOWS: flow_pages.draw_flow_page,
    f"{MAP}.csv": partial(build_chart_table, draw=map_pages.draw_type_map, name="map"),
    f"{TOPIC_MAP}.csv": partial(build_chart_table, draw=topic_pages.draw_topic_map_page, name="topics"),
    f"{FLOWS}.csv": partial(build_chart_table, draw=flow_pages.draw_flow_page, name="flows"),
    f"{PARKS}/{{code}}": flow_pages.draw_park_page,
    investor_pages.PATH: investor_pages.draw_investor_list_page,
    f"{investor_pages.PATH}/{{code}}": investor_pages.draw_investor_page,
    f"{investor_pages.PICTURES}/{{code}}": investor_pages.open_sheet_picture,
    report_page.PATH: report_page.draw_report_list_page,
    f"{report_page.PATH}/{{code}}": report_page.draw_report_page,
    year_card.PATH: year_pages.draw_own_year_page,
    f"{year_card.PATH}/{{code}}": year_pages.draw_own_figure_page,
    start_page.PATH: start_page.draw_start_page,
    number_page.PATH: number_page.draw_number_page,
    f"{number_page.PATH}.csv": number_page.build_number_table,
}


def list_sections(say: Say, person: Person, current: str) -> tuple[PageLink, ...]:
    """Return the links that stand on every page: only lists that this person has."""
    confirmed, listings = rights.is_confirmed_member(person), [solution_pages.SOLUTIONS]
    if not person.guest:
        listings += [question_pages.QUESTIONS, policy_pages.ISSUES, policy_pages.CONSULTATIONS]
    links = []
    if start_page.has_start_page(person):
        links.append(PageLink(say("Overview"), start_page.PATH, current == start_page.SECTION))
    links += [PageLink(one.title(say), one.path, one.section == current) for one in listings]
    if confirmed:
        links.append(PageLink(say("Meetings"), meeting_pages.PATH, current == meeting_pages.SECTION))
    links.append(PageLink(say("Offers and needs"), EXCHANGE, current in _EXCHANGE))
    if person.secretariat or confirmed:
        links.append(PageLink(say("Map"), MAP, current == map_pages.SECTION))
    if not person.guest:
        links.append(PageLink(say("Numbers"), number_page.PATH, current == number_page.SECTION))
    return tuple(links)


def draw_missing_page(say: Say) -> WebPage:
    """Draw the page of every address that has none, and of every record that the reader may not see."""
    title, text = say("There is nothing here"), say("It does not exist, or you may not see it.")
    return WebPage("", title, text, PageLink(say("Library"), ROOT))
