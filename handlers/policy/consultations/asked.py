"""Who is asked: parks and clusters, and companies that the topic is something for; each by one who acts for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handlers.directory.naming import away
from handlers.policy.consultations.lookup import may_see_consultation
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, YES, ConsultationVoice
from storage.policy.consultations import Consultation

#: asked whatever it is about; a company only where it knows about the topic, or its contact follows it
ALWAYS, SOMETIMES = ("park", "cluster"), "company"
Said = Sequence[tuple[ConsultationVoice, Organisation]]


async def houses(store: Store, consultation: Consultation) -> list[Organisation]:
    """The organisations that are asked, by name: those with somebody to ask who may know of it."""
    acting = await store.organisations.acting()
    people = await store.people.named({id for ids in acting.values() for id in ids})
    able = {one.id for one in people if await _may_know(store, one, consultation)}
    topics = await store.consultations.topics(consultation.id)
    knowing = await store.organisations.knowing(topics)
    following = {one.id for topic in topics for one in await store.topics.followers(topic)}

    def concerned(house: Organisation) -> bool:
        mine = able.intersection(acting.get(house.id, ()))
        if house.kind == SOMETIMES:
            return bool(mine) and (house.id in knowing or not mine.isdisjoint(following))
        return bool(mine) and house.kind in ALWAYS

    return [house for house in await store.organisations.all() if concerned(house)]


async def those(store: Store, consultation: Consultation, mine: Iterable[Organisation]) -> list[Organisation]:
    """Which of these, that somebody who may know of it acts for, are asked."""
    found = [house for house in mine if house.kind in (*ALWAYS, SOMETIMES)]
    if all(house.kind in ALWAYS for house in found):
        return found
    ids = {house.id for house in await houses(store, consultation)}
    return [house for house in found if house.id in ids]


async def speakers(store: Store, asked: Iterable[Organisation], consultation: Consultation) -> dict[int, Person]:
    """One for each organisation: its contact, else whoever else acts for it, rather somebody who is not away."""
    found: dict[int, Person] = {}
    for house in asked:
        acting = await store.organisations.representatives(house.id)
        known = [one for one in acting if await _may_know(store, one, consultation)]
        here = [one for one in known if not away(one, store.now)]
        if known:
            person = (here or known)[0]
            found[person.id] = person
    return found


def answered(said: Said, asked: Collection[Organisation], consultation: Consultation) -> set[int]:
    """The organisations among those asked that have said yes or no: that it does not concern them is an answer too."""
    ids = {house.id for house in asked}
    return {
        voice.organisation_id for voice, _ in said if has_answered(voice, consultation) and voice.organisation_id in ids
    }


def has_answered(voice: ConsultationVoice | None, consultation: Consultation) -> bool:
    """Return True where the organisation has said yes or no. A signature of an earlier version is no answer to this."""
    if voice is None:
        return False
    return NO in (voice.affected, voice.signs) or signs_now(voice, consultation)


def signs_now(voice: ConsultationVoice, consultation: Consultation) -> bool:
    """Return True where the organisation signs the draft as it stands."""
    return voice.signs == YES and voice.version == consultation.version


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


async def _may_know(store: Store, person: Person, consultation: Consultation) -> bool:
    """What has no reach every member may know of, and that is asked of nobody's records."""
    return (
        not person.guest if consultation.reach_id is None else await may_see_consultation(store, person, consultation)
    )
