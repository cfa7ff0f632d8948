"""Count reactions on the cards without names, wherever a copy stands.

A ✅ by somebody who may solve the question marks it as solved.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat.cards import Reply
from handlers.chat.events import Reacted
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.questions import mirroring
from handlers.questions.answers import answer_acceptance
from handlers.questions.card_arguments import MirroredAnswerCard, QuestionCard, read_answer_card
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, SOLVED, Question
from storage.questions.reactions import Reaction

router = Router()
_CHECKS = ("✅", "✔️", "☑️")


@router.on(Reacted, "")
async def on_question_reaction(event: Reacted, turn: Turn) -> Reply | None:
    """Handle a reaction to a question or an answer.

    Return None for any other message, where it is just a reaction. Locks the question.
    """
    question, answers = await _find_reacted_records(event, turn.store)
    held = await turn.store.questions.lock(question.id) if question else None
    if held is None or held.state not in PUBLIC:
        return None
    if event.emoji in _CHECKS and answers and await rights.may_steer_question(turn, held, "answers.solved"):
        return await _solve_by_reaction(event, turn, held, answers)
    await _record_reaction(event, turn, held, answers[0] if answers else None)
    return None


async def _record_reaction(event: Reacted, turn: Turn, question: Question, answer: Answer | None) -> None:
    reaction = Reaction(
        source=format_message_source(event.place, event.message),
        person_id=turn.person.id,
        emoji=event.emoji,
        question_id=question.id,
        answer_id=answer.id if answer else None,
    )
    await turn.store.reactions.record_reaction(reaction, 1 if event.added else -1)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id), template=QuestionCard.template)
    if answer is not None:
        await mirroring.redraw_answer_copies(turn.store, answer.id, template=MirroredAnswerCard.template)


async def _solve_by_reaction(event: Reacted, turn: Turn, question: Question, answers: Sequence[Answer]) -> Reply | None:
    if not event.added:
        accepted = question.accepted_answer_id in {answer.id for answer in answers}
        if not accepted or question.state != SOLVED:
            return None
        await audit_trail.record_typed_action(turn, "answers.undo", question.id)
        return await answer_acceptance.undo_solution(turn, question)
    if len(answers) > 1:
        return Reply(await answer_acceptance.draw_answer_choice_card(turn, question, answers))
    await audit_trail.record_typed_action(turn, "answers.solved", answers[0].id)
    return await answer_acceptance.accept_answer(turn, question, answers[0])


async def _find_reacted_records(event: Reacted, store: Store) -> tuple[Question | None, list[Answer]]:
    """Return the question, and the answers written in this message or carried here by the bot in it."""
    place, source = event.place, format_message_source(event.place, event.message)
    written = await store.answers.find_answer_by_source(source)
    if written is not None:
        return await store.questions.find(written.question_id), [written] if written.deleted_at is None else []
    asked = await store.questions.find_question_by_source(source)
    if asked is not None:
        return asked, []
    copy = await store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, event.message
    )
    if copy is None or copy.message != event.message:
        return None, []
    card = read_answer_card(copy)
    if card is None:
        return await store.questions.find(copy.args.get("question")), []
    found = [await store.answers.find(id) for id in card.answers]
    answers = [answer for answer in found if answer is not None and answer.deleted_at is None]
    return await store.questions.find(answers[0].question_id) if answers else None, answers
