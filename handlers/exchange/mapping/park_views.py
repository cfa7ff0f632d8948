"""Gather what a reader may be told of each park: streams, offers and needs, and what runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import list_visible_levels
from handlers.exchange.mapping.park_flows import FLOOR, NEEDS, RUNS, SPARE, FlowFact, ParkFlows, ParkLine
from handlers.exchange.mapping.park_members import group_organisations_by_park, list_own_park_ids
from storage.directory.organisations import Organisation
from storage.exchange.listings import HIDDEN_LEVEL, OFFER, OPEN
from storage.exchange.matches import RUNNING
from storage.exchange.streams import OUT

#: listings of others that are looked at
LOOKED_AT = 2_000


class ParkView(NamedTuple):
    """Hold what one reader is told of a park."""

    park: Organisation
    #: True for the park's contacts and the secretariat, who are told what fewer than the floor have told
    inside: bool
    line: ParkLine


async def list_park_views(turn: Turn) -> list[ParkView]:
    """Return the parks, those of the reader first. The reader must be a member."""
    every = await turn.store.organisations.list_all_organisations()
    parks, mine = group_organisations_by_park(every), await list_own_park_ids(turn)
    own = next((id for id, within in parks.items() if turn.person.stands_for in [one.id for one in within]), None)
    named = sorted(
        (one for one in every if one.id in parks),
        key=lambda one: (one.id != own, one.id not in mine, one.name.casefold()),
    )
    facts, visible = await _list_facts(turn), await _list_visible_states(turn)
    views = []
    for park in named:
        inside = turn.person.secretariat or park.id in mine
        views.append(ParkView(park, inside, _build_park_line(parks[park.id], facts, visible, inside=inside)))
    return views


def describe_map_floor(say: Say, *, inside: bool) -> str:
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
    viewer, levels = await turn.store.audiences.build_viewer(turn.person), list_visible_levels(turn.person)
    found = defaultdict[int, set[tuple[str, str]]](set)
    for one in await turn.store.listings.list_visible_listings(viewer, levels, (), LOOKED_AT):
        if one.level != HIDDEN_LEVEL:
            found[one.organisation_id].add((one.type, SPARE if one.direction == OFFER else NEEDS))
    return found


def _build_park_line(
    within: Iterable[Organisation],
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
