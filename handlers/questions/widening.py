"""Widen: a question that nobody answers reaches the rooms of a second topic, or every room there is."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, subject
from handlers.questions import asking, escalating, publishing, quieting
from handlers.questions.cards import promise
from storage.questions.questions import Question

router = Router()


@router.on(Click, "questions.further", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    question, say = await _own(turn, event.value), turn.say
    rows = [row for row in await turn.store.topics.all() if row.id != question.topic_id]
    field = Field("topic", say("Topic"), "choice", options=tuple((row.slug, row.name(say.language)) for row in rows))
    words = shorten(question.text, 200)
    return Reply(
        form=Form(say("Another topic too"), "questions.further", (field,), say("Send"), event.value, note=words)
    )


@router.on(Submission, "questions.further")
async def further(event: Submission, turn: Turn) -> Reply:
    """Those who look after the other topic are asked as it is new to them; nobody is asked a second time."""
    question, say = await _own(turn, event.value), turn.say
    topic = await turn.store.topics.by_slug(event.text("topic"))
    if topic is None or topic.id == question.topic_id:
        raise UserError("", {"topic": say("Choose a topic.")})
    if not await turn.store.reaches.rooms(question.reach_id, await turn.store.rooms.of_topics([topic.id])):
        raise UserError("", {"topic": say("No room carries {topic} yet.", topic=topic.name(say.language))})
    if question.second_topic_id != topic.id:
        question.second_topic_id = topic.id
        await escalating.restart(turn.store, question)
        await quieting.moved(turn.store, question)
    return await publishing.widen(turn, question)


@router.on(Click, "questions.everywhere")
async def everywhere(event: Click, turn: Turn) -> Reply:
    question, say = await _own(turn, event.value), turn.say
    question.everywhere, question.publish_at = True, turn.now
    rooms = await promise(turn.store, question)
    await turn.store.outbox.refresh(subject(question.id))
    await quieting.moved(turn.store, question)
    where = say.many("{n} room", "{n} rooms", rooms)
    return note(say("Question {id} goes to every room ({where}).", id=question.number, where=where))


async def _own(turn: Turn, value: str) -> Question:
    """One's own, as long as it waits for an answer."""
    question = await asking.own_draft(turn, value)
    if not escalating.waits(question):
        raise UserError(turn.say("Question {id} no longer waits for an answer.", id=question.number))
    return question
