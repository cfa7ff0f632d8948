"""Put on the agenda: a question becomes an item of a coming meeting, and each names the other."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.meetings.agenda.coming import coming, meeting_chosen, meeting_field
from handlers.meetings.agenda.forms import fields, wanted
from handlers.meetings.agenda.proposing import suggest
from handlers.meetings.sittings import Sitting
from handlers.questions.following import visible
from storage.meetings.agenda import AgendaItem
from storage.meetings.meetings import ALL, TOPICS
from storage.questions.questions import Question

router = Router()


@router.on(Click, "agenda.question", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    return Reply(form=await form(turn, await visible(turn, event.value)))


def _need_all(turn: Turn, question: Question) -> None:
    """An agenda is read by everybody who is invited."""
    if question.reach_id is not None:
        raise UserError(turn.say("Only some may see question {id}. Let all members see it first.", id=question.number))


async def form(turn: Turn, question: Question) -> Form:
    """The question's own words are offered, for the proposer to make them an item."""
    await rights.need_member(turn)
    _need_all(turn, question)
    say = turn.say
    meetings = await coming(turn)
    if not meetings:
        raise UserError(say("No meeting is planned. Ask the secretariat for one."))
    chosen = await _fitting(turn, question, meetings)
    inputs = (meeting_field(say, meetings, chosen), *fields(say, title=shorten(question.text, 150)))
    return Form(say("Put on the agenda"), "agenda.question", inputs, say("Propose"), str(question.id))


async def _fitting(turn: Turn, question: Question, meetings: Sequence[Sitting]) -> int | None:
    """The next meeting that is for everybody or for the question's topic; None when each is for others."""
    for one in meetings:
        topics = await turn.store.meetings.topics(one.meeting.id) if one.meeting.audience == TOPICS else ()
        if one.meeting.audience == ALL or question.topic_id in topics:
            return one.meeting.id
    return None


@router.on(Submission, "agenda.question")
async def propose(event: Submission, turn: Turn) -> Reply:
    question, found = await visible(turn, event.value), await meeting_chosen(turn, event)
    _need_all(turn, question)
    want = wanted(turn, event)
    if await turn.store.agenda.wished(question.id, found.id) is not None:
        text = turn.say("Question {id} is proposed for that meeting already.", id=question.number)
        raise UserError(text, {"meeting": text})
    hidden = question.anonymous and question.asker_id == turn.person.id  # whoever leads it through is named to all
    owner_id = None if hidden else turn.person.id
    item = AgendaItem(occurrence_id=found.id, owner_id=owner_id, proposed_by_id=turn.person.id, question_id=question.id)
    want.write(item)
    return await suggest(turn, found, item)
