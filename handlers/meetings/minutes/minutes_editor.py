"""Write the minutes: the outcome of an item, and the general text of a meeting."""

from __future__ import annotations

from handlers.chat.button_values import RecordVersion
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.lookup import load_agenda_item_to_run
from handlers.meetings.minutes.edit_conflict import reply_minutes_conflict
from handlers.meetings.minutes.lookup import begin_minutes, load_occurrence_to_minute, need_writable_minutes
from handlers.meetings.minutes.shown_minutes import build_changed_minutes_reply
from handlers.meetings.occurrence_view import OccurrenceView
from storage.meetings.agenda import ACCEPTED, DECISION, TREATED, AgendaItem
from storage.meetings.minutes import Minutes

router = Router()


@router.on(Click, "minutes.write", opens=True)
async def on_minutes_write_open(event: Click, turn: Turn) -> Reply:
    item, found = await load_agenda_item_to_run(turn, event.value, lock=False)
    await _need_item_on_agenda(turn, item, found)
    return Reply(form=_draw_outcome_form(turn, item))


def _draw_outcome_form(turn: Turn, item: AgendaItem) -> Form:
    say = turn.say
    decision = Field("decision", say("Decision"), "text", item.decision, required=False)
    text = Field("note", say("Note"), "text", item.note, say("What was said that may matter later."), required=False)
    inputs = (decision, text) if item.kind == DECISION else (text, decision)
    title = agenda_texts.format_item_number(say, item)
    return Form(
        title,
        "minutes.write",
        inputs,
        say("Save"),
        RecordVersion(item.id, item.version).encode_value(),
        note=agenda_texts.format_item_title(say, item),
    )


@router.on(Submission, "minutes.write")
async def on_minutes_write_submit(event: Submission, turn: Turn) -> Reply:
    seen = RecordVersion.parse_value(event.value)
    item, found = await load_agenda_item_to_run(turn, str(seen.record))
    await _need_item_on_agenda(turn, item, found)
    if seen.version != item.version:
        return await reply_minutes_conflict(
            turn, event, _draw_outcome_form(turn, item), "\n".join(filter(None, (item.decision, item.note)))
        )
    decision, text = event.get_text("decision"), event.get_text("note")
    if not (decision or text):
        raise UserError("", {"note": turn.say("Write what the result was, or carry the item over.")})
    await begin_minutes(turn, found)
    item.decision, item.note, item.state, item.version = (
        decision,
        text,
        TREATED,
        build_next_version(item.version, turn.now),
    )
    return await build_changed_minutes_reply(turn, found, written=f"{decision}\n{text}")


@router.on(Click, "minutes.text", opens=True)
async def on_minutes_text_open(event: Click, turn: Turn) -> Reply:
    found = await load_occurrence_to_minute(turn, event.value, lock=False)
    return Reply(form=_draw_general_text_form(turn, found, await turn.store.minute_book.find_minutes(found.id)))


def _draw_general_text_form(turn: Turn, occurrence: OccurrenceView, minutes: Minutes | None) -> Form:
    text = Field("text", turn.say("Text"), "text", minutes.text if minutes else "", required=False)
    value = RecordVersion(occurrence.id, minutes.version if minutes else 0).encode_value()
    return Form(turn.say("General text"), "minutes.text", (text,), turn.say("Save"), value, note=occurrence.title)


@router.on(Submission, "minutes.text")
async def on_minutes_text_submit(event: Submission, turn: Turn) -> Reply:
    seen = RecordVersion.parse_value(event.value)
    found = await load_occurrence_to_minute(turn, str(seen.record))
    known = await turn.store.minute_book.find_minutes(found.id)
    if seen.version != (known.version if known else 0):
        return await reply_minutes_conflict(
            turn, event, _draw_general_text_form(turn, found, known), known.text if known else ""
        )
    minutes = await begin_minutes(turn, found)
    minutes.text, minutes.version = event.get_text("text"), build_next_version(minutes.version, turn.now)
    return await build_changed_minutes_reply(turn, found, written=minutes.text)


async def _need_item_on_agenda(turn: Turn, item: AgendaItem, occurrence: OccurrenceView) -> None:
    await need_writable_minutes(turn, occurrence)
    if item.state not in (ACCEPTED, TREATED):
        raise UserError(turn.say("It is not on this agenda any more."))
