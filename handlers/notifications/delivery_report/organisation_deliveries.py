"""Group rooms by their organisation: what others may know of where something was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.chat.room_names import name_room
from handlers.chat.turn import Turn
from handlers.notifications.delivery_failures import FAILED
from handlers.notifications.delivery_report.delivery_status import DELIVERED, FOR_IT, ORDER, DeliveryStatus
from storage.directory.organisations import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationDeliveries:
    """Hold the rooms of one organisation in which a card has the same status.

    `organisation` None: rooms of no organisation.
    """

    organisation: Organisation | None
    state: str
    standings: tuple[DeliveryStatus, ...]

    @property
    def id(self) -> int:
        return self.organisation.id if self.organisation else 0

    @property
    def has_retryable(self) -> bool:
        return any(one.is_retryable for one in self.standings)


async def group_by_organisation(turn: Turn, statuses: Iterable[DeliveryStatus]) -> list[OrganisationDeliveries]:
    """List the groups: what needs somebody first, then by name."""
    groups: dict[tuple[int | None, str], list[DeliveryStatus]] = {}
    for one in statuses:
        groups.setdefault((one.room.organisation_id, one.state), []).append(one)
    known = {one.id: one for one in await turn.store.organisations.list_known_organisations()}
    organisation_statuses = [
        OrganisationDeliveries(known.get(id or 0), state, tuple(rooms)) for (id, state), rooms in groups.items()
    ]
    return sorted(
        organisation_statuses,
        key=lambda one: (ORDER.index(one.state), one.organisation is None, describe_organisation_group(turn, one)),
    )


def describe_organisation_group(turn: Turn, organisation_status: OrganisationDeliveries) -> str:
    return (
        organisation_status.organisation.name
        if organisation_status.organisation
        else turn.say("Rooms without organisation")
    )


def list_delivered_organisations(turn: Turn, organisation_statuses: Sequence[OrganisationDeliveries]) -> list[str]:
    """List the names of those where all is well, with how many rooms if there are several.

    It is empty if no organisation is among them: there would be no name to tell.
    """
    found = [one for one in organisation_statuses if one.state == DELIVERED]
    if not any(one.organisation for one in found):
        return []
    names = [one.organisation.name if one.organisation else turn.say("rooms without organisation") for one in found]
    return [
        name if len(one.standings) == 1 else f"{name} ({len(one.standings)})"
        for name, one in zip(names, found, strict=True)
    ]


async def describe_who_can_help(turn: Turn, organisation_status: OrganisationDeliveries) -> str:
    """Return whom to ask: people who act for the organisation, or whoever the failure is for."""
    say = turn.say
    if organisation_status.state == FAILED:
        return say("Who can help: whoever runs the bot.")
    if organisation_status.state not in FOR_IT:
        return ""
    people = (
        await turn.store.organisations.list_representatives(organisation_status.id)
        if organisation_status.organisation
        else ()
    )
    names = say.listed([person.name for person in people[:2]]) if people else say("the secretariat")
    return say("Who can help: {names}, with an administrator of that chat.", names=names)


def describe_group_rooms(turn: Turn, organisation_status: OrganisationDeliveries) -> str:
    """Return names of rooms, for members of the organisation and the secretariat; "" for others."""
    mine = organisation_status.organisation is not None and organisation_status.id == turn.person.stands_for
    if not (mine or turn.person.secretariat):
        return ""
    return ", ".join(name_room(turn.say, one.room) for one in organisation_status.standings[:10])
