"""How people, organisations and questions are named to others."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.places import Place
from handlers.chat.say import Say
from handlers.directory.anonymity import described
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import Question


async def signature(store: Store, person_id: int | None, organisation_id: int | None, say: Say) -> str:
    """ "Kari Nordmann, Eksempel Industripark"; whoever is gone is a former contact."""
    person = await store.people.find(person_id)
    name = person.name if person else say("a former contact")
    organisation = await store.organisations.find(organisation_id)
    return f"{name}, {organisation.name}" if organisation else name


async def answerer(store: Store, answer: Answer, question: Question, say: Say) -> str:
    """Who answers, as other members may know it: what an anonymous asker adds gives no name away."""
    if question.anonymous and answer.author_id == question.asker_id:
        return say("The asker, anonymously")
    return await signature(store, answer.author_id, answer.organisation_id, say)


def named(person: Person, say: Say, now: datetime) -> str:
    """ "Kari Nordmann", or "Kari Nordmann (borte til 3. mai 2026)"."""
    until = person.paused_until
    if until is None or not away(person, now):
        return person.name
    return say("{name} (away until {day})", name=person.name, day=say.day(until))


def away(person: Person, now: datetime) -> bool:
    """They have paused: nothing that can wait reaches them, and nobody is pointed at them."""
    return person.paused_until is not None and person.paused_until > now


async def asker(store: Store, question: Question, say: Say) -> str:
    """Who asks, as other members may know it."""
    if question.anonymous:
        return await described(store, question.organisation_id, question.reach_id, say)
    return await signature(store, question.asker_id, question.organisation_id, say)


async def true_asker(store: Store, question: Question, say: Say) -> str:
    """Who asks, for the secretariat, which is told what others may not know."""
    by = await signature(store, question.asker_id, question.organisation_id, say)
    return f"{by} ({say('anonymous to members')})" if question.anonymous else by


async def topic_names(store: Store, question: Question, say: Say) -> str:
    """ "Nett og nettkapasitet", with the second topic where there is one."""
    topics = [await store.topics.find(id) for id in (question.topic_id, question.second_topic_id)]
    names = [topic.name(say.language) for topic in topics if topic is not None]
    return " + ".join(names) or say("no topic yet")


def subject(question_id: int) -> str:
    """The subject under which all copies of a question's cards are redrawn."""
    return f"question:{question_id}"


def issue_subject(issue_id: int) -> str:
    """The same of an issue's."""
    return f"issue:{issue_id}"


def consultation_subject(consultation_id: int) -> str:
    """The same of a consultation's."""
    return f"consultation:{consultation_id}"


def shorten(text: str, most: int) -> str:
    """One line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def source_of(place: Place, message: str) -> str:
    """How the message that a question or an answer was written in is remembered; empty where there was none."""
    return f"{place.platform}/{place.workspace}/{place.channel}/{message}" if message else ""
