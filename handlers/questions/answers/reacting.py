"""React: counted on the cards without names, wherever a copy stands; a ✅ by those who may says that it is solved."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat.cards import Reply
from handlers.chat.events import Reacted
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import source_of, subject
from handlers.questions import mirroring
from handlers.questions.answers import solving
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, SOLVED, Question
from storage.questions.reactions import Reaction

router = Router()
_CHECKS = ("✅", "✔️", "☑️")


@router.on(Reacted, "")
async def react(event: Reacted, turn: Turn) -> Reply | None:
    """To what is no question and no answer it is just a reaction."""
    question, answers = await _about(event, turn.store)
    held = await turn.store.questions.lock(question.id) if question else None
    if held is None or held.state not in PUBLIC:
        return None
    if event.emoji in _CHECKS and answers and await rights.may_steer(turn, held, "answers.solved"):
        return await _solve(event, turn, held, answers)
    await _count(event, turn, held, answers[0] if answers else None)
    return None


async def _count(event: Reacted, turn: Turn, question: Question, answer: Answer | None) -> None:
    reaction = Reaction(
        source=source_of(event.place, event.message),
        person_id=turn.person.id,
        emoji=event.emoji,
        question_id=question.id,
        answer_id=answer.id if answer else None,
    )
    await turn.store.reactions.step(reaction, 1 if event.added else -1)
    await turn.store.outbox.refresh(subject(question.id), template="questions.card")
    if answer is not None:
        await mirroring.redraw(turn.store, answer.id, template=mirroring.TEMPLATE)


async def _solve(event: Reacted, turn: Turn, question: Question, answers: Sequence[Answer]) -> Reply | None:
    if not event.added:
        accepted = question.accepted_answer_id in {answer.id for answer in answers}
        if not accepted or question.state != SOLVED:
            return None
        await trail.note_typed(turn, "answers.undo", question.id)
        return await solving.take_back(turn, question)
    if len(answers) > 1:
        return Reply(await solving.which_card(turn, question, answers))
    await trail.note_typed(turn, "answers.solved", answers[0].id)
    return await solving.accept(turn, question, answers[0])


async def _about(event: Reacted, store: Store) -> tuple[Question | None, list[Answer]]:
    """The question, and the answers that were written in this message or that the bot carried here in it."""
    place, source = event.place, source_of(event.place, event.message)
    written = await store.answers.by_source(source)
    if written is not None:
        return await store.questions.find(written.question_id), [written] if written.deleted_at is None else []
    asked = await store.questions.by_source(source)
    if asked is not None:
        return asked, []
    copy = await store.outbox.of_message(place.platform, place.workspace, place.channel, event.message)
    if copy is None or copy.message != event.message:
        return None, []
    found = [await store.answers.find(id) for id in (copy.args.get("answer"), *copy.args.get("more", ()))]
    answers = [answer for answer in found if answer is not None and answer.deleted_at is None]
    if "answer" not in copy.args:
        return await store.questions.find(copy.args.get("question")), []
    return await store.questions.find(answers[0].question_id) if answers else None, answers
