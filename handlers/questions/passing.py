"""Pass on: who was asked and does not know names somebody who may, among those who have said that they can be asked."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import asker, away, shorten, signature, topic_names
from handlers.notifications.chains import in_hours
from handlers.notifications.pushes import push
from handlers.questions import escalating
from handlers.questions.following import visible
from handlers.questions.unanswered import over
from storage.directory.people import Person
from storage.questions.questions import Question
from storage.queue.delivery_rows import SENT

router = Router()
#: a form holds no more to choose from
MOST = 99


@router.on(Click, "questions.pass", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    question = await _waiting(turn, event.value)
    say, people = turn.say, await _known(turn, question)
    if not people:
        raise UserError(say("Nobody else has said that they can be asked about this."))
    names = [(str(person.id), await signature(turn.store, person.id, person.stands_for, say)) for person in people]
    fields = (
        Field("who", say("Who may know?"), "choice", options=tuple(names[:MOST])),
        Field("word", say("A word to them"), "text", required=False, most=500),
    )
    words = shorten(question.text, 300)
    return Reply(form=Form(say("Pass on"), "questions.pass", fields, say("Send"), str(question.id), note=words))


@router.on(Submission, "questions.pass")
async def send(event: Submission, turn: Turn) -> Reply:
    """Told in their working time; the clock of the question goes on."""
    question, say = await _waiting(turn, event.value), turn.say
    person = next((one for one in await _known(turn, question) if str(one.id) == event.text("who")), None)
    if person is None:
        raise UserError("", {"who": say("Choose somebody.")})
    args = {"question": question.id, "by": turn.person.id, "word": event.text("word")[:500]}
    key, about = escalating.passed_key(question.id, person.id), escalating.subject(question.id)
    told = await push(
        turn.store, turn.arena, person, "questions.passed", args, key=key, at=turn.now, subject=about, urgent=True
    )
    if not told:
        raise UserError("", {"who": say("{name} cannot be reached here.", name=person.name)})
    return note(say("{name} gets the question.", name=person.name))


@router.card("questions.passed")
async def draw(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or not escalating.waits(question):
        return over(view, question)
    in_hours(view)
    giver = await view.store.people.find(view["by"])
    by = await signature(view.store, view["by"], giver.stands_for if giver else None, say)
    word = [Quote(view["word"], by)] if view["word"] else []
    row = (
        Button(say("Answer"), "answers.write", str(question.id), "primary"),
        Button(say("Pass on"), "questions.pass", str(question.id)),
    )
    topic = Text(say("No answer yet in {topic}", topic=await topic_names(view.store, question, say)), "subtle")
    asked = Quote(question.text, await asker(view.store, question, say))
    return Card(say("{name} thinks that you may know", name=by), (asked, topic, *word, Buttons(row)))


async def _waiting(turn: Turn, value: str) -> Question:
    """One that still waits, for somebody who was asked about it."""
    question, say = await visible(turn, value), turn.say
    await rights.need(turn, *((rights.HELPER,) if await _was_asked(turn, question) else ()))
    if not escalating.waits(question):
        raise UserError(say("Question {id} no longer waits for an answer.", id=question.number))
    return question


async def _was_asked(turn: Turn, question: Question) -> bool:
    me = turn.person
    if me.guest:
        return False
    asked = [*await escalating.leads(turn.store, question), *await escalating.helpers(turn.store, question)]
    if me.id in {person.id for person in asked}:
        return True
    return me.id in await _told(turn, question)


async def _told(turn: Turn, question: Question) -> set[int | None]:
    """Those who have it, or to whom somebody has passed it."""
    rows = await turn.store.pushes.promised([escalating.subject(question.id)])
    return {
        row.person_id
        for row in rows
        if row.state == SENT or row.key == escalating.passed_key(question.id, row.person_id)
    }


async def _known(turn: Turn, question: Question) -> list[Person]:
    """Leads of any topic, those who help with this one, and the secretariat; not whoever has been told of it."""
    store = turn.store
    found = [*await escalating.helpers(store, question), *await store.topics.all_leads()]
    found += await store.people.secretariat()
    apart = {turn.person.id, question.asker_id, *await _told(turn, question)}
    here = [person for person in found if not person.guest and not away(person, turn.now)]
    others = [person for person in here if person.id not in apart]
    people = {person.id: person for person in await rights.those_within(store, others, question)}
    return sorted(people.values(), key=lambda person: person.name.casefold())
