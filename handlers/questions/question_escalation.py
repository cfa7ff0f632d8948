"""Escalate a question that nobody answers: to the topic's leads, to its helpers, and back to its asker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from handlers.access import rights
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import CLOSED, OPEN, Question

router = Router()
KIND = "questions.escalation"
LEADS, HELPERS, ASKER = "leads", "helpers", "asker"
#: (working hours of the recipient since publication, recipients). Each question keeps the policy it was asked under.
POLICY = ((8, LEADS), (16, HELPERS), (40, ASKER))
#: minimum working hours between two steps: those who were just asked may answer first
AMONG_THEM = 2
MOST_HELPERS = 3


class UnansweredLeadsCard(EscalationCard, frozen=True, kw_only=True):
    template = "questions.unanswered_leads"

    question: int


class UnansweredHelpersCard(EscalationCard, frozen=True, kw_only=True):
    template = "questions.unanswered_helpers"

    question: int


class UnansweredAskerCard(EscalationCard, frozen=True, kw_only=True):
    template = "questions.unanswered_asker"

    question: int


#: step name -> class of its card
CARDS: Final[Mapping[str, type[UnansweredLeadsCard | UnansweredHelpersCard | UnansweredAskerCard]]] = {
    LEADS: UnansweredLeadsCard,
    HELPERS: UnansweredHelpersCard,
    ASKER: UnansweredAskerCard,
}


def build_escalation_subject(question_id: int) -> str:
    """Return the subject under which all messages of a question's escalation are cancelled and redrawn."""
    return f"question:{question_id}:escalation"


def format_referral_key(question_id: int, person_id: int | None) -> str:
    """Return the idempotency key of passing the question on to a person: once per person."""
    return f"question:{question_id}:passed:{person_id}"


def copy_escalation_policy() -> list[Any]:
    """Return the escalation steps for a question that is asked now."""
    return [list(step) for step in POLICY]


async def end_question_escalation(store: Store, question_id: int) -> None:
    """End the escalation: the question is answered, solved, closed or withdrawn."""
    await escalation.stop_escalation(store, KIND, question_id, build_escalation_subject(question_id))


async def resume_question_escalation(store: Store, question: Question) -> None:
    """Continue the escalation from now on, with the step that was next."""
    if question.state == OPEN and question.escalation:
        await escalation.restart_record_escalation(
            store, KIND, question.id, build_escalation_subject(question.id), since=store.now, behind=None
        )


async def restart_question_escalation(store: Store, question: Question) -> None:
    """Restart the escalation at the first step for a question that is new to its readers; nobody is asked twice."""
    if question.state == OPEN and question.escalation:
        await escalation.restart_record_escalation(
            store, KIND, question.id, build_escalation_subject(question.id), since=store.now
        )


async def load_question_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    question = await store.questions.lock(id)
    if question is None or not is_awaiting_answer(question):
        return None
    steps = [
        step for hours, name in question.escalation if (step := _build_escalation_step(store, question, hours, name))
    ]
    return EscalationPolicy(build_escalation_subject(id), steps, key=build_escalation_subject(id))


def is_awaiting_answer(question: Question) -> bool:
    """Return True if the question waits for an answer; a duplicate waits for the original's answers."""
    return question.state == OPEN and question.resting != CLOSED and question.duplicate_of_id is None


def list_question_topic_ids(question: Question) -> list[int]:
    return [id for id in (question.topic_id, question.second_topic_id) if id is not None]


async def list_question_leads(store: Store, question: Question) -> list[Person]:
    """List the leads and deputies of both topics, without the asker and people outside the audience."""
    found = [
        person for topic in list_question_topic_ids(question) for person in await store.topics.list_topic_leads(topic)
    ]
    others = [person for person in found if person.id != question.asker_id and not person.guest]
    return await rights.filter_by_visibility(store, others, question)


async def list_question_helpers(store: Store, question: Question) -> list[Person]:
    """List everybody in the audience who said that they may be asked about its topics.

    The asker and the leads are left out: they are asked anyway.
    """
    asked = {question.asker_id, *(person.id for person in await list_question_leads(store, question))}
    found = await store.topics.list_topic_helpers(list_question_topic_ids(question))
    others = [person for person in found if person.id not in asked and not person.guest]
    return await rights.filter_by_visibility(store, others, question)


def _build_escalation_step(store: Store, question: Question, hours: float, name: str) -> EscalationStep | None:
    """Build the step of this name; return None for a name that a later version has written."""

    async def list_step_leads(_: RecipientContext) -> Sequence[Person]:
        return await list_question_leads(store, question)

    async def choose_step_helpers(given: RecipientContext) -> Sequence[Person]:
        return await _choose_helpers(store, question, given)

    async def find_step_asker(_: RecipientContext) -> Sequence[Person]:
        person = await store.people.find(question.asker_id)
        return [person] if person is not None else []

    readers = {LEADS: list_step_leads, HELPERS: choose_step_helpers, ASKER: find_step_asker}.get(name)
    if readers is None:
        return None
    card = CARDS[name](question=question.id)
    return EscalationStep(name, hours, AMONG_THEM, card, readers, urgent=name != ASKER)


async def _choose_helpers(store: Store, question: Question, given: RecipientContext) -> list[Person]:
    """Return the helpers chosen before, else the few who were asked least recently."""
    fit = [person for person in await list_question_helpers(store, question) if not given.paused(person)]
    chosen = [person for person in fit if person.id in given.known]
    if not chosen:
        reached = await store.people.map_last_used_accounts({person.id for person in fit})
        chosen = [person for person in fit if person.id in reached][:MOST_HELPERS]
        await store.topics.record_helpers_asked(list_question_topic_ids(question), {person.id for person in chosen})
    return chosen


async def _begin_missing_escalations(store: Store, _arena: Arena) -> None:
    """Begin escalations of published questions that have none: each should have begun at publication."""
    found = [
        row
        for row in await store.questions.list_questions_without_escalation(KIND, (OPEN,))
        if row.escalation and row.published_at
    ]
    await store.escalations.begin_escalations(KIND, {row.id: row.published_at for row in found if row.published_at})


escalation.register_escalation(router, KIND, load_question_escalation, _begin_missing_escalations)
escalation.register_step_outcomes(router, KIND, load_question_escalation, *CARDS.values())


@router.audit("questions.unwatched")
async def audit_missing_escalations(store: Store, _arena: Arena) -> list[str]:
    """Report questions that nobody would ever be asked about."""
    before = store.now - escalation.MARGIN
    found = await store.questions.list_questions_without_escalation(KIND, (OPEN,))
    late = [row for row in found if row.escalation and row.published_at and row.published_at < before]
    return [f"question {row.number} waits, and its escalation has not begun" for row in late]
