"""Send a question that nobody answers to the rooms of a second topic, or to every room there is."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications import sending_limits
from handlers.questions import inactivity, publishing, question_broadcasts, question_escalation, question_intake
from handlers.questions.cards import schedule_question_cards
from storage.questions.questions import Question

router = Router()


@router.on(Click, "questions.further", opens=True)
async def on_question_further_open(event: Click, turn: Turn) -> Reply:
    question, say = await _load_own_waiting_question(turn, event.value), turn.say
    rows = [row for row in await turn.store.topics.list_all_topics() if row.id != question.topic_id]
    field = Field(
        "topic", say("Topic"), "choice", options=tuple((row.slug, row.get_name(say.language)) for row in rows)
    )
    words = shorten_text(question.text, 200)
    return Reply(
        form=Form(say("Another topic too"), "questions.further", (field,), say("Send"), event.value, note=words)
    )


@router.on(Submission, "questions.further")
async def on_question_further_submit(event: Submission, turn: Turn) -> Reply:
    """Add a second topic. The leads and helpers of that topic are asked anew; nobody is asked a second time."""
    question, say = await _load_own_waiting_question(turn, event.value), turn.say
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic"))
    if topic is None or topic.id == question.topic_id:
        raise UserError("", {"topic": say("Choose a topic.")})
    if not await turn.store.audiences.list_rooms_within_audience(
        question.reach_id, await turn.store.rooms.list_open_rooms_of_topics([topic.id])
    ):
        raise UserError("", {"topic": say("No room has the topic {topic} yet.", topic=topic.get_name(say.language))})
    counted = await question_broadcasts.is_broadcast_counted(turn.store, question)
    if question.second_topic_id != topic.id:
        question.second_topic_id = topic.id
        await question_broadcasts.need_question_broadcast(turn, question, "topic", counted=counted)
        await question_escalation.restart_question_escalation(turn.store, question)
        await inactivity.record_question_activity(turn.store, question)
    return await publishing.publish_to_more_rooms(turn, question)


@router.on(Click, "questions.everywhere")
async def on_question_everywhere(event: Click, turn: Turn) -> Reply:
    question, say = await _load_own_waiting_question(turn, event.value), turn.say
    counted = await question_broadcasts.is_broadcast_counted(turn.store, question)
    question.everywhere = True
    at = await question_broadcasts.claim_question_broadcast(turn, question, counted=counted)
    if at is not None:
        raise UserError(sending_limits.describe_broadcast_wait(say, at))
    question.publish_at = turn.now
    rooms = await schedule_question_cards(turn.store, question)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id))
    await turn.store.outbox.refresh_copies(question_escalation.build_escalation_subject(question.id))
    await inactivity.record_question_activity(turn.store, question)
    where = say.many("{n} room", "{n} rooms", rooms)
    return build_text_reply(say("Question {id} goes to every room ({where}).", id=question.number, where=where))


async def _load_own_waiting_question(turn: Turn, value: str) -> Question:
    """Return the person's own question as long as it waits for an answer.

    Raises UserError when it no longer waits.
    """
    question = await question_intake.load_own_question(turn, value)
    if not question_escalation.is_awaiting_answer(question):
        raise UserError(turn.say("Question {id} no longer waits for an answer.", id=question.number))
    return question
