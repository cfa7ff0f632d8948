"""Put a question on the agenda of an upcoming meeting; question and item refer to each other."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda.forms import draw_agenda_item_fields, parse_agenda_item
from handlers.meetings.agenda.item_proposals import record_item_proposal
from handlers.meetings.agenda.upcoming_occurrences import (
    draw_meeting_field,
    list_choosable_occurrences,
    load_chosen_occurrence,
)
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.questions.question_followers import load_visible_question
from storage.meetings.agenda import AgendaItem
from storage.meetings.meetings import ALL, TOPICS
from storage.questions.questions import Question

router = Router()


@router.on(Click, "agenda.question", opens=True)
async def on_agenda_question_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=await draw_question_item_form(turn, await load_visible_question(turn, event.value)))


def _need_public_question(turn: Turn, question: Question) -> None:
    """Raise UserError if the question is restricted, because everybody who is invited reads an agenda."""
    if question.reach_id is not None:
        raise UserError(
            turn.say("Not all members may see question {id}. Let them all see it first.", id=question.number)
        )


async def draw_question_item_form(turn: Turn, question: Question) -> Form:
    """Draw the form, with the question's words as title, which the proposer edits into an item."""
    await rights.need_member(turn)
    _need_public_question(turn, question)
    say = turn.say
    meetings = await list_choosable_occurrences(turn)
    if not meetings:
        raise UserError(say("No meetings are planned. Ask the secretariat to plan one."))
    chosen = await _find_fitting_meeting(turn, question, meetings)
    inputs = (
        draw_meeting_field(say, meetings, chosen),
        *draw_agenda_item_fields(say, title=shorten_text(question.text, 150)),
    )
    return Form(say("Put on the agenda"), "agenda.question", inputs, say("Propose"), str(question.id))


async def _find_fitting_meeting(turn: Turn, question: Question, meetings: Sequence[OccurrenceView]) -> int | None:
    """Return the next meeting for all or for the question's topic. Return None if each meeting is for
    others.
    """
    for one in meetings:
        topics = (
            await turn.store.meetings.list_meeting_topic_ids(one.meeting.id) if one.meeting.audience == TOPICS else ()
        )
        if one.meeting.audience == ALL or question.topic_id in topics:
            return one.meeting.id
    return None


@router.on(Submission, "agenda.question")
async def on_agenda_question_submit(event: Submission, turn: Turn) -> Reply:
    question, found = await load_visible_question(turn, event.value), await load_chosen_occurrence(turn, event)
    _need_public_question(turn, question)
    want = parse_agenda_item(turn, event)
    if await turn.store.agenda.find_agenda_item_of_question(question.id, found.id) is not None:
        text = turn.say("Question {id} is proposed for that meeting already.", id=question.number)
        raise UserError(text, {"meeting": text})
    hidden = question.anonymous and question.asker_id == turn.person.id  # an item's owner is visible to all
    owner_id = None if hidden else turn.person.id
    item = AgendaItem(occurrence_id=found.id, owner_id=owner_id, proposed_by_id=turn.person.id, question_id=question.id)
    want.apply_to_item(turn.say, item)
    return await record_item_proposal(turn, found, item)
