"""Pages on the web, as somebody sees them who has signed in: the library, the secretariat's overview, and the map."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from tempfile import TemporaryDirectory

from bot.platforms.playground.event_translation import NAME, WORKSPACE
from handlers.pages import sessions
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, OPEN, SOLVED, Question
from tests.pictures.chat import Chat
from tests.pictures.studio import Studio

#: who reads each page; she sees all there is
READER = "marit"
SIZE = {"width": 1000, "height": 680}
#: questions of the months that have come, and most days that one takes
QUESTIONS, LONGEST = 40, 12


async def show_web_page(chat: Chat, studio: Studio, *, path: str) -> bytes:
    """Show a page of a network that has been at work for two months."""
    async with _open_network(chat) as own:
        async with own.bot.database.begin() as store:
            found = await store.people.find_person_by_account(NAME, WORKSPACE, READER)
            assert found is not None
            code = await sessions.create_sign_in_code(store, found[0])
        async with own.bot.database.begin() as store:
            token = await sessions.exchange_sign_in_code(store, code, "")
        return await studio.take_web_page(f"{own.url}{path}", token, SIZE)


@asynccontextmanager
async def _open_network(chat: Chat) -> AsyncIterator[Chat]:
    with TemporaryDirectory() as folder:
        settings = replace(chat.settings, database_url=f"sqlite:///{folder}/web.db")
        async with Chat(chat.say.language, settings) as own:
            async with own.bot.database.begin() as store:
                await _ask_questions(store, own.words.question)
            yield own


async def _ask_questions(store: Store, text: str) -> None:
    chance = random.Random(1)
    people, topics = await store.people.list_all_people(), await store.topics.list_all_topics()
    for _ in range(QUESTIONS):
        asked, answerer = chance.sample(list(people), 2)
        state = chance.choice((OPEN, ANSWERED, SOLVED, SOLVED))
        at = store.now - timedelta(days=chance.uniform(LONGEST, 58))
        row = Question(
            asker_id=asked.id, topic_id=chance.choice(topics).id, language="en", text=text, state=state, origin={},
            suggested=[], guess=[], organisation_id=asked.stands_for,
            solved_at=at + timedelta(days=chance.uniform(0, LONGEST)) if state == SOLVED else None,
        )  # fmt: skip
        await store.questions.add(row)
        row.created_at = at
        if state != OPEN:
            answer = Answer(question_id=row.id, author_id=answerer.id, text=text, platform=NAME)
            await store.answers.add(answer)
            answer.created_at = at + timedelta(hours=chance.uniform(1, 30))


WEB_PAGES = {
    name: partial(show_web_page, path=path)
    for name, path in {"library": "/web", "overview": "/web/start", "map": "/web/map"}.items()
}
