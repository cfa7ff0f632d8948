"""Show the map of parks: what they have to spare, need and exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from handlers.access import rights
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.mapping.flow_map import describe_silence
from handlers.exchange.mapping.park_flows import MAPPED_TYPES, NEEDS, RUNS, SPARE, STATES
from handlers.exchange.mapping.park_views import ParkView, describe_map_floor, list_park_views
from handlers.exchange.streams.stream_labels import name_stream_type
from handlers.pages import list_choices
from handlers.pages.chart_parts import Matrix, MatrixMark, MatrixRow
from handlers.pages.exchange_tabs import EXCHANGE, MAP, PARKS, build_map_tabs
from handlers.pages.list_choices import ListChoices
from handlers.pages.page_parts import EntryList, PageLink, PageRequest, WebPage

SECTION = "map"
#: signs of what is known of a type in a park, and of nothing
SIGNS = {SPARE: "▲", NEEDS: "▽", RUNS: "⇄"}
SILENT, UNTOLD = "–", "·"
#: parks on a page: it stays small where every cell is full
TYPE_PARKS = 20
Marks = tuple[MatrixMark, ...]
T = TypeVar("T")


def may_see_map(turn: Turn) -> bool:
    return turn.person.secretariat or rights.is_confirmed_member(turn.person)


async def draw_type_map(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw parks x types; each cell that tells something leads to the offers and needs there."""
    views, say = await list_park_views(turn) if may_see_map(turn) else [], turn.say
    choices = parse_map_page(turn, asked, len(views), TYPE_PARKS)
    if choices is None:
        return None
    labels = label_states(say)
    legend = [(SIGNS[state], labels[state]) for state in STATES]
    legend += [(SILENT, describe_silence(say, inside=True)), (UNTOLD, describe_silence(say, inside=False))]
    rows = tuple(
        MatrixRow(
            view.park.name, tuple(_mark_types(say, view, type_) for type_ in MAPPED_TYPES), f"{PARKS}/{view.park.code}"
        )
        for view in cut_page(views, choices, TYPE_PARKS)
    )  # fmt: skip
    columns = tuple(capitalise_first_letter(name_stream_type(say, type_)) for type_ in MAPPED_TYPES)
    title = say("Parks and what they exchange")
    return WebPage(
        SECTION,
        title,
        describe_map_floor(say, inside=turn.person.secretariat),
        groups=(build_map_tabs(say, MAP),),
        listing=draw_map_count(say, choices, len(views), TYPE_PARKS),
        table=PageLink(say("Table (CSV)"), f"{MAP}.csv?{urlencode({'page': choices.page})}"),
        matrices=(Matrix(title, say("Park"), columns, rows, tuple(legend)),) if rows else (),
    )


def parse_map_page(turn: Turn, asked: PageRequest, count: int, size: int) -> ListChoices | None:
    """Return which page of the parks is asked for; None for a page that there is not, or a reader without a map."""
    choices = list_choices.parse_list_choices(asked, {}) if may_see_map(turn) else None
    return choices if choices is not None and list_choices.is_page_there(choices, count, size) else None


def cut_page(rows: Sequence[T], choices: ListChoices, size: int) -> Sequence[T]:
    return rows[(choices.page - 1) * size : choices.page * size]


def draw_map_count(say: Say, choices: ListChoices, count: int, size: int) -> EntryList:
    summary = say.many("{n} park", "{n} parks", count) if count else say("There is no park yet.")
    return EntryList((), summary, pages=list_choices.build_page_links(say, choices, count, size))


def label_states(say: Say) -> Mapping[str, str]:
    return {SPARE: say("Has to spare"), NEEDS: say("Needs or uses"), RUNS: say("Exchanges")}


def _mark_types(say: Say, view: ParkView, type_: str) -> Marks:
    known = [state for state in STATES if type_ in view.line.known[state]]
    what = f"{view.park.name}, {name_stream_type(say, type_)}"
    if not known:
        return (MatrixMark(SILENT if view.inside else UNTOLD, describe_silence(say, inside=view.inside)),)
    labels = label_states(say)
    said = say.listed([labels[state] for state in known])
    address = f"{EXCHANGE}?{urlencode({'type': type_, 'park': view.park.code})}"
    return (MatrixMark("".join(SIGNS[state] for state in known), f"{what}: {said}", address),)
