"""Originals: when the message that a question or an answer was written in is edited or deleted, every copy follows."""

from __future__ import annotations

from handlers.answers import answering
from handlers.chat.cards import Reply
from handlers.chat.events import Deleted, Edited
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.naming import source_of
from handlers.questions import changing
from storage.questions import WITHDRAWN

router = Router()


@router.on(Edited, "")
async def follow_edit(event: Edited, turn: Turn) -> Reply | None:
    source, text = source_of(event.place, event.message), event.text.strip()
    question = await turn.store.questions.by_source(source)
    if question is not None and question.asker_id == turn.person.id and text:
        await changing.rewrite(turn.store, question, text)
    answer = await turn.store.answers.by_source(source)
    if answer is not None and answer.author_id == turn.person.id and text:
        await answering.rewrite(turn.store, answer, text)
    return None


@router.on(Deleted, "")
async def follow_deletion(event: Deleted, turn: Turn) -> Reply | None:
    source = source_of(event.place, event.message)
    question = await turn.store.questions.by_source(source)
    if question is not None and question.state != WITHDRAWN and question.asker_id == turn.person.id:
        return await changing.withdraw(turn, question)
    answer = await turn.store.answers.by_source(source)
    if answer is not None:
        await answering.remove(turn.store, answer)
    return None
