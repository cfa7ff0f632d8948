"""Escalate: a question that nobody answers goes to the topic's leads, to those who help, and back to its asker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.access import rights
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import CLOSED, OPEN, Question

router = Router()
KIND = "questions.escalation"
LEADS, HELPERS, ASKER = "leads", "helpers", "asker"
#: working hours of whoever is told since it was published, and whom; each question keeps what was so when it was asked
POLICY = ((8, LEADS), (16, HELPERS), (40, ASKER))
#: working hours that those who were asked have for themselves, when they were asked late
AMONG_THEM = 2
#: helpers who are asked about one question
MOST = 3


def subject(question_id: int) -> str:
    """Under which all messages of a question's escalation are called off and redrawn."""
    return f"question:{question_id}:escalation"


def passed_key(question_id: int, person_id: int | None) -> str:
    """Under which it is passed on to somebody, once."""
    return f"question:{question_id}:passed:{person_id}"


def policy() -> list[Any]:
    """For a question that is asked now."""
    return [list(step) for step in POLICY]


async def end(store: Store, question_id: int) -> None:
    """It is answered, solved, closed or taken back."""
    await chains.end(store, KIND, question_id, subject(question_id))


async def resume(store: Store, question: Question) -> None:
    """It waits again: from now on, with the step that was next."""
    if question.state == OPEN and question.escalation:
        await chains.restart(store, KIND, question.id, subject(question.id), since=store.now, behind=None)


async def restart(store: Store, question: Question) -> None:
    """It is new to those who read it now: from the first step on, and nobody is asked twice."""
    if question.state == OPEN and question.escalation:
        await chains.restart(store, KIND, question.id, subject(question.id), since=store.now)


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    question = await store.questions.lock(id)
    if question is None or not waits(question):
        return None
    steps = [step for hours, name in question.escalation if (step := _step(store, question, hours, name))]
    return Course(subject(id), steps, key=subject(id), args={"question": id})


def waits(question: Question) -> bool:
    """One that points to another waits for that one's answers."""
    return question.state == OPEN and question.resting != CLOSED and question.duplicate_of_id is None


def topics(question: Question) -> list[int]:
    return [id for id in (question.topic_id, question.second_topic_id) if id is not None]


async def leads(store: Store, question: Question) -> list[Person]:
    """Of both its topics, lead and deputy, without the asker and those out of its reach."""
    found = [person for topic in topics(question) for person in await store.topics.leads(topic)]
    others = [person for person in found if person.id != question.asker_id and not person.guest]
    return await rights.those_within(store, others, question)


async def helpers(store: Store, question: Question) -> list[Person]:
    """All within its reach who said that they may be asked about its topics, without those who were asked anyway."""
    asked = {question.asker_id, *(person.id for person in await leads(store, question))}
    found = await store.topics.helpers(topics(question))
    others = [person for person in found if person.id not in asked and not person.guest]
    return await rights.those_within(store, others, question)


def _step(store: Store, question: Question, hours: float, name: str) -> Step | None:
    """None for a name that a later version has written."""

    async def to_leads(_: Candidates) -> Sequence[Person]:
        return await leads(store, question)

    async def to_helpers(given: Candidates) -> Sequence[Person]:
        return await _chosen(store, question, given)

    async def to_asker(_: Candidates) -> Sequence[Person]:
        person = await store.people.find(question.asker_id)
        return [person] if person is not None else []

    readers = {LEADS: to_leads, HELPERS: to_helpers, ASKER: to_asker}.get(name)
    if readers is None:
        return None
    template = f"questions.unanswered_{name}"
    return Step(name, hours, AMONG_THEM, template, readers, urgent=name != ASKER)


async def _chosen(store: Store, question: Question, given: Candidates) -> list[Person]:
    """Those who were chosen before, else the few who were left in peace for the longest time."""
    fit = [person for person in await helpers(store, question) if not given.paused(person)]
    chosen = [person for person in fit if person.id in given.known]
    if not chosen:
        reached = await store.people.last_accounts({person.id for person in fit})
        chosen = [person for person in fit if person.id in reached][:MOST]
        await store.topics.asked(topics(question), {person.id for person in chosen})
    return chosen


async def _begin_all(store: Store, _arena: Arena) -> None:
    """Those that are out and have no chain: it should have begun when they were published."""
    found = [row for row in await store.questions.unwatched(KIND, (OPEN,)) if row.escalation and row.published_at]
    await store.chains.begin(KIND, {row.id: row.published_at for row in found if row.published_at})


chains.watch(router, KIND, course_of, _begin_all)
chains.hook(router, KIND, course_of, *(f"questions.unanswered_{name}" for _, name in POLICY))


@router.audit("questions.unwatched")
async def unwatched(store: Store, _arena: Arena) -> list[str]:
    """Questions that nobody would ever be asked about."""
    before = store.now - chains.MARGIN
    found = await store.questions.unwatched(KIND, (OPEN,))
    late = [row for row in found if row.escalation and row.published_at and row.published_at < before]
    return [f"question {row.number} waits, and its escalation has not begun" for row in late]
