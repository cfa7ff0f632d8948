"""Show the map of parks: what they have to spare, need and exchange, and what is known of each topic there."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from handlers.access import rights
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.mapping.flow_map import describe_silence
from handlers.exchange.mapping.park_flows import MAPPED_TYPES, NEEDS, RUNS, SPARE, STATES
from handlers.exchange.mapping.park_members import group_organisations_by_park
from handlers.exchange.mapping.park_views import ParkView, describe_map_floor, list_park_views
from handlers.exchange.streams.stream_labels import name_stream_type
from handlers.pages.chart_parts import Matrix, MatrixMark, MatrixRow
from handlers.pages.exchange_tabs import EXCHANGE, MAP, PARKS, TOPIC_MAP, build_map_tabs
from handlers.pages.page_parts import PageRequest, WebPage
from handlers.pages.question_pages import QUESTIONS
from handlers.pages.record_list_page import RecordListing, build_reader_filter, map_topics
from handlers.pages.solution_pages import SOLUTIONS

SECTION = "map"
#: signs of what is known of a type in a park, and of nothing
SIGNS = {SPARE: "▲", NEEDS: "▽", RUNS: "⇄"}
SILENT, UNTOLD = "–", "·"


def may_see_map(turn: Turn) -> bool:
    return turn.person.secretariat or rights.is_confirmed_member(turn.person)


async def draw_type_map(turn: Turn, _asked: PageRequest) -> WebPage | None:
    """Draw parks x types; each cell that tells something leads to the offers and needs there."""
    if not may_see_map(turn):
        return None
    say, views = turn.say, await list_park_views(turn)
    labels = label_states(say)
    legend = [(SIGNS[state], labels[state]) for state in STATES]
    legend += [(SILENT, describe_silence(say, inside=True)), (UNTOLD, describe_silence(say, inside=False))]
    rows = tuple(
        MatrixRow(
            view.park.name, tuple(_mark_types(say, view, type_) for type_ in MAPPED_TYPES), f"{PARKS}/{view.park.code}"
        )
        for view in views
    )
    columns = tuple(capitalise_first_letter(name_stream_type(say, type_)) for type_ in MAPPED_TYPES)
    title = say("Parks and what they exchange")
    lead = describe_map_floor(say, inside=turn.person.secretariat) if rows else say("There is no park yet.")
    matrix = (Matrix(title, say("Park"), columns, rows, tuple(legend)),) if rows else ()
    return WebPage(SECTION, title, lead, groups=(build_map_tabs(say, MAP),), matrices=matrix)


def label_states(say: Say) -> Mapping[str, str]:
    return {SPARE: say("Has to spare"), NEEDS: say("Needs or uses"), RUNS: say("Exchanges")}


def _mark_types(say: Say, view: ParkView, type_: str) -> tuple[MatrixMark, ...]:
    known = [state for state in STATES if type_ in view.line.known[state]]
    what = f"{view.park.name}, {name_stream_type(say, type_)}"
    if not known:
        return (MatrixMark(SILENT if view.inside else UNTOLD, describe_silence(say, inside=view.inside)),)
    labels = label_states(say)
    said = say.listed([labels[state] for state in known])
    address = f"{EXCHANGE}?{urlencode({'type': type_, 'park': view.park.code})}"
    return (MatrixMark("".join(SIGNS[state] for state in known), f"{what}: {said}", address),)


async def draw_topic_map(turn: Turn, _asked: PageRequest) -> WebPage | None:
    """Draw parks x topics: how many solutions and questions of each the reader may see, and the way to them."""
    if not may_see_map(turn):
        return None
    say, topics = turn.say, await map_topics(turn)
    every = await turn.store.organisations.list_all_organisations()
    parks = group_organisations_by_park(every)
    park_of = {organisation.id: id for id, within in parks.items() for organisation in within}
    counts = {listing.kind: await _count_by_park(turn, listing, park_of) for listing in (SOLUTIONS, QUESTIONS)}
    used = {topic for found in counts.values() for _, topic in found}
    shown = sorted((topics[id] for id in used if id in topics), key=lambda one: one.get_name(say.language).casefold())
    named = sorted((one for one in every if one.id in parks), key=lambda one: one.name.casefold())
    rows = []
    for park in named:
        cells = []
        for topic in shown:
            about = f"{park.name}, {topic.get_name(say.language)}"
            choices = urlencode({"topic": topic.slug, "park": park.code})
            cells.append(
                tuple(
                    MatrixMark(
                        f"{sign}{say.format_number(n)}",
                        f"{about}: {listing.count(say, n)}",
                        f"{listing.path}?{choices}",
                    )
                    for listing, sign in ((SOLUTIONS, "✓"), (QUESTIONS, "?"))
                    if (n := counts[listing.kind].get((park.id, topic.id), 0))
                )
                or (MatrixMark(SILENT, say("Nothing yet")),)
            )
        rows.append(MatrixRow(park.name, tuple(cells), f"{PARKS}/{park.code}"))
    title = say("Parks and topics")
    legend = (("✓", say("Solutions")), ("?", say("Questions")), (SILENT, say("Nothing yet")))
    names = tuple(topic.get_name(say.language) for topic in shown)
    matrix = (Matrix(title, say("Park"), names, tuple(rows), legend),) if rows and shown else ()
    lead = say("Who knows something of a topic, and who has asked. Each number leads to its list.")
    return WebPage(SECTION, title, lead, groups=(build_map_tabs(say, TOPIC_MAP),), matrices=matrix)


async def _count_by_park(turn: Turn, listing: RecordListing, park_of: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Return (park, topic) -> how many records the list has that the cell leads to."""
    which, found = await build_reader_filter(turn, listing.kind), dict[tuple[int, int], int]()
    counts = await turn.store.record_lists.count_records_by_owner_and_topic(listing.kind, which)
    for (organisation_id, topic_id), n in counts.items():
        park_id = park_of.get(organisation_id)
        if park_id is not None:
            found[park_id, topic_id] = found.get((park_id, topic_id), 0) + n
    return found
