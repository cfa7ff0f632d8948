"""Draw what asker, leads and followers are told when a question is published, or cannot be."""

from __future__ import annotations

from handlers.access import secretariat_vacancy
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.display_names import (
    describe_asker,
    describe_question_topics,
)
from handlers.directory.topics.topic_notifications import NewQuestionNotice, defer_until_awake
from handlers.questions.cards import GONE, draw_gone_question
from storage.questions.questions import PUBLIC, TRIAGE

router = Router()


class QuestionCardLostNotice(CardArguments, frozen=True):
    template = "questions.lost"

    question: int


class NewQuestionForLeadNotice(CardArguments, frozen=True):
    template = "questions.for_lead"

    question: int


@router.card(QuestionCardLostNotice)
async def draw_question_card_lost(view: View[QuestionCardLostNotice]) -> Card | None:
    """Draw a message of the version before; the asker's receipt says this now."""
    question = await view.store.questions.find(view.args.question)
    if question is None or question.state != TRIAGE:
        return None
    why = view.say("The rooms of this topic cannot be reached right now.")
    text = view.say("The secretariat has your question and will find another topic for it.")
    text = await secretariat_vacancy.describe_kept_by_secretariat(view.store, view.say, text, rooms=True)
    return Card("", (Quote(shorten_markup(question.text, 300)), Text(f"{why} {text}")))


@router.card(NewQuestionForLeadNotice)
async def draw_new_question_for_lead_card(view: View[NewQuestionForLeadNotice]) -> Card | None:
    return await _draw_new_question(view, view.args.question)


@router.card(NewQuestionNotice)
async def draw_new_question_card(view: View[NewQuestionNotice]) -> Card | None:
    return await _draw_new_question(view, view.args.question)


async def _draw_new_question(view: View, question_id: int) -> Card | None:
    """Tell people who lead or follow the topic that a question has come."""
    question, say = await view.store.questions.find(question_id), view.say
    if question is not None and question.state in GONE:
        return draw_gone_question(view, question)
    if question is None or question.state not in PUBLIC:
        return None
    defer_until_awake(view)
    topic = await describe_question_topics(view.store, question, say)
    row = (
        Button(say("Answer"), "answers.write", str(question.id), "primary"),
        Button(say("Follow"), "questions.follow", str(question.id)),
    )
    by = await describe_asker(view.store, question, say)
    return Card(say("New question in {topic}", topic=topic), (Quote(question.text, by), Buttons(row)))
