"""Seats: how many there are, for all and for each organisation, and who moves up when one is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from handlers.chat import outgoing
from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.rsvps.own import card
from handlers.meetings.rsvps.places import takes_seat
from handlers.meetings.sittings import Sitting, sitting, subject
from storage.kit.database import Store
from storage.meetings.rsvps import Rsvp

router = Router()


def free(sitting: Sitting, rsvps: Iterable[Rsvp], organisation_id: int | None) -> bool:
    """Whether there is a seat for one more of this organisation.

    A seat that was given stays given when the time is moved, until its owner answers anew.
    """
    seated = [rsvp for rsvp in rsvps if takes_seat(rsvp) and rsvp.waiting_since is None]
    if sitting.capacity is not None and len(seated) >= sitting.capacity:
        return False
    each = sitting.meeting.seats_each
    return each is None or Counter(rsvp.organisation_id for rsvp in seated)[organisation_id] < each


async def advance(store: Store, sitting: Sitting, *, untold: Collection[int] = ()) -> list[Rsvp]:
    """Those who waited longest get what seats there are now, and are told, but for those who see it at once.

    Call it with the occurrence locked.
    """
    rsvps = await store.rsvps.of(sitting.id)
    waiting = sorted(
        (rsvp for rsvp in rsvps if takes_seat(rsvp) and rsvp.waiting_since is not None),
        key=lambda rsvp: (rsvp.waiting_since, rsvp.person_id),
    )
    moved = []
    for rsvp in waiting:
        if free(sitting, rsvps, rsvp.organisation_id):
            since, rsvp.waiting_since = rsvp.waiting_since, None
            moved.append(rsvp)
            person = await store.people.find(rsvp.person_id)
            if person is not None and person.id not in untold:
                key = f"occurrence:{sitting.id}:seat:{person.id}:{since}"
                await outgoing.to_person(store, person, "rsvps.seat", {"occurrence": sitting.id}, key=key)
    await store.session.flush()
    if moved:
        await store.outbox.refresh(subject(sitting.id))
    return moved


@router.card("rsvps.seat")
async def draw_seat(view: View) -> Card | None:
    """A seat became free for the reader, who may have changed their mind meanwhile."""
    found = await sitting(view.store, view["occurrence"])
    rsvp = await view.store.rsvps.find(view["occurrence"], view.person.id) if view.person else None
    if found is None or rsvp is None or not found.takes_place or not takes_seat(rsvp) or rsvp.waiting_since is not None:
        return None
    assert view.person is not None
    text = view.say("A seat became free, and it is yours. Say so if you no longer can.")
    return await card(view.store, found, view.person, view.say, lead=text, arena=view.arena)
