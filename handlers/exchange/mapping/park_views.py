"""Gather what a reader may be told of each park: streams, offers and needs, and what runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import list_visible_levels
from handlers.exchange.mapping.park_flows import FLOOR, NEEDS, RUNS, SPARE, FlowFact, ParkFlows, ParkLine
from handlers.exchange.matches.exchange_uses import list_spent_ids
from handlers.exchange.park_members import group_organisations_by_park, list_own_park_ids
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.organisations import Organisation
from storage.exchange.exchange_map import TypeRow


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
    spent = await list_spent_ids(turn.store)
    facts, visible = await _list_facts(turn, spent), await _list_visible_states(turn, spent)
    belongs = await list_reader_organisation_ids(turn.store, turn.person)
    views = []
    for park in named:
        inside = turn.person.secretariat or park.id in mine
        views.append(ParkView(park, inside, _build_park_line(parks[park.id], facts, visible, belongs, inside=inside)))
    return views


def describe_map_floor(say: Say, *, inside: bool) -> str:
    if inside:
        return say("Made of streams, offers and needs.")
    return say(
        "Made of streams, offers and needs. What fewer than {n} organisations of a park tell stays between them, their"
        " park's contacts and the secretariat, unless you can read it as an offer or a need.",
        n=say.format_number(FLOOR),
    )


async def _list_facts(turn: Turn, spent: Collection[int]) -> Mapping[int, list[FlowFact]]:
    """Return organisation -> what it has told. Hidden offers and needs tell nothing here.

    `spent`: listings of which nothing is left beside what runs.
    """
    known, found = turn.store.exchange_map, defaultdict[int, list[FlowFact]](list)
    for row in (*await known.list_stream_types(), *await known.list_listing_types(spent)):
        found[row.organisation_id].append(FlowFact(row.organisation_id, row.type, _name_state(row)))
    for organisation_id, type_ in await known.list_running_types():
        found[organisation_id].append(FlowFact(organisation_id, type_, RUNS))
    return found


async def _list_visible_states(turn: Turn, spent: Collection[int]) -> Mapping[int, set[tuple[str, str]]]:
    """Return organisation -> (type, state) of its offers and needs that the reader sees by name."""
    viewer, levels = await turn.store.audiences.build_viewer(turn.person), list_visible_levels(turn.person)
    found = defaultdict[int, set[tuple[str, str]]](set)
    for row in await turn.store.exchange_map.list_visible_listing_types(viewer, levels, spent):
        found[row.organisation_id].add((row.type, _name_state(row)))
    return found


def _name_state(row: TypeRow) -> str:
    return SPARE if row.spare else NEEDS


def _build_park_line(
    within: Iterable[Organisation],
    facts: Mapping[int, list[FlowFact]],
    visible: Mapping[int, set[tuple[str, str]]],
    own_ids: Collection[int],
    *,
    inside: bool,
) -> ParkLine:
    flows = ParkFlows()
    for organisation in within:
        flows.add_facts(facts.get(organisation.id, ()))
    seen = {one for organisation in within for one in visible.get(organisation.id, ())}
    return flows.build_line(inside=inside, visible=seen, own_ids=own_ids)
