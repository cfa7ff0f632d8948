"""Write: what an item came to, and what else is to be said of a meeting."""

from __future__ import annotations

from handlers.chat.cards import Card, Field, Form, Reply
from handlers.chat.edits import next_version
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda import words
from handlers.meetings.agenda.lookup import load_item_to_run
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.lookup import begin_minutes, load_sitting_to_write, need_writable_minutes
from handlers.meetings.minutes.meanwhile import meanwhile
from handlers.meetings.sittings import Sitting
from handlers.moderation.competition import hint
from storage.meetings.agenda import ACCEPTED, DECISION, TREATED, AgendaItem
from storage.meetings.minutes import Minutes

router = Router()


@router.on(Click, "minutes.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    item, found = await load_item_to_run(turn, event.value, lock=False)
    await _need_here(turn, item, found)
    return Reply(form=_form(turn, item))


def _form(turn: Turn, item: AgendaItem) -> Form:
    say = turn.say
    decision = Field("decision", say("Decision"), "text", item.decision, required=False)
    text = Field(
        "note", say("Note"), "text", item.note, say("What was said, as far as it matters later."), required=False
    )
    inputs = (decision, text) if item.kind == DECISION else (text, decision)
    title = words.number(say, item)
    return Form(title, "minutes.write", inputs, say("Save"), f"{item.id}:{item.version}", note=item.title)


@router.on(Submission, "minutes.write")
async def save(event: Submission, turn: Turn) -> Reply:
    id, _, version = event.value.partition(":")
    item, found = await load_item_to_run(turn, id)
    await _need_here(turn, item, found)
    if version != str(item.version):
        return await meanwhile(turn, event, _form(turn, item), "\n".join(filter(None, (item.decision, item.note))))
    decision, text = event.text("decision"), event.text("note")
    if not (decision or text):
        raise UserError("", {"note": turn.say("Write what it came to, or carry it over.")})
    await begin_minutes(turn, found)
    item.decision, item.note, item.state, item.version = decision, text, TREATED, next_version(item.version, turn.now)
    return await _shown(turn, found, f"{decision}\n{text}")


@router.on(Click, "minutes.text", opens=True)
async def write_text(event: Click, turn: Turn) -> Reply:
    found = await load_sitting_to_write(turn, event.value, lock=False)
    return Reply(form=_text_form(turn, found, await turn.store.minutes.find(found.id)))


def _text_form(turn: Turn, sitting: Sitting, minutes: Minutes | None) -> Form:
    text = Field("text", turn.say("Text"), "text", minutes.text if minutes else "", required=False)
    value = f"{sitting.id}:{minutes.version if minutes else 0}"
    return Form(turn.say("General text"), "minutes.text", (text,), turn.say("Save"), value, note=sitting.title)


@router.on(Submission, "minutes.text")
async def save_text(event: Submission, turn: Turn) -> Reply:
    id, _, version = event.value.partition(":")
    found = await load_sitting_to_write(turn, id)
    known = await turn.store.minutes.find(found.id)
    if version != str(known.version if known else 0):
        return await meanwhile(turn, event, _text_form(turn, found, known), known.text if known else "")
    minutes = await begin_minutes(turn, found)
    minutes.text, minutes.version = event.text("text"), next_version(minutes.version, turn.now)
    return await _shown(turn, found, minutes.text)


async def _need_here(turn: Turn, item: AgendaItem, sitting: Sitting) -> None:
    await need_writable_minutes(turn, sitting)
    if item.state not in (ACCEPTED, TREATED):
        raise UserError(turn.say("It is not on this agenda any more."))


async def _shown(turn: Turn, sitting: Sitting, text: str) -> Reply:
    card = await showing.card(turn, sitting)
    return Reply(Card(card.title, (*hint(turn.say, text), *card.parts)))
