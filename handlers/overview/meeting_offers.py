"""Ask whether to set up the meeting of a line; the line goes to nobody before somebody decides."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.change_orders import begins_with_change
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.language.bot_request_model import find_bot_request
from handlers.language.smalltalk import is_bare_line
from handlers.meetings import line_drafts
from handlers.meetings.line_reader import is_meeting_order, may_order_meeting
from handlers.overview.bare_words.ordered_lookup import on_bare_words
from handlers.overview.bot_questions import on_bot_question

router = Router()


@router.on(Command, "timed", searches=True)
async def on_timed_line(event: Command, turn: Turn) -> Reply | None:
    """Ask whether to set up a meeting; a line that only names a time is a question, as is one with a file."""
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    text = (event.text if early is None else early.text).strip()
    order = not event.files and is_meeting_order(text, turn.say.language)
    if not order and is_bare_line(text):
        return await on_bare_words(dataclasses.replace(event, name="lookup"), turn)
    if not order and not event.files and may_order_meeting(text):
        await rights.need_member(turn)
        return Reply(_draw_choice(turn, text))
    if not order and not event.files and (find_bot_request(text)[0] or begins_with_change(text)):
        return await on_bot_question(dataclasses.replace(event, name="asked"), turn)
    if not order:
        return await rights.run_gated_action(turn, dataclasses.replace(event, name="ask"))
    await rights.need_member(turn)
    return Reply(_draw_meeting_offer(turn, text))


@router.on(Click, "meetings.order")
async def on_meeting_order(event: Click, turn: Turn) -> Reply:
    """Make a draft of the line that the button carries; what is no order makes none."""
    if not (is_meeting_order(event.value, turn.say.language) or may_order_meeting(event.value)):
        raise Missing(turn.say("I cannot find that meeting."))
    reply = await line_drafts.draft_typed_meeting(turn, event.value, opens=False)
    return Reply(reply.card, replace=True)


def _draw_choice(turn: Turn, text: str) -> Card:
    """Draw both ways to go on with a line that may be a meeting or a question."""
    say = turn.say
    meeting = Button(say("Set up a meeting"), "meetings.order", text, "primary")
    ask = Button(say("Ask the network"), "questions.ask_this", text)
    facts = line_drafts.draw_read_facts(turn, text)
    return Card("", (Text(say("Set up a meeting, or ask the network?")), *facts, Buttons((meeting, ask))))


def _draw_meeting_offer(turn: Turn, text: str) -> Card:
    say = turn.say
    hint = Text(say("Is it a question? Write “ask” before it."), "subtle")
    button = Button(say("Set up a meeting"), "meetings.order", text, "primary")
    facts = line_drafts.draw_read_facts(turn, text)
    return Card("", (Text(say("Set up a meeting?")), *facts, hint, Buttons((button,))))
