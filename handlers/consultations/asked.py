"""Who is asked: parks and clusters, and companies that the topic is something for; each by one who acts for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handlers.consultations.meant import visible_to
from handlers.naming import away
from storage.consultations import Consultation
from storage.database import Store
from storage.organisations import Organisation
from storage.people import Person
from storage.voices import NO, YES, ConsultationVoice

#: asked whatever it is about; a company only where it knows about the topic, or its contact follows it
ALWAYS, SOMETIMES = ("park", "cluster"), "company"
Said = Sequence[tuple[ConsultationVoice, Organisation]]


async def houses(store: Store, consultation: Consultation) -> list[Organisation]:
    """The organisations that are asked, by name: those with somebody to ask who may know of it."""
    acting = await store.organisations.acting()
    topics = set(await store.consultations.topics(consultation.id))
    found = []
    for house in await store.organisations.all():
        people = [await store.people.find(id) for id in acting.get(house.id, ())]
        known = [one for one in people if one is not None and await visible_to(store, one, consultation)]
        if known and (house.kind in ALWAYS or await _concerns(store, house, known, topics)):
            found.append(house)
    return found


async def speakers(store: Store, asked: Iterable[Organisation], consultation: Consultation) -> dict[int, Person]:
    """One for each organisation: its contact, else whoever else acts for it, rather somebody who is not away."""
    found: dict[int, Person] = {}
    for house in asked:
        acting = await store.organisations.representatives(house.id)
        known = [one for one in acting if await visible_to(store, one, consultation)]
        here = [one for one in known if not away(one, store.now)]
        if known:
            person = (here or known)[0]
            found[person.id] = person
    return found


def answered(said: Said, asked: Collection[Organisation]) -> set[int]:
    """The organisations among those asked that have said yes or no: that it does not concern them is an answer too."""
    ids = {house.id for house in asked}
    return {voice.organisation_id for voice, _ in said if has_answered(voice) and voice.organisation_id in ids}


def has_answered(voice: ConsultationVoice | None) -> bool:
    return voice is not None and (voice.affected == NO or voice.signs in (YES, NO))


async def involved(store: Store, consultation: Consultation) -> list[Person]:
    """Who hears what becomes of it: those who speak for the organisations it concerns, or that sign, and its owner."""
    concerned = [house for voice, house in await store.voices.of(consultation.id) if takes_part(voice)]
    found = await speakers(store, concerned, consultation)
    owner = await store.people.find(consultation.owner_id)
    if owner is not None:
        found.setdefault(owner.id, owner)
    return list(found.values())


def takes_part(voice: ConsultationVoice) -> bool:
    return YES in (voice.affected, voice.signs)


async def keepers(store: Store, consultation: Consultation) -> Sequence[Person]:
    """Who writes the answer; the secretariat where nobody does, or where that one is away."""
    owner = await store.people.find(consultation.owner_id)
    if owner is not None and not owner.guest and not away(owner, store.now):
        return [owner]
    return await store.people.secretariat()


async def _concerns(store: Store, house: Organisation, people: Sequence[Person], topics: set[int]) -> bool:
    if house.kind != SOMETIMES:
        return False
    if topics & await store.organisations.topics(house.id):
        return True
    for person in people:
        if topics.intersection(topic.id for topic in await store.topics.followed_by(person.id)):
            return True
    return False
