"""Draw the list of one kind of record: narrowed by topic and state, sorted, page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.leveled_records import list_visible_levels
from handlers.pages import list_choices, list_narrowing
from handlers.pages.addresses import ROOT
from handlers.pages.figures import list_figures_of_kind, list_periods
from handlers.pages.list_choices import PAGE, ListChoices
from handlers.pages.page_parts import (
    EntryList,
    LinkGroup,
    PageEntry,
    PageLink,
    PageRequest,
    SearchBox,
    TableFile,
    WebPage,
)
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.topics import Topic
from storage.pages.figure_conditions import Period
from storage.pages.record_sources import DEADLINE, NEWEST, TITLE, RecordFilter

Topics = Mapping[int, Topic]
#: rows of a table at most
MOST_ROWS = 5000
#: kinds of which a reader sees what is of their own organisations
OWNED = ("listing", "plot", "stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordListing:
    """Describe the list of one kind, as `storage.pages.record_lists` names kinds."""

    kind: str
    section: str
    path: str
    title: Callable[[Say], str]
    #: how many there are
    count: Callable[[Say, int], str]
    #: what to do where there are none, with the name of the bot
    hint: Callable[[Say, str], str]
    #: label of the second choice, and its values with their labels
    state: Callable[[Say], str]
    states: Callable[[Say], Mapping[str, str]]
    #: narrows the list to a value of the second choice
    narrow: Callable[[Turn, RecordFilter, str], RecordFilter]
    #: orders, the usual one first
    orders: tuple[str, ...]
    #: draws the records of a page
    draw_entries: Callable[[Turn, Sequence[Any], Topics], Awaitable[list[PageEntry]]]
    #: headings of the table, and its cells, in the same order
    columns: Callable[[Say], tuple[str, ...]]
    list_cells: Callable[[Turn, Sequence[Any], Topics], Awaitable[list[tuple[str, ...]]]]
    lead: Callable[[Say], str] | None = None
    search: Callable[[Say], SearchBox] | None = None
    #: ways to take all of it out
    files: Callable[[Say], tuple[PageLink, ...]] | None = None
    #: links to lists beside this one
    tabs: Callable[[Turn, str], tuple[LinkGroup, ...]] | None = None
    #: what stands below the list, by its choices
    below: Callable[[Turn, ListChoices], Awaitable[tuple[EntryList, ...]]] | None = None
    #: True if each record is of a flow type; else each is about topics
    typed: bool = False
    #: True if guests may read it too
    for_guests: bool = False


async def draw_record_list(turn: Turn, asked: PageRequest, listing: RecordListing) -> WebPage | None:
    """Draw the page; None where the address says what there is not, or the reader has no such list."""
    say, topics = turn.say, await map_topics(turn)
    choices = await parse_record_choices(turn, asked, listing, topics)
    if choices is None:
        return None
    which = await build_record_filter(turn, listing, choices, topics)
    count = await turn.store.record_lists.count_records(listing.kind, which)
    if not list_choices.is_page_there(choices, count):
        return None
    order = choices.values.get("sort", listing.orders[0])
    rows = await turn.store.record_lists.list_records(listing.kind, which, order, PAGE, choices.skip)
    entries = tuple(await listing.draw_entries(turn, rows, topics))
    hint = "" if count else listing.hint(say, turn.arena.name)
    return WebPage(
        listing.section,
        listing.title(say),
        listing.lead(say) if listing.lead else "",
        search=listing.search(say) if listing.search else None,
        groups=await _build_link_groups(turn, listing, which, choices, topics),
        listing=EntryList(
            entries,
            listing.count(say, count),
            hint,
            list_choices.build_page_links(say, choices, count),
        ),
        below=await listing.below(turn, choices) if listing.below and choices.page == 1 else (),
        table=PageLink(say("Table (CSV)"), replace(choices, path=get_table_path(listing)).build_address()),
        links=listing.files(say) if listing.files else (),
    )


def get_table_path(listing: RecordListing) -> str:
    """Return the path of the list as a table."""
    return f"{ROOT}/{listing.section}.csv"


async def build_record_table(turn: Turn, asked: PageRequest, listing: RecordListing) -> TableFile | None:
    """Return all pages of the list as one table, by the choices of the address; None as for the list."""
    topics = await map_topics(turn)
    choices = await parse_record_choices(turn, asked, listing, topics)
    if choices is None:
        return None
    which = await build_record_filter(turn, listing, choices, topics)
    order = choices.values.get("sort", listing.orders[0])
    rows = await turn.store.record_lists.list_records(listing.kind, which, order, MOST_ROWS)
    cells = await listing.list_cells(turn, rows, topics)
    return TableFile(f"{listing.section}.csv", (listing.columns(turn.say), *cells))


async def map_topics(turn: Turn) -> Topics:
    return {topic.id: topic for topic in await turn.store.topics.list_all_topics()}


async def parse_record_choices(
    turn: Turn, asked: PageRequest, listing: RecordListing, topics: Topics
) -> ListChoices | None:
    """Return the choices of the address; None for a value that is unknown, or a reader without this list."""
    if turn.person.guest and not listing.for_guests:
        return None
    about: Mapping[str, Collection[str]] = (
        {"type": FLOW_TYPES} if listing.typed else {"topic": list_narrowing.list_slugs(topics)}
    )
    known = {
        **about,
        "state": listing.states(turn.say),
        "sort": listing.orders[1:],
        "organisation": await list_narrowing.map_organisation_names(turn),
        "park": await list_narrowing.map_park_members(turn),
        "figure": list_figures_of_kind(listing.kind),
        "period": list_periods(turn),
    }
    return list_choices.parse_list_choices(PageRequest(listing.path, query=asked.query), known)


async def build_record_filter(turn: Turn, listing: RecordListing, choices: ListChoices, topics: Topics) -> RecordFilter:
    """Return what the list is narrowed to, for this reader."""
    periods, figure = list_periods(turn), choices.values.get("figure", "")
    period = periods[choices.values.get("period", next(iter(periods)))]
    park = choices.values.get("park")
    which = replace(
        await build_reader_filter(turn, listing.kind, figure=figure, period=period),
        topic_id=list_narrowing.find_topic_id(topics, choices.values.get("topic", "")),
        organisation_id=await list_narrowing.find_organisation_id(turn, choices.values.get("organisation", "")),
        organisation_ids=(await list_narrowing.map_park_members(turn))[park] if park else None,
        type=choices.values.get("type", ""),
    )
    chosen = choices.values.get("state")
    return listing.narrow(turn, which, chosen) if chosen else which


async def find_listed_record(turn: Turn, kind: str, code: str) -> Any | None:
    """Return the record if it stands in the list of this reader, else None."""
    return await turn.store.record_lists.find_record(kind, await build_reader_filter(turn, kind), code)


async def build_reader_filter(turn: Turn, kind: str, *, figure: str = "", period: Period | None = None) -> RecordFilter:
    """Return what this reader may see of a kind, or of what a figure of it counts; "": of all."""
    viewer = await turn.store.audiences.build_viewer(turn.person)
    levels = rights.list_solution_levels(turn.person)
    which = RecordFilter(viewer, levels, figure=figure, period=period if figure else None)
    if kind not in OWNED:
        return which
    mine = set[int]() if turn.person.guest else await list_reader_organisation_ids(turn.store, turn.person)
    return replace(which, listing_levels=list_visible_levels(turn.person), own_ids=sorted(mine))


async def _build_link_groups(
    turn: Turn, listing: RecordListing, which: RecordFilter, choices: ListChoices, topics: Topics
) -> tuple[LinkGroup, ...]:
    say, every = turn.say, turn.say("All")
    about = (
        await list_narrowing.build_type_links(turn, listing.kind, which, choices)
        if listing.typed
        else await list_narrowing.build_topic_links(turn, listing.kind, which, choices, topics)
    )
    groups = [
        *(listing.tabs(turn, listing.path) if listing.tabs else ()),
        *_build_figure_links(turn, listing, choices),
        *await list_narrowing.build_park_links(turn, choices),
        about,
        *await list_narrowing.build_organisation_links(turn, listing.kind, which, choices),
        list_choices.build_link_group(choices, listing.state(say), "state", listing.states(say).items(), every=every),
    ]
    if len(listing.orders) > 1:
        labels = _label_orders(say)
        usual, *others = listing.orders
        options = [("", labels[usual]), *((order, labels[order]) for order in others)]
        groups.append(list_choices.build_link_group(choices, say("Sorted by"), "sort", options))
    return tuple(groups)


def _build_figure_links(turn: Turn, listing: RecordListing, choices: ListChoices) -> list[LinkGroup]:
    """Return which figure the list is of, and the way to all records; nothing without a figure."""
    figure = list_figures_of_kind(listing.kind).get(choices.values.get("figure", ""))
    if figure is None:
        return []
    year = choices.values.get("period", next(iter(list_periods(turn))))
    every = PageLink(turn.say("All"), choices.build_address(figure="", period=""))
    chosen = PageLink(f"{figure.label(turn.say)}, {year}", choices.build_address(), current=True)
    return [LinkGroup(turn.say("Figure"), (every, chosen))]


def _label_orders(say: Say) -> dict[str, str]:
    return {NEWEST: say("Newest"), TITLE: say("Title"), DEADLINE: say("Deadline")}
