"""Choose the organisations and people that a consultation asks.

Parks and clusters are always asked. A company is asked where it knows about a topic, or its contact follows the
topic. One representative is asked for each organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet

from handlers.access import rights
from handlers.directory.display_names import is_person_away
from handlers.policy.consultations.lookup import may_see_consultation
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, YES, ConsultationResponse
from storage.policy.consultations import Consultation

#: Kinds that are asked about every consultation. A company is asked if it knows the topic or its contact follows it.
ALWAYS, SOMETIMES = ("park", "cluster"), "company"
Said = Sequence[tuple[ConsultationResponse, Organisation]]


async def list_recipient_organisations(store: Store, consultation: Consultation) -> list[Organisation]:
    """List by name the organisations that the consultation asks.

    Each has a representative who may know of the consultation.
    """
    acting = await store.organisations.map_acting_representatives()
    people = await store.people.list_people_by_id({id for ids in acting.values() for id in ids})
    able = {one.id for one in people if await _may_know_of_consultation(store, one, consultation)}
    topics = await store.consultations.list_consultation_topic_ids(consultation.id)
    knowledgeable = await store.organisations.list_organisations_knowing(topics)
    following = {one.id for topic in topics for one in await store.topics.list_topic_followers(topic)}

    organisations = await store.organisations.list_all_organisations()
    seeing = await list_seeing_organisation_ids(store, consultation, {one.id for one in organisations})

    def is_recipient(organisation: Organisation) -> bool:
        if organisation.id not in seeing:
            return False
        mine = able.intersection(acting.get(organisation.id, ()))
        if organisation.kind == SOMETIMES:
            return bool(mine) and (organisation.id in knowledgeable or not mine.isdisjoint(following))
        return bool(mine) and organisation.kind in ALWAYS

    return [organisation for organisation in organisations if is_recipient(organisation)]


async def list_seeing_organisation_ids(
    store: Store, consultation: Consultation, organisation_ids: AbstractSet[int]
) -> AbstractSet[int]:
    """Return which of these organisations are within the audience. Who acts for one may also act for others."""
    if consultation.reach_id is None:
        return organisation_ids
    return organisation_ids & await store.audiences.list_organisation_ids_in_audience(consultation.reach_id)


async def filter_recipient_organisations(
    store: Store, consultation: Consultation, mine: Iterable[Organisation]
) -> list[Organisation]:
    """List those of the organisations `mine` that the consultation asks.

    A representative who may know of the consultation must act for each of `mine`.
    """
    found = [organisation for organisation in mine if organisation.kind in (*ALWAYS, SOMETIMES)]
    seeing = await list_seeing_organisation_ids(store, consultation, {one.id for one in found})
    found = [organisation for organisation in found if organisation.id in seeing]
    if all(organisation.kind in ALWAYS for organisation in found):
        return found
    ids = {organisation.id for organisation in await list_recipient_organisations(store, consultation)}
    return [organisation for organisation in found if organisation.id in ids]


async def choose_recipient_people(
    store: Store, asked: Iterable[Organisation], consultation: Consultation
) -> dict[int, Person]:
    """Return one person for each organisation, by person id.

    The contact comes first, then other representatives; people who are away come last.
    """
    found: dict[int, Person] = {}
    for organisation in asked:
        acting = await store.organisations.list_representatives(organisation.id)
        known = [one for one in acting if await _may_know_of_consultation(store, one, consultation)]
        here = [one for one in known if not is_person_away(one, store.now)]
        if known:
            person = (here or known)[0]
            found[person.id] = person
    return found


def list_answered_organisation_ids(said: Said, asked: Collection[Organisation], consultation: Consultation) -> set[int]:
    """Return the ids of asked organisations that have said yes or no.

    "It does not concern us" is an answer too.
    """
    ids = {organisation.id for organisation in asked}
    return {
        response.organisation_id
        for response, _ in said
        if has_answered_consultation(response, consultation) and response.organisation_id in ids
    }


def has_answered_consultation(response: ConsultationResponse | None, consultation: Consultation) -> bool:
    """Return True if the organisation has said yes or no.

    A signature of an earlier version of the draft does not count.
    """
    if response is None:
        return False
    return NO in (response.affected, response.signs) or signs_current_draft(response, consultation)


def signs_current_draft(response: ConsultationResponse, consultation: Consultation) -> bool:
    """Return True if the organisation signs the current version of the draft."""
    return response.signs == YES and response.version == consultation.version


async def list_involved_people(store: Store, consultation: Consultation) -> list[Person]:
    """List the people who are told how the consultation ends.

    These are the speakers of organisations that it concerns or that sign, and the owner.
    """
    concerned = [
        organisation
        for response, organisation in await store.consultation_responses.list_responses(consultation.id)
        if is_taking_part(response)
    ]
    found = await choose_recipient_people(store, concerned, consultation)
    owner = await store.people.find(consultation.owner_id)
    if owner is not None:
        found.setdefault(owner.id, owner)
    return list(found.values())


def is_taking_part(response: ConsultationResponse) -> bool:
    return YES in (response.affected, response.signs)


async def list_consultation_keepers(store: Store, consultation: Consultation) -> Sequence[Person]:
    """Return the owner, who writes the answer.

    Return the secretariat if nobody owns the consultation, or the owner is away.
    """
    owner = await store.people.find(consultation.owner_id)
    if owner is not None and not owner.guest and not is_person_away(owner, store.now):
        return [owner]
    return await store.people.list_secretariat()


async def _may_know_of_consultation(store: Store, person: Person, consultation: Consultation) -> bool:
    """Return True if the person may know of the consultation.

    Without an audience every confirmed member may, and no other record is read.
    """
    if consultation.reach_id is None and rights.is_confirmed_member(person):
        return True
    return await may_see_consultation(store, person, consultation)
