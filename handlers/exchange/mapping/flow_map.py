"""Answer `bytte kart`: what each park has to spare and needs, and of what nobody has told anything."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.mapping.park_flows import FLOOR, NEEDS, RUNS, SPARE
from handlers.exchange.mapping.park_pairs import draw_park_pairs
from handlers.exchange.mapping.park_views import ParkView, describe_map_floor, list_park_views
from handlers.exchange.park_members import COVERAGE
from handlers.exchange.streams.stream_labels import name_stream_type

router = Router()
PAGE = 3


@router.on(Click, "streams.map")
async def on_flow_map_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_flow_map(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_flow_map(turn: Turn, skip: int = 0) -> Card:
    """Draw the parks, those of the reader first. Others tell something where enough organisations have answered."""
    await rights.need_member(turn)
    if not turn.person.secretariat and not rights.is_confirmed_member(turn.person):
        return Card(turn.say("Parks and what they exchange"), tuple(await draw_unconfirmed_notice(turn)))
    say, views = turn.say, await list_park_views(turn)
    parts: list[Part] = [Text(describe_map_floor(say, inside=turn.person.secretariat))]
    for view in views[skip : skip + PAGE]:
        parts += _draw_park(say, view)
    if not views:
        parts.append(Text(say("There is no park yet."), "subtle"))
    parts += await draw_park_pairs(turn, views) if not skip else []
    row = draw_page_buttons(say, "streams.map", skip, PAGE, more=len(views) > skip + PAGE)
    topics = (Button(say("Parks and topics"), "parks.topics"),)
    last = Buttons(tuple(row), topics) if len(row) > 1 else Buttons((*row, *topics))
    return Card(say("Parks and what they exchange"), (*parts, last))


def _draw_park(say: Say, view: ParkView) -> Iterator[Part]:
    yield Rule()
    yield Text(view.park.name, "strong")
    labels = {SPARE: say("Has to spare"), NEEDS: say("Needs or uses"), RUNS: say("Exchanges")}
    rows = [*((labels[state], types) for state, types in view.line.known.items())]
    rows.append((describe_silence(say, inside=view.inside), view.line.silent))
    told = tuple((label, say.listed([name_stream_type(say, one) for one in types])) for label, types in rows if types)
    yield Facts(told)
    if view.inside:
        stops = Button(say("Planned stops"), "exchange.park_stops", str(view.park.id))
        yield Buttons((Button(say("Who has answered"), COVERAGE, str(view.park.id)),), (stops,))


def describe_silence(say: Say, *, inside: bool) -> str:
    """Return why nothing is told of a type."""
    return say("Nobody has answered") if inside else say("Fewer than {n} have answered", n=say.format_number(FLOOR))
