"""What is told of a question that nobody answers: to leads, to helpers, and to its asker."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.naming import asker, shorten, topic_names
from handlers.notifications.chains import in_hours
from handlers.questions import escalating
from handlers.questions.cards import GONE, gone
from storage.directory.people import Person
from storage.questions.questions import Question

router = Router()


@router.card("questions.unanswered_leads")
async def draw_for_leads(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or not escalating.waits(question):
        return over(view, question)
    if not await _is_still(view, await escalating.leads(view.store, question)):
        return None
    in_hours(view)
    title = say("No answer yet in {topic}", topic=await topic_names(view.store, question, say))
    text = say("You look after this topic. Answer, or pass it on to somebody who may know.")
    return await _card(view, question, title, text, Button("⋯", "questions.more", str(question.id)))


@router.card("questions.unanswered_helpers")
async def draw_for_helpers(view: View) -> Card | None:
    """Asked at the last moment whether they still may be: nobody who wants to be left alone is."""
    question, say, person = await view.store.questions.find(view["question"]), view.say, view.person
    if question is None or person is None or not escalating.waits(question):
        return over(view, question)
    if not await _is_still(view, await escalating.helpers(view.store, question)):
        return None
    if person.paused_until is not None and person.paused_until > view.now and not view.delivery.message:
        return None
    if await _has_it(view, question, person):
        return None
    in_hours(view)
    topic = await topic_names(view.store, question, say)
    text = say("Nobody has answered yet, and you said that you may be asked about {topic}.", topic=topic)
    mine = {topic.id: topic for topic in await view.store.topics.helped_by(person.id)}
    stop = next((mine[id] for id in escalating.topics(question) if id in mine), None)
    row = [Button(say("Ask me no longer"), "topics.help_not", stop.slug)] if stop else []
    return await _card(view, question, say("Can you help with this?"), text, *row)


@router.card("questions.unanswered_asker")
async def draw_for_asker(view: View) -> Card | None:
    """The ways on; each works as long as the question is open."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or not escalating.waits(question):
        return over(view, question)
    id = str(question.id)
    sure = say("Send it to every room of the network?")
    row = [
        Button(say("Another topic too"), "questions.further", id, "primary"),
        Button(say("To all rooms"), "questions.everywhere", id, confirm=sure),
        Button(say("Change topic"), "questions.move", id),
    ]
    if question.reach_id is not None:
        row.insert(0, Button(say("Let more see it"), "questions.reach", id, "primary"))
    if view.person is not None and not view.person.guest:
        row.append(Button(say("Put on the agenda"), "agenda.question", id))
    row.append(Button("⋯", "questions.more", id))
    text = say(
        "It can reach more people, or be taken up at the next meeting. Until then it stays in the weekly digest."
    )
    parts = (Quote(shorten(question.text, 300)), Text(text), Buttons(tuple(row)))
    return Card(say("Nobody has answered your question yet"), parts)


def over(view: View, question: Question | None) -> Card | None:
    """What became of it; nothing where that is not out yet."""
    if question is None or not view.delivery.message:
        return None
    say = view.say
    if question.state in GONE:
        return gone(view, question)
    text = say("Question {id} no longer waits for an answer.", id=question.number)
    return Card("", (Text(text, "subtle"), Quote(shorten(question.text, 150))))


async def _has_it(view: View, question: Question, person: Person) -> bool:
    """Somebody has passed it on to them, and this would be the second time."""
    if view.delivery.message:
        return False
    rows = await view.store.pushes.promised([escalating.subject(question.id)])
    return escalating.passed_key(question.id, person.id) in {row.key for row in rows}


async def _is_still(view: View, people: list[Person]) -> bool:
    """Or it is out already: then it stays as it is."""
    person = view.person
    return bool(view.delivery.message) or (person is not None and person.id in {other.id for other in people})


async def _card(view: View, question: Question, title: str, text: str, *more: Button) -> Card:
    say, id = view.say, str(question.id)
    row = (
        Button(say("Answer"), "answers.write", id, "primary"),
        Button(say("Pass on"), "questions.pass", id),
        *more,
    )
    by = await asker(view.store, question, say)
    return Card(title, (Quote(question.text, by), Text(text, "subtle"), Buttons(row)))
