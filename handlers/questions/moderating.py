"""Moderate questions: what stands around one is brought in line when it is hidden or restored."""

from __future__ import annotations

from handlers.chat.records import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import subject, true_asker
from handlers.library.indexing import index
from handlers.questions import duplicates, escalating, quieting
from handlers.questions.answers.moderating import describe_answer
from handlers.questions.following import visible
from handlers.questions.mirroring import redraw_all
from handlers.questions.private_news import redraw_news
from storage.kit.database import Store
from storage.questions.questions import HIDDEN, OPEN, PUBLIC, Question

#: answers that one can point to
MOST_ANSWERS = 20


def describe_question(question: Question) -> Moderable:
    async def by(store: Store, say: Say) -> str:
        return await true_asker(store, question, say)

    return Moderable(
        kind="question",
        row=question,
        subject=subject(question.id),
        author_id=question.asker_id,
        text=question.text,
        hidden=question.state == HIDDEN,
        shown=question.state in PUBLIC,
        name=lambda say: say("question {id}", id=question.number),
        by=by,
    )


class QuestionModeration:
    async def find(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        question = await (store.questions.lock(id) if lock else store.questions.find(id))
        return describe_question(question) if question is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return describe_question(await visible(turn, str(id)))

    async def list_beside(self, store: Store, row: Question) -> list[Moderable]:
        answers = (await store.answers.to(row.id))[-MOST_ANSWERS:]
        return [describe_answer(answer, row) for answer in answers]

    async def hide(self, store: Store, row: Question) -> str:
        before, row.state = row.state, HIDDEN
        await escalating.end(store, row.id)
        await quieting.end(store, row.id)
        await duplicates.part_all(store, row)
        await _redraw(store, row)
        return before

    async def restore(self, store: Store, row: Question, before: str) -> None:
        row.state = before if before in PUBLIC else OPEN
        await escalating.resume(store, row)
        await quieting.moved(store, row)
        await _redraw(store, row)


async def _redraw(store: Store, question: Question) -> None:
    """Bring its cards up to date, and those that quote it."""
    await index(store, question)
    await store.outbox.refresh(subject(question.id))
    await redraw_news(store, question.id)
    await redraw_all(store, question)
