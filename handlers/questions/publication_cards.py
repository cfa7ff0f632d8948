"""Draw what asker, leads and followers are told when a question is published, or cannot be."""

from __future__ import annotations

from handlers.access import secretariat_vacancy
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.display_names import (
    describe_asker,
    describe_question_topics,
    format_question_subject,
)
from handlers.directory.topics.topic_notifications import NewQuestionNotice, defer_until_awake
from handlers.questions.called_people import choose_called_people
from handlers.questions.cards import GONE, draw_gone_question
from handlers.questions.room_selection import is_secretariat_only
from storage.questions.questions import ANSWERED, HIDDEN, OPEN, PUBLIC, SOLVED, TRIAGE, WITHDRAWN, Question

router = Router()


class QuestionCardLostNotice(CardArguments, frozen=True):
    template = "questions.lost"

    question: int


class QuestionPublishedCard(CardArguments, frozen=True):
    template = "questions.published"

    question: int


class NewQuestionForLeadNotice(CardArguments, frozen=True):
    template = "questions.for_lead"

    question: int


@router.card(QuestionCardLostNotice)
async def draw_question_card_lost(view: View[QuestionCardLostNotice]) -> Card | None:
    question = await view.store.questions.find(view.args.question)
    if question is None or question.state != TRIAGE:
        return None
    why = view.say("The rooms of this topic cannot be reached right now.")
    text = view.say("The secretariat has your question and will find another topic for it.")
    text = await secretariat_vacancy.describe_kept_by_secretariat(view.store, view.say, text, rooms=True)
    return Card("", (Quote(shorten_markup(question.text, 300)), Text(f"{why} {text}")))


@router.card(QuestionPublishedCard)
async def draw_question_published_card(view: View[QuestionPublishedCard]) -> Card | None:
    """Draw the asker's own copy: where the question is and how it stands."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or question.state == WITHDRAWN:
        return Card("", (Text(say("Your question has been withdrawn.")),))
    if question.state == HIDDEN:
        return draw_gone_question(view, question)
    topic = await describe_question_topics(view.store, question, say)
    if question.state == OPEN and await is_secretariat_only(view.store, question):
        topic = say("the secretariat")
    copies = [
        copy
        for copy in await view.store.posted_copies.list_sent_copies(format_question_subject(question.id))
        if copy.room_id is not None
    ]
    where = say.many("{n} room", "{n} rooms", len(copies))
    state = {
        OPEN: say("Your question is in {topic} ({where}).", topic=topic, where=where),
        ANSWERED: say("Your question in {topic} has answers.", topic=topic),
        SOLVED: say("Your question in {topic} is solved.", topic=topic),
    }.get(question.state, say("Your question is on its way."))
    if question.state == OPEN:
        state = f"{state} {await _describe_called_people(view, question)}".strip()
    links = [
        Button(say("Open"), url=copy.link) for copy in copies if copy.link and copy.platform == view.place.platform
    ][:1]
    where_to = Button(say("Has it arrived?"), "deliveries.show", RecordValue("question", question.id).encode_value())
    more = Button("⋯", "questions.more", str(question.id))
    return Card("", (Quote(shorten_markup(question.text, 300)), Text(state), Buttons((*links, where_to, more))))


async def _describe_called_people(view: View, question: Question) -> str:
    """Describe who is told; to a lead who asks, by name. Empty when nobody is."""
    say, called = view.say, await choose_called_people(view.store, question)
    if not called.people:
        return ""
    if not called.asked_by_lead:
        return say("The topic lead is told.")
    names = say.listed([person.name for person in called.people[:3]])
    return say("You lead the topic yourself, so I have told {names}.", names=names)


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
