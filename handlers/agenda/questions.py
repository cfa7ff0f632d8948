"""Put on the agenda: a question becomes an item of a coming meeting, and each names the other."""

from __future__ import annotations

from handlers import rights
from handlers.agenda import words
from handlers.agenda.coming import coming, meeting_chosen, meeting_field
from handlers.agenda.forms import fields, wanted
from handlers.agenda.proposing import suggest
from handlers.chat.cards import Form, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.sittings import sitting
from handlers.naming import shorten
from handlers.questions.following import visible
from storage.agenda import CARRIED, AgendaItem
from storage.database import Store
from storage.meetings import ORGANISATIONS
from storage.minutes import LOCKED
from storage.questions import Question

router = Router()


@router.on(Click, "agenda.question", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    return Reply(form=await form(turn, await visible(turn, event.value)))


async def form(turn: Turn, question: Question) -> Form:
    """The question's own words are offered, for the proposer to make them an item."""
    await rights.need_member(turn)
    say = turn.say
    meetings = await coming(turn)
    if not meetings:
        raise UserError(say("No meeting is planned. Ask the secretariat for one."))
    inputs = (meeting_field(say, meetings), *fields(say, title=shorten(question.text, 150)))
    return Form(say("Put on the agenda"), "agenda.question", inputs, say("Propose"), str(question.id))


@router.on(Submission, "agenda.question")
async def propose(event: Submission, turn: Turn) -> Reply:
    await rights.need_member(turn)
    question, found = await visible(turn, event.value), await meeting_chosen(turn, event)
    want = wanted(turn, event)
    if await turn.store.agenda.wished(question.id, found.id) is not None:
        text = turn.say("Question {id} is proposed for that meeting already.", id=question.id)
        raise UserError(text, {"meeting": text})
    hidden = question.anonymous and question.asker_id == turn.person.id  # whoever leads it through is named to all
    owner_id = None if hidden else turn.person.id
    item = AgendaItem(occurrence_id=found.id, owner_id=owner_id, proposed_by_id=turn.person.id, question_id=question.id)
    want.write(item)
    return await suggest(turn, found, item)


async def parts(store: Store, question: Question, say: Say) -> list[Part]:
    """For the question's card: the agendas it is on, and what was decided, once the minutes are final.

    Meetings of some organisations alone are not named where everybody reads.
    """
    found: list[Part] = []
    for item in await store.agenda.of_question(question.id):
        held = await sitting(store, item.occurrence_id)
        if held is None or held.cancelled or held.meeting.audience == ORGANISATIONS or item.state == CARRIED:
            continue
        minutes = await store.minutes.find(held.id)
        name, day = words.number(say, item), say.day(held.occurrence.start_at)
        if minutes is None or minutes.state != LOCKED:
            text = say("On the agenda of {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
        elif item.decision:
            text = say("Decided at {title}, {day} ({number}):", title=held.title, day=day, number=name)
            found += [Text(text, "subtle"), Quote(shorten(item.decision, 600))]
        else:
            text = say("Treated at {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
    return found
