"""Name people, organisations and questions to others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.places import Place
from handlers.chat.say import Say
from handlers.directory.anonymity import describe_anonymous_asker
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import WORDS_AGREED, Question


async def format_signature(store: Store, person_id: int | None, organisation_id: int | None, say: Say) -> str:
    """Format "Kari Nordmann, Eksempel Industripark"; an erased person is a former contact."""
    person = await store.people.find(person_id)
    name = person.name if person else say("a former contact")
    organisation = await store.organisations.find(organisation_id)
    return f"{name}, {organisation.name}" if organisation else name


async def sign_person(store: Store, person_id: int | None, say: Say) -> str:
    """Format the person's name with the organisation that they act for now."""
    person = await store.people.find(person_id)
    return await format_signature(store, person_id, person.stands_for if person else None, say)


async def list_person_options(store: Store, say: Say, people: Sequence[Person]) -> list[tuple[str, str]]:
    """Return the id and the signature of each person, as options of a choice."""
    return [(str(one.id), await format_signature(store, one.id, one.stands_for, say)) for one in people]


async def describe_answerer(store: Store, answer: Answer, question: Question, say: Say) -> str:
    """Describe who answers, as other members may know it. An answer of an anonymous asker stays anonymous."""
    if question.anonymous and answer.author_id == question.asker_id:
        return say("The asker, anonymously")
    return await sign_answer(store, answer, say)


async def sign_answer(store: Store, answer: Answer, say: Say) -> str:
    """Format who wrote an answer; what an organisation that has left leaves behind names nobody."""
    organisation = await store.organisations.find(answer.organisation_id)
    if organisation is not None and organisation.left_at is not None:
        return say("Former member")
    return await format_signature(store, answer.author_id, answer.organisation_id, say)


def format_person_name(person: Person, say: Say, now: datetime) -> str:
    """Format "Kari Nordmann", or "Kari Nordmann (borte til 3. mai 2026)"."""
    until = person.paused_until
    if until is None or not is_person_away(person, now):
        return person.name
    return say("{name} (away until {day})", name=person.name, day=say.format_day(until))


def is_person_away(person: Person, now: datetime) -> bool:
    """Return True while the person has paused: postponable messages wait, and nobody is referred to them."""
    return person.paused_until is not None and person.paused_until > now


async def describe_asker(store: Store, question: Question, say: Say) -> str:
    """Describe who asks, as other members may know it, and whose words are quoted."""
    asker = await describe_sender(store, question, say)
    if question.words_state != WORDS_AGREED:
        return asker
    by = await sign_person(store, question.words_by_id, say)
    return say("{author}, quoted by {asker}", author=by, asker=asker)


async def describe_sender(store: Store, question: Question, say: Say) -> str:
    """Describe who sends the question, as other members may know it."""
    if question.anonymous:
        return await describe_anonymous_asker(store, question.organisation_id, question.reach_id, say)
    return await format_signature(store, question.asker_id, question.organisation_id, say)


async def describe_named_asker(store: Store, question: Question, say: Say) -> str:
    """Describe who asks for the secretariat, which sees the name behind an anonymous question."""
    by = await format_signature(store, question.asker_id, question.organisation_id, say)
    return f"{by} ({say('anonymous to members')})" if question.anonymous else by


async def describe_question_topics(store: Store, question: Question, say: Say) -> str:
    """Describe the topics: "Nett og nettkapasitet", with the second topic where there is one."""
    topics = [await store.topics.find(id) for id in (question.topic_id, question.second_topic_id)]
    names = [topic.get_name(say.language) for topic in topics if topic is not None]
    return " + ".join(names) or say("no topic yet")


def format_message_source(place: Place, message: str) -> str:
    """Format the address of the message that holds the question or answer; empty without a message."""
    return f"{place.platform}/{place.workspace}/{place.channel}/{message}" if message else ""
