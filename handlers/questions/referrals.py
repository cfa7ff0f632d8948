"""Pass a question on: a person who was asked and does not know the answer names somebody who may.

They choose among people who have said that they can be asked.
"""

from __future__ import annotations

from handlers.access import rights
from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, OptionSource, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import (
    describe_asker,
    describe_question_topics,
    is_person_away,
    list_person_options,
    sign_person,
)
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.questions import question_escalation
from handlers.questions.escalation_cards import draw_escalation_ended
from handlers.questions.question_followers import load_visible_question
from storage.directory.people import Person
from storage.questions.questions import Question
from storage.queue.delivery_rows import SENT

router = Router()


class PassedQuestionCard(CardArguments, frozen=True):
    template = "questions.passed"

    question: int
    #: id of the person who refers the question, and their note
    by: int
    word: str


@router.on(Click, "questions.pass", opens=True)
async def on_question_pass_open(event: Click, turn: Turn) -> Reply:
    question = await _load_question_asked_about(turn, event.value)
    say, people = turn.say, await _list_referral_candidates(turn, question)
    if not people:
        raise UserError(say("Nobody else has said that they can be asked about this."))
    source = OptionSource("questions.pass", str(question.id))
    fields = (
        draw_option_field(
            "who", say("Who may know?"), await list_person_options(turn.store, turn.say, people), source, required=True
        ),
        Field("word", say("A message to them"), "text", required=False, most=500),
    )
    words = shorten_text(question.text, 300)
    return Reply(form=Form(say("Pass on"), "questions.pass", fields, say("Send"), str(question.id), note=words))


@router.on(Query, "questions.pass")
async def on_question_pass_search(event: Query, turn: Turn) -> Reply:
    """Find people to whom the question may be passed on that the event's value names."""
    people = await _list_referral_candidates(turn, await _load_question_asked_about(turn, event.value))
    return reply_with_found_options(event, await list_person_options(turn.store, turn.say, people))


@router.on(Submission, "questions.pass")
async def on_question_pass_submit(event: Submission, turn: Turn) -> Reply:
    """Pass the question on in the named person's working hours; the escalation of the question goes on."""
    question, say = await _load_question_asked_about(turn, event.value), turn.say
    person = next(
        (one for one in await _list_referral_candidates(turn, question) if str(one.id) == event.get_text("who")), None
    )
    if person is None:
        raise UserError("", {"who": say("Choose somebody.")})
    card = PassedQuestionCard(question.id, turn.person.id, event.get_text("word")[:500])
    key, about = (
        question_escalation.format_referral_key(question.id, person.id),
        question_escalation.build_escalation_subject(question.id),
    )
    told = await schedule_notification(
        turn.store, turn.arena, person, card, key=key, at=turn.now, subject=about, urgent=True
    )
    if not told:
        raise UserError("", {"who": say("{name} cannot be reached here.", name=person.name)})
    return build_text_reply(say("{name} gets the question.", name=person.name))


@router.card(PassedQuestionCard)
async def draw_passed_question_card(view: View[PassedQuestionCard]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or not question_escalation.is_awaiting_answer(question):
        return draw_escalation_ended(view, question)
    wait_for_reader_hours(view)
    by = await sign_person(view.store, view.args.by, say)
    word = [Quote(view.args.word, by)] if view.args.word else []
    row = (
        Button(say("Answer"), "answers.write", str(question.id), "primary"),
        Button(say("Pass on"), "questions.pass", str(question.id)),
    )
    topic = Text(
        say("No answer yet in {topic}", topic=await describe_question_topics(view.store, question, say)), "subtle"
    )
    asked = Quote(question.text, await describe_asker(view.store, question, say))
    return Card(say("{name} thinks that you may know", name=by), (asked, topic, *word, Buttons(row)))


async def _load_question_asked_about(turn: Turn, value: str) -> Question:
    """Load a question that is unanswered, for a person who was asked about it. Raises UserError if it is answered."""
    question, say = await load_visible_question(turn, value), turn.say
    await rights.need_right(turn, *((rights.HELPER,) if await _was_asked_about_question(turn, question) else ()))
    if not question_escalation.is_awaiting_answer(question):
        raise UserError(say("Question {id} no longer waits for an answer.", id=question.number))
    return question


async def _was_asked_about_question(turn: Turn, question: Question) -> bool:
    me = turn.person
    if me.guest:
        return False
    asked = [
        *await question_escalation.list_question_leads(turn.store, question),
        *await question_escalation.list_question_helpers(turn.store, question),
    ]
    if me.id in {person.id for person in asked}:
        return True
    return me.id in await _list_notified_person_ids(turn, question)


async def _list_notified_person_ids(turn: Turn, question: Question) -> set[int | None]:
    """Return the people who have received the question, or to whom somebody has passed it."""
    rows = await turn.store.scheduled_notifications.list_posted_deliveries(
        [question_escalation.build_escalation_subject(question.id)]
    )
    return {
        row.person_id
        for row in rows
        if row.state == SENT or row.key == question_escalation.format_referral_key(question.id, row.person_id)
    }


async def _list_referral_candidates(turn: Turn, question: Question) -> list[Person]:
    """List leads of any topic, helpers of this one, and the secretariat, without people who were notified of it."""
    store = turn.store
    found = [
        *await question_escalation.list_question_helpers(store, question),
        *await store.topics.list_all_topic_leads(),
    ]
    found += await store.people.list_secretariat()
    apart = {turn.person.id, question.asker_id, *await _list_notified_person_ids(turn, question)}
    here = [person for person in found if not person.guest and not is_person_away(person, turn.now)]
    others = [person for person in here if person.id not in apart]
    people = {person.id: person for person in await rights.filter_by_visibility(store, others, question)}
    return sorted(people.values(), key=lambda person: person.name.casefold())
