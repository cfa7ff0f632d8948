"""Unplaced: a question that has no room is taken up with the others of the secretariat when nobody finds it a place."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import TRIAGE, Question

router = Router()
KIND = "questions.unplaced"
#: working hours until the others hear of it, and until everybody does
OTHERS, EVERYBODY = 8, 24


def subject(question_id: int) -> str:
    return f"question:{question_id}:unplaced"


async def begin(store: Store, question: Question) -> None:
    """With the secretariat from now on."""
    await chains.restart(store, KIND, question.id, subject(question.id), since=store.now)


async def begin_again(store: Store, question: Question) -> None:
    """Somebody came to the secretariat: begin where nobody is told any more; what is under way tells them too."""
    chain = await store.chains.find(KIND, question.id)
    if chain is None or chain.next_at is None:
        await begin(store, question)


async def end(store: Store, question: Question) -> None:
    """It has a place, or needs none any more."""
    await chains.end(store, KIND, question.id, subject(question.id))


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    question = await store.questions.lock(id)
    if question is None or question.state != TRIAGE:
        return None

    async def others(_: Candidates) -> Sequence[Person]:
        return [person for person in await store.people.secretariat() if person.id != question.taken_by_id]

    async def everybody(_: Candidates) -> Sequence[Person]:
        return await store.people.secretariat()

    steps = (
        Step("others", OTHERS, 0, "questions.unplaced", others, urgent=True),
        Step("everybody", EVERYBODY, OTHERS, "questions.unplaced", everybody, urgent=True),
    )
    return Course(subject(id), steps, key=f"{subject(id)}:{question.sendings}", args={"question": id})


async def _begin_all(store: Store, _arena: Arena) -> None:
    found = await store.questions.unwatched(KIND, (TRIAGE,))
    await store.chains.begin(KIND, {question.id: store.now for question in found})


chains.watch(router, KIND, course_of, _begin_all)
chains.hook(router, KIND, course_of, "questions.unplaced")
