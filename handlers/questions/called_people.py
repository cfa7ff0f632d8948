"""Choose whom a new question calls when it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.access import rights
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import Question


@dataclass(frozen=True, slots=True)
class CalledPeople:
    """Hold those whom a question calls, and why it is they."""

    people: tuple[Person, ...] = ()
    #: True if the asker leads the topic, so that others are called
    asked_by_lead: bool = False
    #: True if the topic has nobody else, so that the secretariat is called
    secretariat: bool = False


async def choose_called_people(store: Store, question: Question) -> CalledPeople:
    """Return the topic's leads and deputies in the audience, without the asker.

    A lead who is alone with the topic calls the secretariat.
    """
    if question.topic_id is None:
        return CalledPeople()
    leads = await store.topics.list_topic_leads(question.topic_id)
    mine = question.asker_id in {lead.id for lead in leads}
    others = await _filter_callable(store, leads, question)
    if others or not mine:
        return CalledPeople(others, mine)
    return CalledPeople(await _filter_callable(store, await store.people.list_secretariat(), question), mine, True)


async def _filter_callable(store: Store, people: Sequence[Person], question: Question) -> tuple[Person, ...]:
    others = [person for person in people if person.id != question.asker_id]
    return tuple(await rights.filter_by_visibility(store, others, question))
