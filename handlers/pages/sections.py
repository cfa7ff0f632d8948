"""List the sections of the pages that somebody may read, and what draws the page of each address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages import meeting_pages, number_page, policy_pages, question_pages, search_page, solution_pages
from handlers.pages.addresses import ROOT
from handlers.pages.page_parts import PageLink, PageRequest, TableFile, WebPage
from handlers.pages.record_list_page import get_table_path
from storage.directory.people import Person

#: draws a page, or builds a table; None where there is none, or not for this reader
DrawPage = Callable[[Turn, PageRequest], Awaitable[WebPage | TableFile | None]]

#: path -> what draws it
PAGES: Mapping[str, DrawPage] = {
    ROOT: solution_pages.draw_solution_list,
    search_page.PATH: search_page.draw_search_page,
    f"{solution_pages.PATH}/{{code}}": solution_pages.draw_solution_page,
    question_pages.QUESTIONS.path: question_pages.draw_question_list,
    f"{question_pages.QUESTIONS.path}/{{code}}": question_pages.draw_question_page,
    policy_pages.ISSUES.path: policy_pages.draw_issue_list,
    f"{policy_pages.ISSUES.path}/{{code}}": policy_pages.draw_issue_page,
    policy_pages.CONSULTATIONS.path: policy_pages.draw_consultation_list,
    f"{policy_pages.CONSULTATIONS.path}/{{code}}": policy_pages.draw_consultation_page,
    meeting_pages.PATH: meeting_pages.draw_meeting_list,
    f"{meeting_pages.PATH}/{{code}}": meeting_pages.draw_meeting_page,
    get_table_path(solution_pages.SOLUTIONS): solution_pages.build_solution_table,
    get_table_path(question_pages.QUESTIONS): question_pages.build_question_table,
    get_table_path(policy_pages.ISSUES): policy_pages.build_issue_table,
    get_table_path(policy_pages.CONSULTATIONS): policy_pages.build_consultation_table,
    f"{meeting_pages.PATH}.csv": meeting_pages.build_meeting_table,
    number_page.PATH: number_page.draw_number_page,
    f"{number_page.PATH}.csv": number_page.build_number_table,
}


def list_sections(say: Say, person: Person, current: str) -> tuple[PageLink, ...]:
    """Return the links that stand on every page: only lists that this person has."""
    listings = [solution_pages.SOLUTIONS]
    if not person.guest:
        listings += [question_pages.QUESTIONS, policy_pages.ISSUES, policy_pages.CONSULTATIONS]
    links = [PageLink(one.title(say), one.path, one.section == current) for one in listings]
    if rights.is_confirmed_member(person):
        links.append(PageLink(say("Meetings"), meeting_pages.PATH, current == meeting_pages.SECTION))
    if not person.guest:
        links.append(PageLink(say("Numbers"), number_page.PATH, current == number_page.SECTION))
    return tuple(links)


def draw_missing_page(say: Say) -> WebPage:
    """Draw the page of every address that has none, and of every record that the reader may not see."""
    title, text = say("There is nothing here"), say("It does not exist, or you may not see it.")
    return WebPage("", title, text, PageLink(say("Library"), ROOT))
