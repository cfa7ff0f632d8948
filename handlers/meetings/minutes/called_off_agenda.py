"""Take all of the agenda of a meeting that was called off to a later one."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.agenda_change_notices import redraw_agenda
from handlers.meetings.agenda.item_proposals import ask_organiser
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.agenda.shown_agenda import build_agenda_reply
from handlers.meetings.agenda.upcoming_occurrences import (
    draw_meeting_field,
    list_choosable_occurrences,
    load_chosen_occurrence,
)
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.minutes.carry_over import continue_agenda_item
from handlers.meetings.occurrence_view import OccurrenceView
from storage.meetings.agenda import ACCEPTED, PROPOSED, AgendaItem

router = Router()


@router.on(Click, "agenda.carry", opens=True)
async def on_agenda_carry_open(event: Click, turn: Turn) -> Reply:
    """Offer the upcoming meetings that the reader runs. The next one of the series is preset."""
    found = await load_visible_occurrence(turn, event.value, lock=False)
    items = await _list_left_items(turn, found)
    say, meetings = turn.say, await list_choosable_occurrences(turn, run=True)
    if not meetings:
        raise UserError(say("You are not running any upcoming meetings. Plan one first."))
    field, note = draw_meeting_field(say, meetings, found.meeting.id), _list_item_titles(say, items)
    return Reply(form=Form(say("Carry over"), "agenda.carry", (field,), say("Carry over"), str(found.id), note=note))


@router.on(Submission, "agenda.carry")
async def on_agenda_carry_submit(event: Submission, turn: Turn) -> Reply:
    for id in sorted({parse_id(event.value), parse_id(event.get_text("meeting"))} - {0}):
        await turn.store.occurrences.lock(id)
    found = await load_visible_occurrence(turn, event.value)
    items = await _list_left_items(turn, found)
    to = await load_chosen_occurrence(turn, event, run=True)
    for item in items:
        if item.state == PROPOSED:  # whoever runs the later meeting decides on it there
            item.occurrence_id = to.id
            await turn.store.outbox.refresh_copies(agenda_texts.build_item_proposal_subject(item.id))
            if to.meeting.organiser_id != found.meeting.organiser_id:
                await ask_organiser(turn, to, item)
        else:
            await continue_agenda_item(turn, found, item, to)
    await turn.store.session.flush()
    await redraw_agenda(turn, found)
    await redraw_agenda(turn, to)
    return await build_agenda_reply(turn, to)


async def _list_left_items(turn: Turn, found: OccurrenceView) -> list[AgendaItem]:
    """Return what the meeting leaves behind, for those who run it. Raises UserError if that is nothing."""
    await need_meeting_role(turn, found.meeting)
    items = await turn.store.agenda.list_agenda_items(found.id, (ACCEPTED, PROPOSED)) if found.cancelled else ()
    if not items:
        raise UserError(turn.say("Nothing is left to carry over."))
    return sorted(items, key=lambda item: item.state == PROPOSED)


def _list_item_titles(say: Say, items: Sequence[AgendaItem]) -> str:
    return "\n".join(
        agenda_texts.format_item_title(say, item)
        if item.state == PROPOSED
        else agenda_texts.describe_item_title(say, item)
        for item in items
    )
