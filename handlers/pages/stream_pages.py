"""Show the streams that somebody may see: those of their own organisations; the secretariat sees all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.organisation_records import may_see_own_record
from handlers.exchange.streams import stream_labels
from handlers.exchange.streams.stream_form import draw_stream_card
from handlers.pages.exchange_tabs import STREAMS as PATH
from handlers.pages.exchange_tabs import build_exchange_tabs
from handlers.pages.page_parts import PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.record_list_page import RecordListing, Topics, find_listed_record
from storage.exchange.streams import DIRECTIONS, Stream
from storage.pages.record_sources import NEWEST, RecordFilter


def _label_stream_directions(say: Say) -> Mapping[str, str]:
    return {direction: stream_labels.describe_stream_direction(say, direction) for direction in DIRECTIONS}


def _narrow_to_direction(_turn: Turn, which: RecordFilter, chosen: str) -> RecordFilter:
    return replace(which, direction=chosen)


async def _draw_stream_entries(turn: Turn, rows: Sequence[Stream], _topics: Topics) -> list[PageEntry]:
    return [await _draw_stream_entry(turn, row) for row in rows]


async def _draw_stream_entry(turn: Turn, row: Stream) -> PageEntry:
    site = await turn.store.sites.find(row.site_id)
    organisation = await turn.store.organisations.find(row.organisation_id)
    facts = (f"{label}: {text}" for label, text in stream_labels.list_stream_facts(turn.say, row) if text)
    notes = (organisation.name if organisation else "", site.name if site else "", *facts)
    title = stream_labels.title_stream(turn.say, row).removeprefix(f"{row.code} ")
    return PageEntry(title, f"{PATH}/{row.code}", row.code, row.name, tuple(filter(None, notes)))


async def _list_stream_cells(turn: Turn, rows: Sequence[Stream], _topics: Topics) -> list[tuple[str, ...]]:
    say, basis, cells = turn.say, dict(stream_labels.list_basis_options(turn.say)), list[tuple[str, ...]]()
    for row in rows:
        organisation = await turn.store.organisations.find(row.organisation_id)
        site = await turn.store.sites.find(row.site_id)
        cells.append(
            (
                row.code,
                organisation.name if organisation else "",
                site.name if site else "",
                stream_labels.describe_stream_direction(say, row.direction),
                capitalise_first_letter(stream_labels.name_stream_type(say, row.type)),
                row.name,
                row.amount,
                basis.get(row.basis, ""),
                str(row.year or ""),
                row.destination,
                row.waste_code,
            )
        )
    return cells


STREAMS = RecordListing(
    kind="stream",
    section="streams",
    path=PATH,
    title=lambda say: say("Streams"),
    lead=lambda say: say("What flows in and out of your sites. Your organisation and the secretariat alone see it."),
    count=lambda say, n: say.many("{n} stream", "{n} streams", n),
    hint=lambda say, name: say("Write “exchange stream” to {name} in the chat to write one down.", name=name),
    state=lambda say: say("Direction"),
    states=_label_stream_directions,
    narrow=_narrow_to_direction,
    orders=(NEWEST,),
    draw_entries=_draw_stream_entries,
    columns=lambda say: (
        say("Code"),
        say("Organisation"),
        say("Site"),
        say("Direction"),
        say("What"),
        say("Name"),
        say("Amount"),
        say("Amount is"),
        say("Year"),
        say("Where it goes or comes from"),
        say("Waste code"),
    ),
    list_cells=_list_stream_cells,
    tabs=build_exchange_tabs,
    typed=True,
)


async def draw_stream_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    if turn.person.guest:
        return None
    stream = await find_listed_record(turn, STREAMS.kind, asked.code)
    if stream is None or not await may_see_own_record(turn.store, turn.person, stream):
        return None
    card = await draw_stream_card(turn, stream)
    title = card.title.removeprefix(f"{stream.code} ")
    return WebPage(STREAMS.section, title, stream.code, back=PageLink(turn.say("Streams"), PATH), card=card)
