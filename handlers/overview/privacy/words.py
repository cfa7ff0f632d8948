"""What a person wrote: taken back where nobody relies on it, kept without the name where somebody does."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.directory.naming import subject
from handlers.library.indexing import index
from handlers.questions import duplicates, escalating, quieting, unplaced
from handlers.questions.answers.taking import remove
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT, Solution
from storage.questions.questions import SOLVED, WITHDRAWN, Question


@dataclass(frozen=True, slots=True)
class Touched:
    """The ids of what changes with the person."""

    questions: set[int] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    solutions: set[int] = field(default_factory=set)
    issues: set[int] = field(default_factory=set)
    consultations: set[int] = field(default_factory=set)


async def written(store: Store, person: Person) -> list[str]:
    """All their words."""
    return [
        *(question.text for question in await store.privacy.writings.questions(person.id)),
        *(answer.text for answer in await store.privacy.writings.answers(person.id)),
        *(
            f"{one.contact}\n{one.problem}\n{one.done}\n{one.result}\n{one.pitfall}"
            for one in await store.privacy.writings.solutions(person.id)
        ),
    ]


async def take_back(store: Store, person: Person) -> Touched:
    touched = Touched()
    for answer in await store.privacy.writings.answers(person.id):
        touched.questions.add(answer.question_id)
        touched.answers.add(answer.id)
        if not await _relied_on(store, answer.question_id, answer.id):
            await remove(store, answer)
    for question in await store.privacy.writings.questions(person.id):
        touched.questions.add(question.id)
        await _question(store, question)
    for solution in await store.privacy.writings.solutions(person.id):
        touched.solutions.add(solution.id)
        await _solution(store, solution, person)
    for draft in await store.issues.drafts_of(person.id, limit=1000):
        await store.issues.remove(draft)
    touched.issues.update(await store.privacy.writings.issues(person.id))
    for proposal in await store.consultations.proposed_by(person.id):
        await store.consultations.remove(proposal)
    touched.consultations.update(await store.privacy.writings.consultations(person.id))
    return touched


async def _relied_on(store: Store, question_id: int, answer_id: int) -> bool:
    """It solved the question."""
    question = await store.questions.find(question_id)
    return question is not None and question.state == SOLVED and question.accepted_answer_id == answer_id


async def _question(store: Store, question: Question) -> None:
    """One with answers of others stays; any other is taken back everywhere, and its words go."""
    others = [one for one in await store.answers.to(question.id) if one.author_id != question.asker_id]
    question.source, question.origin, question.account_id = "", {}, None
    if others:
        return
    question.state, question.text, question.outcome, question.keywords = WITHDRAWN, "", "", []
    await index(store, question)
    await escalating.end(store, question.id)
    await quieting.end(store, question.id)
    await unplaced.end(store, question)
    await duplicates.part_all(store, question)
    await store.outbox.take_back(subject(question.id))


async def _solution(store: Store, solution: Solution, person: Person) -> None:
    """A draft goes with its owner; what is shared is handed over with all else that they look after."""
    if solution.state == CONSENT and solution.author_id == person.id:
        solution.state, solution.done, solution.author_id, solution.contact = DRAFT, "", None, ""
        return
    if solution.state in (DRAFT, CONSENT) and solution.owner_id == person.id:
        await store.solutions.remove(solution)
        return
    solution.contact = ""
    if solution.author_id == person.id:
        solution.author_id = None
