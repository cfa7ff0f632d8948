"""Hand over by rule: to the named successor, else the contact, else the deputy, else the secretariat."""

from __future__ import annotations

from handlers.chat.record_kinds import list_ownerships, list_record_kinds
from handlers.directory.departures import mandates
from storage.directory.handovers import ACTING, LEAD, ROLE, Handover
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import GUEST, Person
from storage.kit.database import Store


async def is_last_membership(store: Store, person: Person, organisation: Organisation) -> bool:
    """Return True if no other organisation has confirmed the person: then their access ends too."""
    belongs = await store.memberships.list_memberships_of_person(person)
    return not any(one.confirmed for one in belongs if one.organisation.id != organisation.id)


async def count_handover_items(store: Store, person: Person, organisation: Organisation) -> int:
    last = await is_last_membership(store, person, organisation)
    owned = await store.handovers.list_owned_records(person.id, None if last else organisation.id)
    return len(owned) + (len(await store.topics.list_topics_led_by(person.id)) if last else 0)


async def find_successor(
    store: Store, person: Person, organisation: Organisation, successor: Person | None
) -> Person | None:
    """Find the next owner and lock their row until this unit of work ends.

    The lock keeps the successor from leaving meanwhile.
    """
    acting = await store.organisations.list_representatives(organisation.id)  # contacts come first
    for one in (*([successor] if successor else ()), *acting, *await store.people.list_secretariat()):
        if one.id != person.id:
            held = await store.people.lock(one.id)
            if held is not None and not held.guest and held.left_at is None:
                return held
    return None


async def hand_over_membership(
    store: Store, person: Person, organisation: Organisation, *, by: Person, successor: Person | None = None
) -> Handover | None:
    """Hand over all that the person owns for the organisation, and end the membership.

    Return None, with nothing changed, if something needs an owner and nobody is there to take it.
    """
    await store.people.lock(person.id)
    last = await is_last_membership(store, person, organisation)
    owned = await store.handovers.list_owned_records(person.id, None if last else organisation.id)
    led = await store.topics.list_topics_led_by(person.id) if last else ()
    next_one = await find_successor(store, person, organisation, successor)
    if next_one is None and (owned or led):
        return None
    acted = await store.organisations.get_representative_role(person.id, organisation.id)
    handover = await store.handovers.add(
        Handover(
            person_id=person.id, organisation_id=organisation.id, by_id=by.id, role=person.role, acted=acted, last=last
        )
    )
    if next_one is not None:
        await _transfer_records(store, handover, owned, next_one.id)
        await _transfer_topic_leads(store, handover, [topic.id for topic in led], next_one.id)
    for kind in list_record_kinds().values():
        if kind.leaving is not None:
            await kind.leaving.withdraw_statements(store, handover, None if last else organisation.id)
    await _end_organisation_membership(store, person, organisation, handover, successor)
    return handover


async def _transfer_records(store: Store, handover: Handover, owned: list[tuple[str, int]], to: int) -> None:
    for what, id in owned:
        if await store.handovers.transfer_ownership(what, id, handover.person_id, to):
            await store.handovers.record_handover_part(handover, what, id, to)
            await redraw_handed_over_card(store, what, id)


async def _transfer_topic_leads(store: Store, handover: Handover, topics: list[int], to: int) -> None:
    for id in topics:
        after, detail = await transfer_topic_lead(store, id, handover.person_id, to)
        await store.handovers.record_handover_part(handover, LEAD, id, after, detail)


async def transfer_topic_lead(store: Store, topic_id: int, before: int, to: int) -> tuple[int | None, str]:
    """Hand over one topic; return who looks after it instead, if anybody must, and what both were to it.

    A topic with other leads only loses this one; a missing deputy is not replaced.
    """
    deputies = await store.topics.list_topic_deputy_ids(topic_id)
    leads = {one.id for one in await store.topics.list_topic_leads(topic_id)}
    deputy = before in deputies
    mine = "deputy" if deputy else "lead"
    if leads - {*deputies, before}:
        await store.handovers.remove_topic_lead(topic_id, before)
        return None, f"{mine}:"
    was = await store.handovers.transfer_topic_lead(topic_id, before, to, deputy=deputy)
    return to, f"{mine}:{was}"


async def _end_organisation_membership(
    store: Store, person: Person, organisation: Organisation, handover: Handover, successor: Person | None
) -> None:
    """End the role and the membership. Without another organisation the person becomes a guest without access."""
    if person.organisation_id == organisation.id:
        await store.handovers.record_handover_part(handover, ACTING, organisation.id, None)
    await store.organisations.dismiss_representative(organisation.id, person.id)
    if handover.acted == CONTACT and successor is not None:
        before = await store.organisations.get_representative_role(successor.id, organisation.id)
        await store.handovers.record_handover_part(handover, ROLE, successor.id, None, before)
        await store.organisations.appoint_representative(organisation.id, successor.id, CONTACT)
    await store.memberships.end_membership(person, organisation.id)
    await mandates.redraw_for_representatives(store, organisation.id)
    await store.web_sessions.end_sessions_of_person(person.id)
    if handover.last:
        person.role, person.left_at = GUEST, store.now
        for feed in await store.calendar_feeds.list_feeds_of_person(person.id):
            feed.revoked_at = store.now
        await store.session.flush()
        await store.private_notices.cancel_private_notices(person.id)
    await store.outbox.refresh_copies(f"member:{person.id}")


async def redraw_handed_over_card(store: Store, what: str, id: int) -> None:
    """Redraw the record's cards, because they name its owner."""
    bring_up_to_date = list_ownerships()[what].redraw
    if bring_up_to_date is not None:
        await bring_up_to_date(store, id)
