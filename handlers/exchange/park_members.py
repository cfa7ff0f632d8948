"""Find the organisations that lie in each park, and the parks that somebody acts for."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from storage.directory.organisations import Organisation

PARK = "park"
#: action of whoever looks after what a park has answered
COVERAGE = "streams.coverage"


def group_organisations_by_park(every: Sequence[Organisation]) -> dict[int, list[Organisation]]:
    """Return park -> itself and all within it. What lies in a park within a park belongs to the inner one."""
    known = {one.id: one for one in every}
    parks: dict[int, list[Organisation]] = {one.id: [] for one in every if one.kind == PARK}
    for organisation in every:
        at, seen = organisation, set[int]()
        while at.kind != PARK and at.parent_id in known and at.id not in seen:
            seen.add(at.id)
            at = known[at.parent_id]
        if at.id in parks:
            parks[at.id].append(organisation)
    return parks


async def list_own_park_ids(turn: Turn) -> set[int]:
    """Return the parks that this person acts for."""
    acts_for = await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    return {one.id for one in acts_for if one.kind == PARK}


async def load_own_park(turn: Turn, value: str) -> Organisation:
    """Return the park, for those who act for it and the secretariat. Raise Missing or NotAllowed."""
    park = await turn.store.organisations.find(parse_id(value))
    if park is None or park.kind != PARK or turn.person.guest:
        raise Missing(turn.say("I cannot find that park."))
    acts = park.id in await list_own_park_ids(turn)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()))
    return park
