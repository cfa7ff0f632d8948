"""Search as the chat does: the same words and filters, the same order, and the same words about each hit."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from handlers.chat.cards import Item
from handlers.chat.record_kinds import list_searched_kinds
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.language.document_search import Hit, search_documents
from handlers.library.solutions import search_filters
from handlers.library.solutions.solved_questions import drop_questions_shown_as_solutions
from handlers.pages import list_choices
from handlers.pages.addresses import ROOT
from handlers.pages.exchange_tabs import EXCHANGE, PLOTS
from handlers.pages.page_parts import EntryList, PageEntry, PageRequest, SearchBox, WebPage

SECTION, PATH = "", f"{ROOT}/find"
#: hits on a page, and the last page
HITS, LAST = 10, 50
#: kind of a hit -> path of its records; others have no page
RECORDS = {
    "solution": f"{ROOT}/solutions",
    "question": f"{ROOT}/questions",
    "issue": f"{ROOT}/issues",
    "consultation": f"{ROOT}/consultations",
    "listing": EXCHANGE,
    "plot": PLOTS,
}


async def draw_search_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw the hits; without words the search alone. Nothing is kept of what was searched for."""
    say, words = turn.say, asked.query.get("q", "").strip()
    choices = list_choices.parse_list_choices(asked, {"q": {words}})
    if choices is None or choices.page > LAST:
        return None
    hint = say("For example: heat topic:nett verified")
    box = SearchBox(PATH, say("What do you look for?"), say("Search"), words, hint)
    page = WebPage(SECTION, say("Search"), search=box)
    request = await search_filters.parse_search_request(turn, words)
    if not request.words:
        return page
    scope, skip = await request.filters.build_search_scope(turn), (choices.page - 1) * HITS
    hits = await search_documents(turn.store, request.words, scope, limit=HITS + 1, skip=skip, meanings=turn.meanings)
    shown = await drop_questions_shown_as_solutions(turn.store, hits[:HITS])
    entries = [entry for hit in shown if (entry := await _describe_hit(turn, hit))]
    if not entries and choices.page > 1:
        return None
    links = list_choices.build_page_links(say, choices, skip + len(hits), HITS, is_counted=False)
    lead = " ".join(filter(None, (*request.unknown, request.filters.describe_filters(say))))
    title = say("Found for “{words}”", words=shorten_text(request.words, 80))
    listing = EntryList(tuple(entries), *_describe_result(turn, len(entries)), links)
    return replace(page, title=title, lead=lead, listing=listing)


def _describe_result(turn: Turn, found: int) -> tuple[str, str]:
    """Return what was found, and what to do where that is nothing."""
    say = turn.say
    if found:
        return say("The best come first."), ""
    return say("Found nothing."), say("Try other words, or ask the question in the chat.")


async def _describe_hit(turn: Turn, hit: Hit) -> PageEntry | None:
    """Describe a hit in the words of the chat; None where this reader may no longer see the record."""
    item: Item | None = await list_searched_kinds()[hit.kind].draw_hit(turn, hit, str(hit.id))
    if item is None:
        return None
    code = item.code.removeprefix("#") or await _find_titled_code(turn, hit)
    address = f"{RECORDS[hit.kind]}/{quote(code, safe='')}" if hit.kind in RECORDS and code else ""
    return PageEntry(item.title, address, text=item.text, notes=(item.note,) if item.note else ())


async def _find_titled_code(turn: Turn, hit: Hit) -> str:
    """Return what an offer, a need or a plot is called in addresses: its title in a list has the code already."""
    listing = await turn.store.listings.find(hit.id) if hit.kind == "listing" else None
    plot = await turn.store.plots.find(hit.id) if hit.kind == "plot" else None
    return next((found.code for found in (listing, plot) if found is not None), "")
