"""Hand over by rule: to the named successor, else the contact, else the deputy, else the secretariat."""

from __future__ import annotations

from handlers.chat.records import ownerships, record_kinds
from storage.directory.handovers import LEAD, Handover
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import GUEST, Person
from storage.kit.database import Store


async def is_last(store: Store, person: Person, organisation: Organisation) -> bool:
    """Whether nobody else has confirmed them: then their access ends too."""
    belongs = await store.memberships.of(person)
    return not any(one.confirmed for one in belongs if one.organisation.id != organisation.id)


async def count(store: Store, person: Person, organisation: Organisation) -> int:
    last = await is_last(store, person, organisation)
    owned = await store.handovers.owned(person.id, None if last else organisation.id)
    return len(owned) + (len(await store.topics.led_by(person.id)) if last else 0)


async def heir(store: Store, person: Person, organisation: Organisation, successor: Person | None) -> Person | None:
    """Held until this unit of work ends, so that they do not leave themselves meanwhile."""
    acting = await store.organisations.representatives(organisation.id)  # contacts first
    for one in (*([successor] if successor else ()), *acting, *await store.people.secretariat()):
        if one.id != person.id:
            held = await store.people.lock(one.id)
            if held is not None and not held.guest and held.left_at is None:
                return held
    return None


async def hand_over(
    store: Store, person: Person, organisation: Organisation, *, by: Person, successor: Person | None = None
) -> Handover | None:
    """None, and nothing has changed, where something needs somebody and nobody is there to take it."""
    await store.people.lock(person.id)
    last = await is_last(store, person, organisation)
    owned = await store.handovers.owned(person.id, None if last else organisation.id)
    led = await store.topics.led_by(person.id) if last else ()
    next_one = await heir(store, person, organisation, successor)
    if next_one is None and (owned or led):
        return None
    acted = await store.organisations.role_of(person.id, organisation.id)
    handover = await store.handovers.add(
        Handover(
            person_id=person.id, organisation_id=organisation.id, by_id=by.id, role=person.role, acted=acted, last=last
        )
    )
    if next_one is not None:
        await _give(store, handover, owned, next_one.id)
        await _give_topics(store, handover, [topic.id for topic in led], next_one.id)
    for kind in record_kinds().values():
        if kind.leaving is not None:
            await kind.leaving.withdraw(store, handover, None if last else organisation.id)
    await _end(store, person, organisation, handover, successor)
    return handover


async def _give(store: Store, handover: Handover, owned: list[tuple[str, int]], to: int) -> None:
    for what, id in owned:
        if await store.handovers.give(what, id, handover.person_id, to):
            await store.handovers.note(handover, what, id, to)
            await redraw(store, what, id)


async def _give_topics(store: Store, handover: Handover, topics: list[int], to: int) -> None:
    """A lead's topic goes on with its other leads, where it has any; a deputy may be missing."""
    for id in topics:
        deputies = await store.topics.deputies(id)
        others = [one.id for one in await store.topics.leads(id) if one.id not in {*deputies, handover.person_id}]
        deputy, was = handover.person_id in deputies, ""
        if others:
            await store.handovers.drop_lead(id, handover.person_id)
        else:
            was = await store.handovers.lead(id, handover.person_id, to, deputy=deputy)
        mine = "deputy" if deputy else "lead"
        await store.handovers.note(handover, LEAD, id, None if others else to, f"{mine}:{was}")


async def _end(
    store: Store, person: Person, organisation: Organisation, handover: Handover, successor: Person | None
) -> None:
    """They act for it no longer; whoever belongs nowhere else sees nothing from now on."""
    await store.organisations.dismiss(organisation.id, person.id)
    if handover.acted == CONTACT and successor is not None:
        await store.organisations.appoint(organisation.id, successor.id, CONTACT)
    await store.memberships.end(person, organisation.id)
    if handover.last:
        person.role, person.left_at = GUEST, store.now
        for feed in await store.feeds.of(person.id):
            feed.revoked_at = store.now
        await store.session.flush()
        await store.letters.call_off(person.id)
    await store.outbox.refresh(f"member:{person.id}")


async def redraw(store: Store, what: str, id: int) -> None:
    """Cards name whoever looks after it."""
    bring_up_to_date = ownerships()[what].redraw
    if bring_up_to_date is not None:
        await bring_up_to_date(store, id)
