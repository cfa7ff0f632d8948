"""Escalate a question without a room to more members of the secretariat when nobody finds it a place."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.card_arguments import CardArguments
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import TRIAGE, Question

router = Router()
KIND = "questions.unplaced"
#: working hours until the rest of the secretariat is told, and until the whole secretariat is
OTHERS, EVERYBODY = 8, 24


class QuestionTriageCard(CardArguments, frozen=True):
    template = "questions.triage"
    for_secretariat = True

    question: int


class UnplacedQuestionReminder(EscalationCard, frozen=True, kw_only=True):
    template = "questions.unplaced"
    for_secretariat = True

    question: int


def build_unplaced_subject(question_id: int) -> str:
    return f"question:{question_id}:unplaced"


async def begin_triage_escalation(store: Store, question: Question) -> None:
    """Start the escalation at its first step, because the question is with the secretariat from now on."""
    await escalation.restart_record_escalation(
        store, KIND, question.id, build_unplaced_subject(question.id), since=store.now
    )


async def resume_triage_escalation(store: Store, question: Question) -> None:
    """Start the escalation if none is under way, for somebody who joined the secretariat.

    An escalation under way tells them too.
    """
    escalation_row = await store.escalations.find_escalation(KIND, question.id)
    if escalation_row is None or escalation_row.next_at is None:
        await begin_triage_escalation(store, question)


async def redraw_triage_reminders(store: Store, question: Question) -> None:
    await escalation.redraw_escalation_cards(store, build_unplaced_subject(question.id))


async def end_triage_escalation(store: Store, question: Question) -> None:
    """End the escalation: the question has a place, or needs none any more."""
    await escalation.stop_escalation(store, KIND, question.id, build_unplaced_subject(question.id))


async def load_triage_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    question = await store.questions.lock(id)
    if question is None or question.state != TRIAGE:
        return None

    async def list_other_secretariat(_: RecipientContext) -> Sequence[Person]:
        return [person for person in await store.people.list_secretariat() if person.id != question.taken_by_id]

    async def list_whole_secretariat(_: RecipientContext) -> Sequence[Person]:
        return await store.people.list_secretariat()

    card = UnplacedQuestionReminder(question=id)
    steps = (
        EscalationStep("others", OTHERS, 0, card, list_other_secretariat, urgent=True),
        EscalationStep("everybody", EVERYBODY, OTHERS, card, list_whole_secretariat, urgent=True),
    )
    about = build_unplaced_subject(id)
    return EscalationPolicy(about, steps, key=f"{about}:{question.sendings}")


async def _begin_missing_triage_escalations(store: Store, _arena: Arena) -> None:
    found = await store.questions.list_questions_without_escalation(KIND, (TRIAGE,))
    await store.escalations.begin_escalations(KIND, {question.id: store.now for question in found})


escalation.register_escalation(router, KIND, load_triage_escalation, _begin_missing_triage_escalations)


async def replace_earlier_cards(view: View[UnplacedQuestionReminder]) -> None:
    """Delete what the reader was told of the question before: the reminder shows the same."""
    id, person = view.args.question, view.person
    first = await view.store.posted_copies.list_sent_copies(build_question_subject(id))
    reminders = await view.store.escalations.list_sent_notices(build_unplaced_subject(id))
    for copy in (*first, *reminders):
        mine = person is not None and copy.person_id == person.id and copy.id != view.delivery.id
        if mine and copy.template in (QuestionTriageCard.template, UnplacedQuestionReminder.template):
            await view.store.outbox.withdraw_delivery(copy)


escalation.register_step_outcomes(
    router, KIND, load_triage_escalation, UnplacedQuestionReminder, follow=replace_earlier_cards
)
