"""Show the planned stops of all that runs in a park together, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.matches.match_disclosure import may_see_match
from handlers.exchange.matches.stop_facts import describe_stop, name_stopping_side
from handlers.exchange.park_members import PARK, group_organisations_by_park
from storage.directory.organisations import Organisation
from storage.exchange.matches import ListingMatch
from storage.exchange.planned_stops import PlannedStop

router = Router()
#: stops that a card holds
MOST_SHOWN = 12


class StopGroup(NamedTuple):
    """Hold stops of which each meets another one, or one that meets none."""

    first_day: date
    last_day: date
    stops: tuple[PlannedStop, ...]

    @property
    def is_clash(self) -> bool:
        """Return True where several exchanges stop at the same time."""
        return len({stop.match_id for stop in self.stops}) > 1


def group_meeting_stops(stops: Iterable[PlannedStop]) -> list[StopGroup]:
    """Return the stops in groups that share days, the nearest group first."""
    groups: list[StopGroup] = []
    for stop in sorted(stops, key=lambda one: (one.first_day, one.last_day, one.id)):
        if groups and stop.first_day <= groups[-1].last_day:
            before = groups.pop()
            last = max(before.last_day, stop.last_day)
            groups.append(StopGroup(before.first_day, last, (*before.stops, stop)))
        else:
            groups.append(StopGroup(stop.first_day, stop.last_day, (stop,)))
    return groups


async def list_park_stops(turn: Turn, park_id: int) -> tuple[list[StopGroup], dict[int, ListingMatch]]:
    """Return what is to come in the park, and the matches by id, of those that this person may see."""
    every = await turn.store.organisations.list_all_organisations()
    within = {one.id for one in group_organisations_by_park(every).get(park_id, ())}
    matches = {
        match.id: match
        for match in await turn.store.matches.list_running_exchanges()
        if {match.offer_organisation_id, match.need_organisation_id} & within
        and await may_see_match(turn.store, turn.person, match)
    }
    stops = await turn.store.planned_stops.list_coming_stops(matches, turn.arena.find_day(turn.store.now))
    return group_meeting_stops(stops), matches


async def list_parks_of_match(at: RenderContext, match: ListingMatch) -> Sequence[Organisation]:
    """Return the parks in which the sides of a match lie."""
    every = await at.store.organisations.list_all_organisations()
    sides, known = {match.offer_organisation_id, match.need_organisation_id}, {one.id: one for one in every}
    parks = group_organisations_by_park(every)
    return [known[id] for id, within in parks.items() if sides & {one.id for one in within}]


@router.on(Click, "exchange.park_stops")
async def on_park_stops(event: Click, turn: Turn) -> Reply:
    await rights.need_member(turn)
    park = await turn.store.organisations.find(parse_id(event.value))
    if park is None or park.kind != PARK:
        raise Missing(turn.say("I cannot find that park."))
    return Reply(await _draw_park_stops(turn, park))


async def _draw_park_stops(turn: Turn, park: Organisation) -> Card:
    say, parts = turn.say, await draw_park_stop_facts(turn, park)
    if not parts:
        parts.append(Text(say("No stop is planned.")))
    if not turn.person.secretariat:
        parts.append(Text(say("You see the exchanges that your organisation takes part in."), "subtle"))
    return Card(say("Planned stops in {name}", name=park.name), tuple(parts))


async def draw_park_stop_facts(turn: Turn, park: Organisation) -> list[Part]:
    """Draw the nearest stops; a line stands before those at the same time. Empty where none is planned."""
    say, (groups, matches) = turn.say, await list_park_stops(turn, park.id)
    parts, left = list[Part](), MOST_SHOWN
    for group in groups:
        shown = group.stops[:left]
        left -= len(shown)
        if not shown:
            break
        if group.is_clash:
            days = say.format_period(group.first_day, group.last_day)
            parts.append(Text(say("At the same time, {days}:", days=days), "strong"))
        names = [f"{matches[one.match_id].code} {await name_stopping_side(turn.store, one)}" for one in shown]
        parts.append(Facts(tuple(zip(names, (describe_stop(say, one) for one in shown), strict=True))))
    return parts


def draw_park_stop_buttons(at: RenderContext, parks: Sequence[Organisation]) -> list[Part]:
    """Draw a way to all that stops in each of these parks."""
    row = tuple(
        Button(at.say("All stops in {name}", name=park.name), "exchange.park_stops", str(park.id)) for park in parks
    )
    return [Buttons(row)] if row else []
