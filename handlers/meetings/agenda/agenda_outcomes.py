"""Describe on the cards of questions and issues which agendas they are on, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Part, Quote, Text
from handlers.chat.record_subjects import build_issue_subject, build_question_subject
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.say import Say
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.occurrence_view import find_occurrence_view
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import CARRIED, AgendaItem
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED
from storage.questions.questions import Question


async def redraw_agenda_origins(store: Store, occurrence_id: int) -> None:
    """Redraw the cards of the questions and issues that are on this agenda: they name the meeting and its day."""
    for item in await store.agenda.list_agenda_items(occurrence_id):
        if item.question_id is not None:
            await store.outbox.refresh_copies(build_question_subject(item.question_id))
        if item.issue_id is not None:
            await store.outbox.refresh_copies(build_issue_subject(item.issue_id))


async def draw_question_agendas(store: Store, question: Question, say: Say, reader: Person | None) -> list[Part]:
    """Draw the agendas and decisions for the card of the question. Before it is published it can be on none."""
    if question.published_at is None:
        return []
    return await draw_agenda_outcomes(store, await store.agenda.list_agenda_items_of_question(question.id), say, reader)


async def draw_agenda_outcomes(
    store: Store, items: Sequence[AgendaItem], say: Say, reader: Person | None
) -> list[Part]:
    """Draw the agendas that a record is on, and its decisions once the minutes are final.

    Meetings restricted to some organisations are left out, because the card has other readers.

    `reader`: the only reader, if there is one; then only of meetings the reader may see.
    """
    found: list[Part] = []
    for item in items:
        held = await find_occurrence_view(store, item.occurrence_id)
        if held is None or held.cancelled or held.meeting.audience == ORGANISATIONS or item.state == CARRIED:
            continue
        if reader is not None and not await may_see_meeting(store, held.meeting, reader):
            continue
        minutes = await store.minute_book.find_minutes(held.id)
        name, day = agenda_texts.format_item_number(say, item), say.format_day(held.occurrence.start_at)
        if minutes is None or minutes.state != LOCKED:
            text = say("On the agenda of {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
        elif item.decision:
            text = say("Decided at {title}, {day} ({number}):", title=held.title, day=day, number=name)
            found += [Text(text, "subtle"), Quote(shorten_markup(item.decision, 600))]
        else:
            text = say("Discussed at {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
    return found
