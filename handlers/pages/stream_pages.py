"""Show the streams that somebody may see: those of their own organisations; the secretariat sees all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.amount_texts import fill_amount_field
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
    owners = await _map_owners(turn, rows)
    return [_draw_stream_entry(turn, row, owners[row.id]) for row in rows]


async def _map_owners(turn: Turn, rows: Sequence[Stream]) -> dict[int, tuple[str, str]]:
    """Return stream id -> the names of its organisation and its site."""
    names = await turn.store.organisations.map_organisation_names()
    sites = await turn.store.sites.map_sites_by_id({row.site_id for row in rows})
    return {
        row.id: (names.get(row.organisation_id, ""), sites[row.site_id].name if row.site_id in sites else "")
        for row in rows
    }


def _draw_stream_entry(turn: Turn, row: Stream, owner: tuple[str, str]) -> PageEntry:
    facts = (f"{label}: {text}" for label, text in stream_labels.list_stream_facts(turn.say, row) if text)
    notes = (*owner, *facts)
    title = stream_labels.title_stream(turn.say, row).removeprefix(f"{row.code} ")
    return PageEntry(title, f"{PATH}/{row.code}", row.code, row.name, tuple(filter(None, notes)))


async def _list_stream_cells(turn: Turn, rows: Sequence[Stream], _topics: Topics) -> list[tuple[str, ...]]:
    say, basis, cells = turn.say, dict(stream_labels.list_basis_options(turn.say)), list[tuple[str, ...]]()
    owners = await _map_owners(turn, rows)
    for row in rows:
        cells.append(
            (
                row.code,
                *owners[row.id],
                stream_labels.describe_stream_direction(say, row.direction),
                capitalise_first_letter(stream_labels.name_stream_type(say, row.type)),
                row.name,
                fill_amount_field(say, row.amount),
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
