"""Originals: when the message that a question or an answer was written in is edited or deleted, every copy follows."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.events import Deleted, Edited
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import source_of
from handlers.questions import changing, files
from handlers.questions.answers import hearing, taking
from handlers.questions.answers.internal import is_internal
from storage.questions.questions import WITHDRAWN, Question

router = Router()


@router.on(Edited, "")
async def follow_edit(event: Edited, turn: Turn) -> Reply | None:
    source, text, beside = source_of(event.place, event.message), event.text.strip(), files.kept(event.files)
    if not text and not beside:
        return None
    question = await turn.store.questions.by_source(source)
    if question is not None:
        return await _follow_question(event, turn, question, text)
    answer = await turn.store.answers.by_source(source)
    if answer is None:
        await _hear_first(event, turn, source, text)
    elif answer.author_id == turn.person.id:
        await hearing.change(turn, answer, text, beside, place=event.place, at=event.at)
    return None


@router.on(Deleted, "")
async def follow_deletion(event: Deleted, turn: Turn) -> Reply | None:
    source = source_of(event.place, event.message)
    question = await turn.store.questions.by_source(source)
    if question is not None and question.state != WITHDRAWN and question.asker_id == turn.person.id:
        return await changing.withdraw(turn, question)
    answer = await turn.store.answers.by_source(source)
    if answer is not None:
        await taking.remove(turn.store, answer, at=event.at)
    elif question is None:
        await _withhold(event, turn, source, await hearing.asked_in(turn.store, event.place))
    return None


async def _follow_question(event: Edited, turn: Turn, question: Question, text: str) -> Reply | None:
    if question.asker_id != turn.person.id or not text:
        return None
    question = await turn.store.questions.lock(question.id) or question  # as it is once other changes are written
    if is_internal(text) and question.state != WITHDRAWN:
        return await changing.withdraw(turn, question)
    if question.edited_at is None or event.at is None or event.at >= question.edited_at:
        await changing.rewrite(turn.store, question, text, event.at)
    return None


async def _hear_first(event: Edited, turn: Turn, source: str, text: str) -> None:
    """A message nothing was made of: it came later than this change of it, or was internal until now."""
    question = await hearing.asked_in(turn.store, event.place)
    if is_internal(text):
        await _withhold(event, turn, source, question)
    elif question is not None:
        beside = files.kept(event.files)
        await hearing.hear(turn, question, text, beside, source=source, place=event.place, at=event.at)
    elif event.addressed and await _comes_first(event, turn):
        await turn.store.early_changes.put(source, text, event.at)


async def _withhold(event: Edited | Deleted, turn: Turn, source: str, question: Question | None) -> None:
    """What is older than this change may still come: the message itself, or in a thread an earlier change of it."""
    if question is not None:
        await turn.store.questions.lock(question.id)  # as in `hear`
        told = await turn.store.answers.by_source(source)
        if told is not None:  # it was taken while this change of it waited
            if isinstance(event, Edited):
                await hearing.change(turn, told, event.text.strip(), (), place=event.place, at=event.at)
            else:
                await taking.remove(turn.store, told, at=event.at)
            return
    if question is not None or await _comes_first(event, turn):
        await turn.store.early_changes.put(source, "", event.at)


async def _comes_first(event: Edited | Deleted, turn: Turn) -> bool:
    """Whether the message itself is still to come."""
    return bool(event.original) and not await turn.store.inbox.has(event.original)
