"""Rooms by the organisation they are in: what others may know of where something has come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.chat.turn import Turn
from handlers.notifications.deliveries.standings import DELIVERED, FOR_IT, ORDER, Standing
from handlers.notifications.reasons import FAILED
from storage.directory.organisations import Organisation


@dataclass(frozen=True, slots=True)
class House:
    """The rooms of one organisation in which a card stands alike. None: rooms that are nobody's."""

    organisation: Organisation | None
    state: str
    standings: tuple[Standing, ...]

    @property
    def id(self) -> int:
        return self.organisation.id if self.organisation else 0

    @property
    def mendable(self) -> bool:
        return any(one.mendable for one in self.standings)


async def by_house(turn: Turn, standings: Iterable[Standing]) -> list[House]:
    """What needs somebody first, then by name."""
    groups: dict[tuple[int | None, str], list[Standing]] = {}
    for one in standings:
        groups.setdefault((one.room.organisation_id, one.state), []).append(one)
    known = {one.id: one for one in await turn.store.organisations.all()}
    houses = [House(known.get(id or 0), state, tuple(rooms)) for (id, state), rooms in groups.items()]
    return sorted(houses, key=lambda one: (ORDER.index(one.state), one.organisation is None, name(turn, one)))


def name(turn: Turn, house: House) -> str:
    return house.organisation.name if house.organisation else turn.say("Rooms of no organisation")


def delivered(turn: Turn, houses: Sequence[House]) -> list[str]:
    """The names of those where all is well, with how many rooms if it is more than one."""
    return [
        name(turn, one) if len(one.standings) == 1 else f"{name(turn, one)} ({len(one.standings)})"
        for one in houses
        if one.state == DELIVERED
    ]


async def who(turn: Turn, house: House) -> str:
    """Whom to ask: those who act for the organisation, or whoever the failure is for."""
    say = turn.say
    if house.state == FAILED:
        return say("Who can help: whoever runs the bot.")
    if house.state not in FOR_IT:
        return ""
    people = await turn.store.organisations.representatives(house.id) if house.organisation else ()
    names = say.listed([person.name for person in people[:2]]) if people else say("the secretariat")
    return say("Who can help: {names}, with an administrator of that chat.", names=names)


def rooms(turn: Turn, house: House) -> str:
    """Names of rooms, for those whose rooms they are, and the secretariat."""
    mine = house.organisation is not None and house.id == turn.person.stands_for
    if not (mine or turn.person.secretariat):
        return ""
    return ", ".join(one.room.name or one.room.channel for one in house.standings[:10])
