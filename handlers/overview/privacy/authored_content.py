"""Take back what a person wrote, or keep it without the name if somebody relies on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.directory.display_names import format_question_subject
from handlers.library.question_index import index_question
from handlers.questions import duplicates, inactivity, question_escalation, triage_escalation
from handlers.questions.answers.answer_lifecycle import delete_answer
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT, Solution
from storage.questions.questions import SOLVED, WITHDRAWN, Question


@dataclass(frozen=True, slots=True)
class ChangedRecords:
    """Hold the ids of the records that change with the person."""

    questions: set[int] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    solutions: set[int] = field(default_factory=set)
    issues: set[int] = field(default_factory=set)
    consultations: set[int] = field(default_factory=set)


async def retract_authored_content(store: Store, person: Person) -> ChangedRecords:
    touched = ChangedRecords()
    for answer in await store.personal_data.authored_content.list_authored_answers(person.id):
        touched.questions.add(answer.question_id)
        touched.answers.add(answer.id)
        if not await _is_accepted_answer(store, answer.question_id, answer.id):
            await delete_answer(store, answer)
    for question in await store.personal_data.authored_content.list_authored_questions(person.id):
        touched.questions.add(question.id)
        await _retract_question(store, question)
    for solution in await store.personal_data.authored_content.list_authored_solutions(person.id):
        touched.solutions.add(solution.id)
        await _retract_solution(store, solution, person)
    for draft in await store.issues.list_issue_drafts_of_person(person.id, limit=1000):
        await store.issues.delete_issue_draft(draft)
    touched.issues.update(await store.personal_data.authored_content.list_involved_issue_ids(person.id))
    for proposal in await store.consultations.list_consultations_proposed_by(person.id):
        await store.consultations.delete_proposal(proposal)
    touched.consultations.update(await store.personal_data.authored_content.list_involved_consultation_ids(person.id))
    return touched


async def _is_accepted_answer(store: Store, question_id: int, answer_id: int) -> bool:
    """Return True if the answer solved the question."""
    question = await store.questions.find(question_id)
    return question is not None and question.state == SOLVED and question.accepted_answer_id == answer_id


async def _retract_question(store: Store, question: Question) -> None:
    """Keep a question that others have answered. Take back any other everywhere, and delete its words."""
    others = [
        one for one in await store.answers.list_answers_to_question(question.id) if one.author_id != question.asker_id
    ]
    question.source, question.origin, question.account_id = "", {}, None
    if others:
        return
    question.state, question.text, question.outcome, question.keywords = WITHDRAWN, "", "", []
    await index_question(store, question)
    await question_escalation.end_question_escalation(store, question.id)
    await inactivity.end_inactivity_check(store, question.id)
    await triage_escalation.end_triage_escalation(store, question)
    await duplicates.unlink_all_duplicates(store, question)
    await store.outbox.withdraw_copies(format_question_subject(question.id))


async def _retract_solution(store: Store, solution: Solution, person: Person) -> None:
    """Delete a draft with its owner. A shared solution is handed over with everything else they own."""
    if solution.state == CONSENT and solution.author_id == person.id:
        solution.state, solution.done, solution.author_id, solution.contact = DRAFT, "", None, ""
        return
    if solution.state in (DRAFT, CONSENT) and solution.owner_id == person.id:
        await store.solutions.delete_draft(solution)
        return
    solution.contact = ""
    if solution.author_id == person.id:
        solution.author_id = None
