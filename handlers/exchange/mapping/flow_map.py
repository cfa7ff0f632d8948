"""Answer `bytte kart`: what each park has to spare and needs, and of what nobody has told anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.listings.lookup import list_listing_levels
from handlers.exchange.mapping.park_flows import FLOOR, NEEDS, RUNS, SPARE, FlowFact, ParkFlows, ParkLine
from handlers.exchange.mapping.park_members import COVERAGE, group_organisations_by_park, list_own_park_ids
from handlers.exchange.streams.stream_labels import name_stream_type
from storage.directory.organisations import Organisation
from storage.exchange.listings import HIDDEN_LEVEL, OFFER, OPEN
from storage.exchange.matches import RUNNING
from storage.exchange.streams import OUT

router = Router()
PAGE = 4
#: listings of others that are looked at
LOOKED_AT = 2_000


@router.on(Click, "streams.map")
async def on_flow_map_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_flow_map(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_flow_map(turn: Turn, skip: int = 0) -> Card:
    """Draw the parks, those of the reader first. Others tell something where enough organisations have answered."""
    await rights.need_member(turn)
    if not turn.person.secretariat and not rights.is_confirmed_member(turn.person):
        return Card(turn.say("Parks and what they exchange"), tuple(await draw_unconfirmed_notice(turn)))
    say, every = turn.say, await turn.store.organisations.list_all_organisations()
    parks, mine = group_organisations_by_park(every), await list_own_park_ids(turn)
    own = next((id for id, within in parks.items() if turn.person.stands_for in [one.id for one in within]), None)
    named = sorted(
        (one for one in every if one.id in parks),
        key=lambda one: (one.id != own, one.id not in mine, one.name.casefold()),
    )
    facts, visible = await _list_facts(turn), await _list_visible_states(turn)
    parts: list[Part] = [Text(_describe_map(say, inside=turn.person.secretariat))]
    for park in named[skip : skip + PAGE]:
        inside = turn.person.secretariat or park.id in mine
        parts += _draw_park(say, park, _build_park_line(parks[park.id], facts, visible, inside=inside), inside=inside)
    if not named:
        parts.append(Text(say("There is no park yet."), "subtle"))
    row = [Button(say("Next page"), "streams.map", str(skip + PAGE))] if len(named) > skip + PAGE else []
    row += [Button(say("Previous page"), "streams.map", str(max(skip - PAGE, 0)))] if skip else []
    return Card(say("Parks and what they exchange"), (*parts, *([Buttons(tuple(row))] if row else [])))


def _describe_map(say: Say, *, inside: bool) -> str:
    if inside:
        return say("Made of streams, offers and needs.")
    return say(
        "Made of streams, offers and needs. What fewer than {n} organisations of a park tell stays between them, their"
        " park's contacts and the secretariat, unless you can read it as an offer or a need.",
        n=say.format_number(FLOOR),
    )


async def _list_facts(turn: Turn) -> Mapping[int, list[FlowFact]]:
    """Return organisation -> what it has told. Hidden offers and needs tell nothing here."""
    store, facts = turn.store, list[FlowFact]()
    for stream in await store.streams.list_all_streams():
        facts.append(FlowFact(stream.organisation_id, stream.type, SPARE if stream.direction == OUT else NEEDS))
    listings = {one.id: one for one in await store.listings.list_all_listings()}
    for one in listings.values():
        if one.state == OPEN and one.level != HIDDEN_LEVEL:
            facts.append(FlowFact(one.organisation_id, one.type, SPARE if one.direction == OFFER else NEEDS))
    for match in await store.matches.list_all_matches():
        offer = listings.get(match.offer_id or 0)
        if match.stage == RUNNING and offer is not None:
            for organisation_id in filter(None, (match.offer_organisation_id, match.need_organisation_id)):
                facts.append(FlowFact(organisation_id, offer.type, RUNS))
    found = defaultdict[int, list[FlowFact]](list)
    for fact in facts:
        found[fact.organisation_id].append(fact)
    return found


async def _list_visible_states(turn: Turn) -> Mapping[int, set[tuple[str, str]]]:
    """Return organisation -> (type, state) of its offers and needs that the reader sees by name."""
    viewer, levels = await turn.store.audiences.build_viewer(turn.person), list_listing_levels(turn.person)
    found = defaultdict[int, set[tuple[str, str]]](set)
    for one in await turn.store.listings.list_visible_listings(viewer, levels, (), LOOKED_AT):
        if one.level != HIDDEN_LEVEL:
            found[one.organisation_id].add((one.type, SPARE if one.direction == OFFER else NEEDS))
    return found


def _build_park_line(
    within: list[Organisation],
    facts: Mapping[int, list[FlowFact]],
    visible: Mapping[int, set[tuple[str, str]]],
    *,
    inside: bool,
) -> ParkLine:
    flows = ParkFlows()
    for organisation in within:
        flows.add_facts(facts.get(organisation.id, ()))
    seen = {one for organisation in within for one in visible.get(organisation.id, ())}
    return flows.build_line(inside=inside, visible=seen)


def _draw_park(say: Say, park: Organisation, line: ParkLine, *, inside: bool) -> Iterator[Part]:
    yield Rule()
    yield Text(park.name, "strong")
    labels = {SPARE: say("Has to spare"), NEEDS: say("Needs or uses"), RUNS: say("Exchanges")}
    silent = say("Nobody has answered") if inside else say("Fewer than {n} have answered", n=say.format_number(FLOOR))
    rows = [*((labels[state], types) for state, types in line.known.items()), (silent, line.silent)]
    told = tuple((label, say.listed([name_stream_type(say, one) for one in types])) for label, types in rows if types)
    yield Facts(told)
    if inside:
        yield Buttons((Button(say("Who has answered"), COVERAGE, str(park.id)),))
