"""News: what is told in private of a question is redrawn when it is hidden, restored or taken back."""

from __future__ import annotations

from handlers.directory.topics.telling import gathered_subject
from handlers.questions import escalating
from handlers.questions.answers.taking import solved_subject
from handlers.questions.cards import news_subject
from storage.kit.database import Store


async def redraw_news(store: Store, question_id: int) -> None:
    """Those who lead, follow, help, asked the same or were told what solved it, each alone or with other news."""
    gathered = [gathered_subject(*one) for one in await store.news.about(question_id)]
    about = news_subject(question_id), escalating.subject(question_id), solved_subject(question_id)
    together = await store.copies.quoting("issues.together", question_id)
    for each in (*about, *gathered, *sorted(together)):
        await redraw_told(store, each)


async def redraw_told(store: Store, subject: str) -> None:
    """Its own messages, and those of the day in which it is told among other things."""
    await store.outbox.refresh(subject)
    for copy in await store.chains.copies(subject):
        if copy.subject != subject:
            await store.outbox.redraw_one(copy)
