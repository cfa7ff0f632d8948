"""After they are approved minutes stay as they are: what is wrong in them is noted at the next meeting."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.meetings.agenda.coming import coming, meeting_chosen, meeting_field
from handlers.meetings.agenda.lookup import load_visible_sitting
from handlers.meetings.agenda.proposing import suggest
from handlers.meetings.sittings import Sitting
from storage.meetings.agenda import INFORMATION, AgendaItem
from storage.meetings.minutes import LOCKED

router = Router()


@router.on(Click, "minutes.late", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found, say = await _approved(turn, event.value), turn.say
    meetings = await coming(turn)
    if not meetings:
        raise UserError(say("No meeting is planned. Ask the secretariat for one."))
    text = Field("text", say("What is wrong, and what should it say?"), "text")
    inputs = (meeting_field(say, meetings, found.meeting.id), text)
    return Reply(
        form=Form(say("Suggest a correction"), "minutes.late", inputs, say("Propose"), str(found.id), note=found.title)
    )


@router.on(Submission, "minutes.late")
async def propose(event: Submission, turn: Turn) -> Reply:
    found, text = await _approved(turn, event.value), event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what is wrong.")})
    to = await meeting_chosen(turn, event)
    day = turn.say.day(found.occurrence.start_at)
    title = turn.say("Correction to the minutes of {title}, {day}", title=shorten(found.title, 120), day=day)
    item = AgendaItem(
        occurrence_id=to.id,
        kind=INFORMATION,
        title=title[:200],
        text=text[:3000],
        owner_id=turn.person.id,
        proposed_by_id=turn.person.id,
    )
    return await suggest(turn, to, item)


async def _approved(turn: Turn, value: str) -> Sitting:
    found = await load_visible_sitting(turn, value, lock=False)
    minutes = await turn.store.minutes.find(found.id)
    if minutes is None or minutes.state != LOCKED:
        raise UserError(turn.say("The minutes of {title} are not there yet.", title=found.title))
    return found
