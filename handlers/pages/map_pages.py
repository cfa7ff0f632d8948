"""Show the map of parks: what they have to spare, need and exchange, and what is known of each topic there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from handlers.access import rights
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.mapping.flow_map import describe_silence
from handlers.exchange.mapping.park_flows import MAPPED_TYPES, NEEDS, RUNS, SPARE, STATES
from handlers.exchange.mapping.park_members import group_organisations_by_park
from handlers.exchange.mapping.park_views import ParkView, describe_map_floor, list_park_views
from handlers.exchange.streams.stream_labels import name_stream_type
from handlers.pages import list_choices
from handlers.pages.chart_parts import Matrix, MatrixMark, MatrixRow
from handlers.pages.exchange_tabs import EXCHANGE, MAP, PARKS, TOPIC_MAP, build_map_tabs
from handlers.pages.list_choices import ListChoices
from handlers.pages.page_parts import EntryList, PageLink, PageRequest, WebPage
from handlers.pages.question_pages import QUESTIONS
from handlers.pages.record_list_page import RecordListing, build_reader_filter, map_topics
from handlers.pages.solution_pages import SOLUTIONS
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic

SECTION = "map"
#: signs of what is known of a type in a park, and of nothing
SIGNS = {SPARE: "▲", NEEDS: "▽", RUNS: "⇄"}
SILENT, UNTOLD = "–", "·"
_TOPIC_SIGNS = {SOLUTIONS.kind: "✓", QUESTIONS.kind: "?"}
#: parks on a page of each map: a page stays small where every cell is full
TYPE_PARKS, TOPIC_PARKS = 20, 8
#: (park, topic) -> how many
ParkCounts = Mapping[tuple[int, int], int]
Marks = tuple[MatrixMark, ...]
T = TypeVar("T")


def may_see_map(turn: Turn) -> bool:
    return turn.person.secretariat or rights.is_confirmed_member(turn.person)


async def draw_type_map(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw parks x types; each cell that tells something leads to the offers and needs there."""
    views, say = await list_park_views(turn) if may_see_map(turn) else [], turn.say
    choices = _parse_map_page(turn, asked, len(views), TYPE_PARKS)
    if choices is None:
        return None
    labels = label_states(say)
    legend = [(SIGNS[state], labels[state]) for state in STATES]
    legend += [(SILENT, describe_silence(say, inside=True)), (UNTOLD, describe_silence(say, inside=False))]
    rows = tuple(
        MatrixRow(
            view.park.name, tuple(_mark_types(say, view, type_) for type_ in MAPPED_TYPES), f"{PARKS}/{view.park.code}"
        )
        for view in _cut_page(views, choices, TYPE_PARKS)
    )  # fmt: skip
    columns = tuple(capitalise_first_letter(name_stream_type(say, type_)) for type_ in MAPPED_TYPES)
    title = say("Parks and what they exchange")
    return WebPage(
        SECTION,
        title,
        describe_map_floor(say, inside=turn.person.secretariat),
        groups=(build_map_tabs(say, MAP),),
        listing=_draw_map_count(say, choices, len(views), TYPE_PARKS),
        table=PageLink(say("Table (CSV)"), f"{MAP}.csv?{urlencode({'page': choices.page})}"),
        matrices=(Matrix(title, say("Park"), columns, rows, tuple(legend)),) if rows else (),
    )


def _parse_map_page(turn: Turn, asked: PageRequest, count: int, size: int) -> ListChoices | None:
    """Return which page of the parks is asked for; None for a page that there is not, or a reader without a map."""
    choices = list_choices.parse_list_choices(asked, {}) if may_see_map(turn) else None
    return choices if choices is not None and list_choices.is_page_there(choices, count, size) else None


def _cut_page(rows: Sequence[T], choices: ListChoices, size: int) -> Sequence[T]:
    return rows[(choices.page - 1) * size : choices.page * size]


def _draw_map_count(say: Say, choices: ListChoices, count: int, size: int) -> EntryList:
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


async def draw_topic_map(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw parks x topics: how many solutions and questions of each the reader may see, and the way to them."""
    say, every = turn.say, await turn.store.organisations.list_all_organisations()
    parks = group_organisations_by_park(every)
    named = sorted((one for one in every if one.id in parks), key=lambda one: one.name.casefold())
    choices = _parse_map_page(turn, asked, len(named), TOPIC_PARKS)
    if choices is None:
        return None
    park_of, topics = {one.id: id for id, within in parks.items() for one in within}, await map_topics(turn)
    counts = {listing: await _count_by_park(turn, listing, park_of) for listing in (SOLUTIONS, QUESTIONS)}
    used = {topic for found in counts.values() for _, topic in found}
    shown = sorted((topics[id] for id in used if id in topics), key=lambda one: one.get_name(say.language).casefold())
    rows = tuple(
        MatrixRow(park.name, tuple(_mark_topics(say, park, topic, counts) for topic in shown), f"{PARKS}/{park.code}")
        for park in _cut_page(named, choices, TOPIC_PARKS)
    )
    title, names = say("Parks and topics"), tuple(topic.get_name(say.language) for topic in shown)
    legend = (("✓", say("Solutions")), ("?", say("Questions")), (SILENT, say("Nothing yet")))
    return WebPage(
        SECTION,
        title,
        say("Who knows something of a topic, and who has asked. Each number leads to its list."),
        groups=(build_map_tabs(say, TOPIC_MAP),),
        listing=_draw_map_count(say, choices, len(named), TOPIC_PARKS),
        table=PageLink(say("Table (CSV)"), f"{TOPIC_MAP}.csv?{urlencode({'page': choices.page})}"),
        matrices=(Matrix(title, say("Park"), names, rows, legend),) if rows and shown else (),
    )


def _mark_topics(say: Say, park: Organisation, topic: Topic, counts: Mapping[RecordListing, ParkCounts]) -> Marks:
    about, choices = f"{park.name}, {topic.get_name(say.language)}", urlencode({"topic": topic.slug, "park": park.code})
    found = [
        MatrixMark(
            f"{_TOPIC_SIGNS[listing.kind]}{say.format_number(n)}",
            f"{about}: {listing.count(say, n)}",
            f"{listing.path}?{choices}",
        )
        for listing, of in counts.items()
        if (n := of.get((park.id, topic.id), 0))
    ]
    return tuple(found) or (MatrixMark(SILENT, say("Nothing yet")),)


async def _count_by_park(turn: Turn, listing: RecordListing, park_of: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Return (park, topic) -> how many records the list has that the cell leads to."""
    which, found = await build_reader_filter(turn, listing.kind), dict[tuple[int, int], int]()
    counts = await turn.store.record_lists.count_records_by_owner_and_topic(listing.kind, which)
    for (organisation_id, topic_id), n in counts.items():
        park_id = park_of.get(organisation_id)
        if park_id is not None:
            found[park_id, topic_id] = found.get((park_id, topic_id), 0) + n
    return found
