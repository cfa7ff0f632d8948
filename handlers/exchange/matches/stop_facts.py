"""Say when the sides of a running match stop or run low, and what else stops at the same time."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from storage.exchange.listings import NEED, OFFER
from storage.exchange.matches import ListingMatch
from storage.exchange.planned_stops import PlannedStop
from storage.kit.database import Store

#: stops that a card of a match shows
SHOWN = 4


def describe_stop(say: Say, stop: PlannedStop) -> str:
    """Return "12.-20. juli 2027: stans" in the reader's words."""
    days = say.format_period(stop.first_day, stop.last_day)
    if not stop.share:
        return say("{days}: stop", days=days)
    return say("{days}: about {share} % of the usual amount", days=days, share=say.format_number(stop.share))


async def name_stopping_side(store: Store, stop: PlannedStop) -> str:
    organisation = await store.organisations.find(stop.organisation_id)
    return organisation.name if organisation is not None else ""


async def list_stops_of_match(at: RenderContext, match: ListingMatch) -> Sequence[PlannedStop]:
    """Return what is to come; nothing for a match that does not run."""
    if not match.is_running_exchange:
        return ()
    return await at.store.planned_stops.list_coming_stops([match.id], at.arena.find_day(at.store.now))


async def draw_stop_facts(at: RenderContext, stops: Sequence[PlannedStop]) -> list[Part]:
    """Draw the nearest of the stops of both sides, for the card that they share."""
    rows = [(await name_stopping_side(at.store, one), describe_stop(at.say, one)) for one in stops[:SHOWN]]
    return [Text(at.say("Planned stops:"), "subtle"), Facts(tuple(rows))] if rows else []


async def list_clashes(at: RenderContext, stop: PlannedStop, organisation_id: int) -> list[tuple[str, PlannedStop]]:
    """Return code and stop of this organisation's other running matches whose other side stops at the same time."""
    matches = {
        match.id: match
        for match in await at.store.matches.list_matches_of_organisation(organisation_id)
        if match.is_running_exchange and match.id != stop.match_id
    }
    found = await at.store.planned_stops.list_coming_stops(matches, at.arena.find_day(at.store.now))
    return [
        (matches[one.match_id].code, one)
        for one in found
        if one.organisation_id != organisation_id and one.first_day <= stop.last_day and stop.first_day <= one.last_day
    ]


async def describe_clashes(at: RenderContext, stop: PlannedStop, organisation_id: int) -> list[str]:
    """Return a line for each clash; whoever reads them must act for this organisation, or see all."""
    say, lines = at.say, []
    for code, one in await list_clashes(at, stop, organisation_id):
        name = await name_stopping_side(at.store, one)
        lines.append(
            say("At the same time, {code}: {name}, {stop}", code=code, name=name, stop=describe_stop(say, one))
        )
    return lines


def find_other_organisation(match: ListingMatch, stop: PlannedStop) -> int:
    """Return the organisation that hears of the stop."""
    return match.get_organisation_id(NEED if stop.side == OFFER else OFFER)
