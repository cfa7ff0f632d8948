"""Hand over what was somebody's whose data are deleted, and tell the new owners, without saying whose it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Part
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.departures import handover_notices, handover_rules
from storage.directory.handovers import LEAD, Handover
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()


class ErasureHandoverNotice(CardArguments, frozen=True):
    template = "departures.erased"

    #: what the reader looks after now, by its way of being owned: "meeting:12"
    records: tuple[str, ...] = ()
    #: organisations that have nobody in place of whoever acted for them
    organisations: tuple[int, ...] = ()


async def hand_over_before_erasure(store: Store, person: Person) -> None:
    """End what the person belongs to, and give each thing that needs an owner to somebody else.

    What nobody confirmed as belonging to an organisation goes to the secretariat.
    """
    handovers: list[Handover] = []
    for one in await store.memberships.list_memberships_of_person(person):
        if not one.confirmed:
            await store.memberships.end_membership(person, one.organisation.id)
            continue
        handover = await handover_rules.hand_over_membership(store, person, one.organisation, by=person)
        handovers += [handover] if handover is not None else []
    given = await _hand_over_to_secretariat(store, person)
    await notify_new_owners(store, handovers, given, [one.organisation_id for one in handovers if one.acted])


async def _hand_over_to_secretariat(store: Store, person: Person) -> defaultdict[int, list[str]]:
    """Give what is left to the first of the secretariat; return the new owner's id -> what they get."""
    given: defaultdict[int, list[str]] = defaultdict(list)
    to = next((one for one in await store.people.list_secretariat() if one.id != person.id), None)
    if to is None:
        return given
    for what, id in await store.handovers.list_owned_records(person.id):
        if await store.handovers.transfer_ownership(what, id, person.id, to.id):
            given[to.id].append(RecordValue(what, id).encode_value())
            await handover_rules.redraw_handed_over_card(store, what, id)
    for topic in await store.topics.list_topics_led_by(person.id):
        after, _ = await handover_rules.transfer_topic_lead(store, topic.id, person.id, to.id)
        if after is not None:
            given[after].append(RecordValue(LEAD, topic.id).encode_value())
    return given


async def notify_new_owners(
    store: Store, handovers: Sequence[Handover], beside: Mapping[int, list[str]], organisations: Sequence[int] = ()
) -> None:
    """Tell each new owner in one message what they have got, and the secretariat whom nobody acts for any more.

    `beside`: what somebody got besides these handovers. Who has left as well has given it on.
    """
    given = defaultdict(list, beside)
    for handover in handovers:
        for part in await store.handovers.list_handover_parts(handover.id):
            if part.to_id is not None:
                given[part.to_id].append(RecordValue(part.what, part.record_id).encode_value())
    people = {one.id: one for one in await store.people.list_people_by_id(given)}
    if organisations:
        people |= {one.id: one for one in await store.people.list_secretariat()}
    for one in people.values():
        if one.left_at is None:
            seen = tuple(organisations) if one.secretariat else ()
            card = ErasureHandoverNotice(tuple(given.get(one.id, ())), seen)
            await outgoing.post_to_person(store, one, card, key=f"handed:{store.now.isoformat()}:{one.id}")


@router.card(ErasureHandoverNotice)
async def draw_erasure_handover_card(view: View[ErasureHandoverNotice]) -> Card | None:
    if view.person is None or view.person.guest:
        return None
    records = [RecordValue.parse_value(value) for value in view.args.records]
    parts = await handover_notices.draw_handed_records(view, [(one.kind, one.id) for one in records])
    for id in view.args.organisations if view.person.secretariat else ():
        parts += await _draw_vacant_organisation(view, id)
    return Card(view.say("A member is no longer in the network"), tuple(parts)) if parts else None


async def _draw_vacant_organisation(view: View, id: int) -> list[Part]:
    organisation = await view.store.organisations.find(id)
    if organisation is None:
        return []
    roles = await view.store.organisations.map_representative_roles(id)
    parts = handover_notices.draw_vacancy(view.say, organisation, roles)
    if parts:
        parts.append(Buttons((handover_notices.draw_contact_naming(view.say, organisation),)))
    return parts
