"""Draw what leads, helpers and the asker are told about a question that nobody answers."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.display_names import describe_asker, describe_question_topics, is_person_away
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.questions import question_escalation
from handlers.questions.cards import GONE, draw_gone_question
from handlers.questions.question_escalation import UnansweredAskerCard, UnansweredHelpersCard, UnansweredLeadsCard
from handlers.questions.room_selection import list_question_rooms
from storage.directory.people import Person
from storage.questions.questions import Question

router = Router()


@router.card(UnansweredLeadsCard)
async def draw_unanswered_leads_card(view: View[UnansweredLeadsCard]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or not question_escalation.is_awaiting_answer(question):
        return draw_escalation_ended(view, question)
    if not await _is_still_recipient(view, await question_escalation.list_question_leads(view.store, question)):
        return None
    wait_for_reader_hours(view)
    title = say("No answer yet in {topic}", topic=await describe_question_topics(view.store, question, say))
    text = say("You are responsible for this topic. Answer, or pass it on to somebody who may know.")
    return await _draw_unanswered_card(
        view, question, title, text, Button(say("Change or report"), "questions.more", str(question.id))
    )


@router.card(UnansweredHelpersCard)
async def draw_unanswered_helpers_card(view: View[UnansweredHelpersCard]) -> Card | None:
    """Ask a helper, after a last check that they may still be asked: nobody who wants to be left alone is."""
    question, say, person = await view.store.questions.find(view.args.question), view.say, view.person
    if question is None or person is None or not question_escalation.is_awaiting_answer(question):
        return draw_escalation_ended(view, question)
    if not await _is_still_recipient(view, await question_escalation.list_question_helpers(view.store, question)):
        return None
    if is_person_away(person, view.now) and not view.delivery.was_told:
        return None
    if await _was_question_passed_on(view, question, person):
        return None
    wait_for_reader_hours(view)
    topic = await describe_question_topics(view.store, question, say)
    text = say("Nobody has answered yet, and you said that you may be asked about {topic}.", topic=topic)
    mine = {topic.id: topic for topic in await view.store.topics.list_helped_topics(person.id)}
    stop = next((mine[id] for id in question_escalation.list_question_topic_ids(question) if id in mine), None)
    row = [Button(say("Stop asking me"), "topics.help_not", stop.slug)] if stop else []
    return await _draw_unanswered_card(view, question, say("Can you help with this?"), text, *row)


@router.card(UnansweredAskerCard)
async def draw_unanswered_asker_card(view: View[UnansweredAskerCard]) -> Card | None:
    """Offer the asker the ways on; each works as long as the question is open."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or not question_escalation.is_awaiting_answer(question):
        return draw_escalation_ended(view, question)
    id = str(question.id)
    rooms = await list_question_rooms(view.store, question, everywhere=True)
    sure = say.many("Send it to the whole network, {n} room?", "Send it to the whole network, {n} rooms?", len(rooms))
    row = [Button(say("Another topic too"), "questions.further", id, "" if question.reach_id else "primary")]
    if len(rooms) > len(await list_question_rooms(view.store, question)):
        row.append(Button(say("To all rooms"), "questions.everywhere", id, confirm=sure))
    row.append(Button(say("Change topic"), "questions.move", id))
    if question.reach_id is not None:
        row.insert(0, Button(say("Share more widely"), "questions.reach", id, "primary"))
    if view.person is not None and not view.person.guest:
        row.append(Button(say("Put on the agenda"), "agenda.question", id))
    row.append(Button(say("Change or report"), "questions.more", id))
    text = say(
        "It can reach more people, or be discussed at the next meeting. Until then it stays in the weekly digest."
    )
    parts = (Quote(shorten_markup(question.text, 300)), Text(text), Buttons(tuple(row)))
    return Card(say("Nobody has answered your question yet"), parts)


def draw_escalation_ended(view: View, question: Question | None) -> Card | None:
    """Draw what became of the question; return None for a message that is not out yet."""
    if question is None or not view.delivery.was_told:
        return None
    say = view.say
    if question.state in GONE:
        return draw_gone_question(view, question)
    text = say("Question {id} no longer waits for an answer.", id=question.number)
    return Card("", (Text(text, "subtle"), Quote(shorten_markup(question.text, 150))))


async def _was_question_passed_on(view: View, question: Question, person: Person) -> bool:
    """Return True if somebody has passed the question on to the person: this card would be the second."""
    if view.delivery.was_told:
        return False
    rows = await view.store.scheduled_notifications.list_posted_deliveries(
        [question_escalation.build_escalation_subject(question.id)]
    )
    return question_escalation.format_referral_key(question.id, person.id) in {row.key for row in rows}


async def _is_still_recipient(view: View, people: list[Person]) -> bool:
    """Return True if the person is still among these people, or the message is out already: then it stays."""
    person = view.person
    return view.delivery.was_told or (person is not None and person.id in {other.id for other in people})


async def _draw_unanswered_card(view: View, question: Question, title: str, text: str, *more: Button) -> Card:
    say, id = view.say, str(question.id)
    row = (
        Button(say("Answer"), "answers.write", id, "primary"),
        Button(say("Pass on"), "questions.pass", id),
        *more,
    )
    by = await describe_asker(view.store, question, say)
    return Card(title, (Quote(question.text, by), Text(text, "subtle"), Buttons(row)))
