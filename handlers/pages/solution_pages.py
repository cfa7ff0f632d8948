"""Show the library: its solutions by topic, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.library.pictures.page_pictures import list_page_pictures
from handlers.library.pictures.shown_pictures import PictureFile, load_shown_picture
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.solution_badge import (
    describe_solution_badge,
    describe_solution_status,
    describe_use_count,
)
from handlers.pages.addresses import ROOT
from handlers.pages.library_export import list_library_links
from handlers.pages.page_parts import PageEntry, PageLink, PageRequest, SearchBox, WebPage
from handlers.pages.record_list_page import (
    RecordListing,
    Topics,
    find_listed_record,
)
from handlers.questions.live.live_pages import draw_solution_record
from storage.library.solutions import Solution
from storage.pages.record_sources import NEWEST, TITLE, RecordFilter

PATH, PICTURES = f"{ROOT}/solutions", f"{ROOT}/pictures"
LONGEST_PROBLEM = 200


def _narrow_to_verified(turn: Turn, which: RecordFilter, _chosen: str) -> RecordFilter:
    return replace(which, verified_on=turn.today)


async def _draw_solution_entries(turn: Turn, rows: Sequence[Solution], topics: Topics) -> list[PageEntry]:
    counts = await turn.store.solutions.count_uses_by_solution([row.id for row in rows])
    say, today, entries = turn.say, turn.today, list[PageEntry]()
    for row in rows:
        mark = await describe_solution_status(turn.store, row, say, today)
        topic = topics[row.topic_id].get_name(say.language) if row.topic_id in topics else ""
        notes = tuple(filter(None, (topic, row.park, mark, describe_use_count(say, counts.get(row.id, 0)))))
        address, text = f"{PATH}/{quote(row.code, safe='')}", shorten_text(row.problem, LONGEST_PROBLEM)
        entries.append(PageEntry(row.title, address, row.code, text, notes))
    return entries


async def _list_solution_cells(turn: Turn, rows: Sequence[Solution], topics: Topics) -> list[tuple[str, ...]]:
    say, today = turn.say, turn.today
    return [
        (
            row.code,
            row.title,
            topics[row.topic_id].get_name(say.language) if row.topic_id in topics else "",
            row.park,
            describe_solution_badge(row, say, today),
            row.problem,
            row.done,
            row.result,
            row.dated.isoformat() if row.dated else "",
        )
        for row in rows
    ]


def _describe_solution_search(say: Say) -> SearchBox:
    return SearchBox(f"{ROOT}/find", say("Search solutions, questions, issues and consultations"), say("Search"))


SOLUTIONS = RecordListing(
    kind="solution",
    section="solutions",
    path=ROOT,
    title=lambda say: say("Library"),
    lead=lambda say: say("What has worked at members, and what has not."),
    count=lambda say, n: say.many("{n} solution", "{n} solutions", n),
    hint=lambda say, name: say("Write “solution” to {name} in the chat to share one.", name=name),
    state=lambda say: say("How sure?"),
    states=lambda say: {"verified": say("Only verified")},
    narrow=_narrow_to_verified,
    orders=(NEWEST, TITLE),
    draw_entries=_draw_solution_entries,
    columns=lambda say: (
        say("Code"),
        say("Title"),
        say("Topic"),
        say("Organisation"),
        say("How sure?"),
        say("Problem"),
        say("What was done"),
        say("Result"),
        say("Date"),
    ),
    list_cells=_list_solution_cells,
    search=_describe_solution_search,
    files=list_library_links,
    for_guests=True,
)


async def draw_solution_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    solution = await find_listed_record(turn, SOLUTIONS.kind, asked.code)
    if solution is None or not await may_see_solution(turn.store, turn.person, solution):
        return None
    card = await draw_solution_record(turn.store, turn.arena, turn.say, solution)
    back = PageLink(turn.say("Library"), ROOT)
    pictures = await list_page_pictures(turn.store, solution, lambda picture: f"{PICTURES}/{picture}")
    return WebPage(SOLUTIONS.section, solution.title, solution.code, back=back, card=card, pictures=pictures)


async def open_picture(turn: Turn, asked: PageRequest) -> PictureFile | None:
    """Return a picture for whoever sees its solution."""
    return await load_shown_picture(turn.store, turn.person, parse_id(asked.code))
