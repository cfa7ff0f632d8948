"""Propose a correction of approved minutes, which stay unchanged, as an item of a later meeting."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.item_proposals import record_item_proposal
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.agenda.upcoming_occurrences import (
    draw_meeting_field,
    list_choosable_occurrences,
    load_chosen_occurrence,
)
from handlers.meetings.occurrence_view import OccurrenceView
from storage.meetings.agenda import INFORMATION, AgendaItem
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED

router = Router()


@router.on(Click, "minutes.late", opens=True)
async def on_late_correction_open(event: Click, turn: Turn) -> Reply:
    found, say = await _load_approved_occurrence(turn, event.value), turn.say
    meetings = [one for one in await list_choosable_occurrences(turn) if await _may_name_meeting(turn, found, one)]
    if not meetings:
        raise UserError(say("No meetings are planned. Ask the secretariat to plan one."))
    text = Field("text", say("What is wrong, and what should it say?"), "text")
    inputs = (draw_meeting_field(say, meetings, found.meeting.id), text)
    return Reply(
        form=Form(say("Suggest a correction"), "minutes.late", inputs, say("Propose"), str(found.id), note=found.title)
    )


@router.on(Submission, "minutes.late")
async def on_late_correction_submit(event: Submission, turn: Turn) -> Reply:
    found, text = await _load_approved_occurrence(turn, event.value), event.get_text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what is wrong.")})
    to = await load_chosen_occurrence(turn, event)
    if not await _may_name_meeting(turn, found, to):
        raise UserError("", {"meeting": turn.say("Choose an upcoming meeting.")})
    item = AgendaItem(
        occurrence_id=to.id,
        kind=INFORMATION,
        corrects=shorten_text(found.title, 120),
        corrects_on=turn.arena.find_day(found.occurrence.start_at),
        text=text[:3000],
        owner_id=turn.person.id,
        proposed_by_id=turn.person.id,
    )
    item.title = agenda_texts.format_item_title(turn.say, item)
    return await record_item_proposal(turn, to, item)


async def _load_approved_occurrence(turn: Turn, value: str) -> OccurrenceView:
    found = await load_visible_occurrence(turn, value, lock=False)
    minutes = await turn.store.minute_book.find_minutes(found.id)
    if minutes is None or minutes.state != LOCKED:
        raise UserError(turn.say("The minutes of {title} are not there yet.", title=found.title))
    return found


async def _may_name_meeting(turn: Turn, held: OccurrenceView, to: OccurrenceView) -> bool:
    """Return True if everybody who reads the later agenda may know of the meeting that was held."""
    if held.meeting.audience != ORGANISATIONS:
        return True
    meetings = turn.store.meetings
    circle, readers = [set(await meetings.list_meeting_organisation_ids(one.meeting.id)) for one in (held, to)]
    return to.meeting.audience == ORGANISATIONS and readers <= circle
