"""Show what flows in the network and in a park, each as charts with tables; and how far a park is mapped."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from handlers.chat.cards import Buttons, Card, Facts, Text
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.exchange.mapping.flow_map import describe_silence
from handlers.exchange.mapping.flow_sums import ELSEWHERE, EXCHANGED, LISTED, UNSAID, FlowSum
from handlers.exchange.mapping.park_views import ParkView, list_park_views
from handlers.exchange.mapping.stream_coverage import draw_park_coverage, load_park_coverage
from handlers.exchange.mapping.stream_flows import FlowPicture, load_flow_picture
from handlers.exchange.matches.park_stops import draw_park_stop_facts
from handlers.exchange.matching.blind_classes import CLASS_UNITS
from handlers.exchange.matching.flow_phrases import format_figure, format_unit_name
from handlers.exchange.park_members import PARK
from handlers.exchange.streams.stream_labels import name_stream_type
from handlers.pages.chart_parts import Ribbon, SankeyChart
from handlers.pages.exchange_tabs import EXCHANGE, FLOWS, MAP, STREAMS, build_map_tabs
from handlers.pages.map_pages import SECTION, label_states, may_see_map
from handlers.pages.page_parts import PageLink, PageRequest, WebPage
from storage.exchange.streams import IN, OUT

#: what is measured, in the order of the charts
MEASURES = ("energy", "mass", "volume", "gas volume")


async def draw_flow_page(turn: Turn, _asked: PageRequest) -> WebPage | None:
    """Draw what flows in the whole network."""
    if not may_see_map(turn):
        return None
    say, picture = turn.say, await load_flow_picture(turn)
    lead = _describe_flow_picture(turn, picture)
    return WebPage(
        SECTION,
        say("What flows"),
        lead,
        groups=(build_map_tabs(say, FLOWS),),
        sankeys=draw_flow_charts(say, picture.sums),
        table=PageLink(say("Table (CSV)"), f"{FLOWS}.csv"),
    )


async def draw_park_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw one park: what it has and needs, how far it is mapped for those who look after it, and what flows."""
    if not may_see_map(turn):
        return None
    view = next((one for one in await list_park_views(turn) if one.park.code == asked.code), None)
    if view is None or view.park.kind != PARK:
        return None
    say, picture = turn.say, await load_flow_picture(turn, view.park.id)
    narrowed = urlencode({"park": view.park.code})
    links = [PageLink(say("Offers and needs"), f"{EXCHANGE}?{narrowed}")]
    links += [PageLink(say("Streams"), f"{STREAMS}?{narrowed}")] if turn.person.secretariat else []
    return WebPage(
        SECTION,
        view.park.name,
        _describe_flow_picture(turn, picture),
        back=PageLink(say("Map"), MAP),
        card=await _draw_park_facts(turn, view),
        links=tuple(links),
        sankeys=draw_flow_charts(say, picture.sums),
    )


async def _draw_park_facts(turn: Turn, view: ParkView) -> Card:
    say, labels = turn.say, label_states(turn.say)
    told = [(labels[state], types) for state, types in view.line.known.items()]
    told.append((describe_silence(say, inside=view.inside), view.line.silent))
    rows = tuple((label, say.listed([name_stream_type(say, one) for one in types])) for label, types in told if types)
    stops = await draw_park_stop_facts(turn, view.park)
    head = (Text(say("Planned stops"), "strong"),) if stops else ()
    card = Card(view.park.name, (Facts(rows), *head, *stops))
    if not view.inside:
        return card
    coverage = draw_park_coverage(say, view.park, await load_park_coverage(turn.store, view.park))
    return Card(card.title, (*card.parts, *(part for part in coverage.parts if not isinstance(part, Buttons))))


def _describe_flow_picture(turn: Turn, picture: FlowPicture) -> str:
    say = turn.say
    if picture.uncounted is None:
        told = say(
            "Sums of other organisations, each as a class, and only where at least five share it and none has more"
            " than a quarter. Your own organisation is not counted."
        )
    else:
        told = say("Only the secretariat sees these sums as they are.")
        if picture.uncounted:
            left = say.many(
                "{n} stream has no amount of a year and is left out.",
                "{n} streams have no amount of a year and are left out.",
                picture.uncounted,
            )
            told = f"{told} {left}"
    return told if picture.sums else f"{say('There is nothing to draw yet.')} {told}"


def draw_flow_charts(say: Say, sums: Sequence[FlowSum]) -> tuple[SankeyChart, ...]:
    """Draw what comes in and what goes out, each measure by itself: units are never mixed."""
    charts = []
    for measure in MEASURES:
        for direction in (IN, OUT):
            found = [one for one in sums if one.key.measure == measure and one.key.direction == direction]
            charts += [_draw_flow_chart(say, measure, direction, found)] if found else []
    return tuple(charts)


def _draw_flow_chart(say: Say, measure: str, direction: str, sums: Sequence[FlowSum]) -> SankeyChart:
    unit = format_unit_name(say, CLASS_UNITS[measure][1][0])
    what, place = say("What"), say("Comes from") if direction == IN else say("Goes to")
    ribbons = []
    for one in sums:
        ends = (
            capitalise_first_letter(name_stream_type(say, one.key.type)),
            _name_place(say, one.key.place, direction),
        )
        left, right = ends[::-1] if direction == IN else ends
        ribbons.append(Ribbon(left, right, one.yearly, _format_sum(say, measure, one)))
    title = say("What comes in, {unit}", unit=unit) if direction == IN else say("What goes out, {unit}", unit=unit)
    left, right = (place, what) if direction == IN else (what, place)
    exact = all(one.bounds is None for one in sums)

    def describe_sum(gathered: Sequence[Ribbon]) -> str:
        if exact:
            return _format_yearly(say, measure, sum(one.value for one in gathered))
        return say.many("{n} small one", "{n} small ones", len(gathered))

    description = say("The width of a band is its share of the whole. The table below has the same numbers.")
    return SankeyChart(title, description, left, right, say("Amount"), say("Other"), tuple(ribbons), describe_sum)


def _format_sum(say: Say, measure: str, one: FlowSum) -> str:
    if one.bounds is None:
        return _format_yearly(say, measure, one.yearly)
    low, high = one.bounds
    unit = format_unit_name(say, CLASS_UNITS[measure][1][0])
    if low is None:
        return say("under {bound} {unit}", bound=say.format_number(high or 0), unit=unit)
    if high is None:
        return say("over {bound} {unit}", bound=say.format_number(low), unit=unit)
    return f"{say.format_number(low)}-{say.format_number(high)} {unit}"


def _format_yearly(say: Say, measure: str, yearly: float) -> str:
    unit, size = CLASS_UNITS[measure][1]
    return f"{format_figure(say, yearly / size)} {format_unit_name(say, unit)}"


def _name_place(say: Say, place: str, direction: str) -> str:
    known = {
        EXCHANGED: say("An exchange that runs"),
        LISTED: say("Needed here") if direction == IN else say("Offered here"),
        ELSEWHERE: say("Elsewhere"),
        UNSAID: say("Not told"),
    }
    return known.get(place, place)
