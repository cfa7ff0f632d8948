"""Show the matches that somebody acts for, as the chat shows them: without names until both say yes."""

from __future__ import annotations

from handlers.chat.turn import Turn
from handlers.exchange.matches.match_list import (
    count_own_matches,
    count_own_waiting_matches,
    draw_match_item,
    list_own_matches,
)
from handlers.pages import list_choices
from handlers.pages.exchange_tabs import MATCHES, build_exchange_tabs
from handlers.pages.list_choices import PAGE
from handlers.pages.page_parts import EntryList, PageEntry, PageRequest, WebPage

SECTION = "matches"


async def draw_match_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw them page by page; they are answered in the chat."""
    choices = None if turn.person.guest else list_choices.parse_list_choices(asked, {})
    if choices is None:
        return None
    say, count = turn.say, await count_own_matches(turn)
    if not list_choices.is_page_there(choices, count):
        return None
    found = await list_own_matches(turn, choices.skip, PAGE)
    items = [await draw_match_item(turn, side) for side in found]
    entries = tuple(PageEntry(item.title, text=item.text, notes=tuple(filter(None, (item.note,)))) for item in items)
    answer = say("Write “exchange matches” to {name} in the chat to answer them.", name=turn.arena.name)
    waiting = await count_own_waiting_matches(turn)
    found_some = say.many("{n} match", "{n} matches", count)
    waits = say.many("{n} waits for you", "{n} wait for you", waiting) if waiting else ""
    summary = " · ".join(filter(None, (found_some, waits))) if count else say("No match waits for you.")
    listing = EntryList(entries, summary, answer if waiting else "", list_choices.build_page_links(say, choices, count))
    lead = say("I ask each side without names. Two yeses show them, and a facilitator follows it up.")
    return WebPage(SECTION, say("Matches"), lead, groups=build_exchange_tabs(turn, MATCHES), listing=listing)
