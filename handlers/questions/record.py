"""The record kind of questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Item
from handlers.chat.modes import PRACTICAL
from handlers.chat.records import RecordKind, Searched, Sending
from handlers.chat.turn import Turn
from handlers.directory.naming import subject
from handlers.language.finding import Document, Hit
from handlers.library.indexing import document, findable
from handlers.library.solutions import solved
from handlers.questions import unplaced
from handlers.questions.cards import promise
from handlers.questions.mirroring import catch_up
from handlers.questions.moderating import QuestionModeration
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.questions import DRAFT, WITHDRAWN, Question

#: looked at when a room or somebody of the secretariat comes
MOST_WAITING = 100


async def _find_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Question]:
    """A card that shows an answer shows what it is an answer to."""
    answer = await store.answers.find(args.get("answer"))
    for id in (args.get("question"), args.get("other"), answer.question_id if answer else None):
        question = await store.questions.find(id)
        if question is not None:
            yield question


async def _write_documents(store: Store, questions: Sequence[Question]) -> list[Document]:
    return [await document(store, question) for question in questions if findable(question)]


async def _draw_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    return await solved.item(turn, hit.id, hit.why, value)


async def _find_sending(turn: Turn, id: int) -> Sending | None:
    question = await turn.store.questions.find(id)
    if question is None or question.state in (DRAFT, WITHDRAWN):
        return None
    mine = (rights.ASKER,) if turn.person.id == question.asker_id else ()
    topics = {topic for topic in (question.topic_id, question.second_topic_id) if topic is not None}
    title = turn.say("Question {id}", id=question.number)
    return Sending(f"question:{id}", subject(id), title, frozenset(topics), mine, question.reach_id)


async def _send_waiting(store: Store, topics: Sequence[Topic]) -> None:
    """Send those now that the secretariat holds because these topics had no room."""
    ids = {topic.id for topic in topics}
    for question in await store.questions.in_triage(limit=MOST_WAITING):
        if question.topic_id in ids:
            question.publish_at = store.now
            await promise(store, question)


async def _show_to_secretariat(store: Store, person: Person, _first: bool) -> None:
    """Show what has no place, and begin to remind of it."""
    rooms = await store.rooms.triage()
    for question in await store.questions.in_triage(limit=MOST_WAITING):
        await unplaced.begin_again(store, question)
        if not rooms:
            key = f"question:{question.id}:{question.sendings}:triage:{person.id}"
            args = {"question": question.id}
            await outgoing.to_person(store, person, "questions.triage", args, key=key, subject=subject(question.id))


QUESTION = RecordKind(
    name="question",
    label=lambda say: say("Question"),
    table=Question,
    find=lambda store, key: store.questions.find(key),
    list_writers=lambda question: (question.asker_id,),
    find_shown=_find_shown,
    search=Searched(PRACTICAL, _write_documents, _draw_hit, "questions.show"),
    moderation=QuestionModeration(),
    find_sending=_find_sending,
    show_to_secretariat=_show_to_secretariat,
    catch_up_room=catch_up,
    send_waiting=_send_waiting,
)
KINDS = (QUESTION,)
