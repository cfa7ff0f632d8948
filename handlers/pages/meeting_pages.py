"""Show meetings, those to come and those that were held, and one of them with its agenda."""

from __future__ import annotations

from dataclasses import replace

from handlers.access import rights
from handlers.chat.cards import Card
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.meetings.agenda.agenda_cards import draw_personal_agenda
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.meeting_list import MOST_MEETINGS, list_visible_occurrences
from handlers.meetings.occurrence_facts import describe_occurrence_time, draw_occurrence_facts
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.pages import list_choices
from handlers.pages.addresses import ROOT
from handlers.pages.figures import list_periods
from handlers.pages.list_choices import PAGE, ListChoices
from handlers.pages.page_parts import EntryList, PageEntry, PageLink, PageRequest, TableFile, WebPage

SECTION, PATH = "meetings", f"{ROOT}/meetings"
#: choice in the address: meetings that are over
HELD = "held"
LONGEST_TEXT = 200


async def build_meeting_table(turn: Turn, asked: PageRequest) -> TableFile | None:
    say, choices = turn.say, _parse_meeting_choices(turn, asked)
    if choices is None:
        return None
    rows = [
        (one.title, one.starts.isoformat(" ", "minutes"), one.ends.isoformat(" ", "minutes"), one.place)
        for one in await _list_chosen_occurrences(turn, choices)
    ]
    return TableFile(f"{SECTION}.csv", ((say("Meeting"), say("Starts"), say("Ends"), say("Where")), *rows))


def _parse_meeting_choices(turn: Turn, asked: PageRequest) -> ListChoices | None:
    """Return the choices of a confirmed member; others see no meetings here."""
    if not rights.is_confirmed_member(turn.person):
        return None
    return list_choices.parse_list_choices(
        PageRequest(PATH, query=asked.query), {"state": (HELD,), "period": list_periods(turn)}
    )


async def _list_chosen_occurrences(turn: Turn, choices: ListChoices) -> list[OccurrenceView]:
    if "state" in choices.values:
        return await list_held_meetings(turn, choices.values.get("period", ""))
    return await list_visible_occurrences(turn, MOST_MEETINGS)


async def draw_meetings_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    say, choices = turn.say, _parse_meeting_choices(turn, asked)
    if choices is None:
        return None
    found, held = await _list_chosen_occurrences(turn, choices), "state" in choices.values
    if not list_choices.is_page_there(choices, len(found)):
        return None
    entries = tuple(_describe_meeting_entry(turn, one) for one in found[choices.skip : choices.skip + PAGE])
    hint = (
        "" if found or held else say("Write “meeting new” to {name} in the chat to propose one.", name=turn.arena.name)
    )
    when = [("", say("To come")), (HELD, say("Held"))]
    return WebPage(
        SECTION,
        say("Meetings"),
        groups=(list_choices.build_link_group(choices, say("When"), "state", when),),
        listing=EntryList(
            entries,
            say.many("{n} meeting", "{n} meetings", len(found)),
            hint,
            list_choices.build_page_links(say, choices, len(found)),
        ),
        table=PageLink(say("Table (CSV)"), replace(choices, path=f"{PATH}.csv").build_address()),
    )


async def list_held_meetings(turn: Turn, year: str) -> list[OccurrenceView]:
    """List the visible meetings that are over and began in this year, newest first; "": in any."""
    found = []
    for id in await turn.store.record_lists.list_held_occurrence_ids(MOST_MEETINGS, list_periods(turn).get(year)):
        one = await find_occurrence_view(turn.store, id)
        if one is not None and await may_see_meeting(turn.store, one.meeting, turn.person):
            found.append(one)
    return found


def _describe_meeting_entry(turn: Turn, one: OccurrenceView) -> PageEntry:
    notes = tuple(filter(None, (describe_occurrence_time(one, turn.say), one.place)))
    return PageEntry(one.title, f"{PATH}/{one.id}", text=shorten_text(one.meeting.text, LONGEST_TEXT), notes=notes)


async def draw_meeting_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw one meeting: when and where, and its agenda."""
    if not rights.is_confirmed_member(turn.person):
        return None
    viewer = await turn.store.audiences.build_viewer(turn.person)
    id = await turn.store.record_lists.find_visible_occurrence_id(parse_id(asked.code) or 0, viewer)
    one = await find_occurrence_view(turn.store, id)
    if one is None or not await may_see_meeting(turn.store, one.meeting, turn.person):
        return None
    facts = await draw_occurrence_facts(turn.store, one, turn.say, turn.person)
    agenda = await draw_personal_agenda(turn.store, one, turn.say, turn.person)
    card = Card(one.title, (*facts, *agenda.parts))
    return WebPage(SECTION, one.title, back=PageLink(turn.say("Meetings"), PATH), card=card)
