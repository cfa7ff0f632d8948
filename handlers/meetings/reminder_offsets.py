"""Edit the reminders of a meeting: which there are, and how many days before it each is sent."""

from __future__ import annotations

from typing import Any

import msgspec

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings import drafts, outlines
from handlers.meetings.draft_editor import load_timed_meeting_draft
from handlers.meetings.outlines import Outline
from handlers.meetings.reminders.reminder_kinds import HOUR, MOST_DAYS, SILENT, THANKS, USUAL
from handlers.meetings.reminders.reminder_labels import describe_reminder_kinds

router = Router()


@router.on(Click, "meetings.offsets", opens=True)
async def on_meeting_offsets_open(event: Click, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    return Reply(form=draw_offsets_form(turn.say, outlines.decode_meeting_outline(draft.data), event.value))


@router.on(Submission, "meetings.offsets")
async def on_meeting_offsets_submit(event: Submission, turn: Turn) -> Reply:
    draft = await load_timed_meeting_draft(turn, event.value)
    outline = outlines.decode_meeting_outline(draft.data)
    await drafts.save_meeting_draft(turn, draft, msgspec.structs.replace(outline, offsets=_parse_offsets(event, turn)))
    return Reply(await drafts.draw_meeting_draft_preview(turn, draft))


def draw_offsets_form(say: Say, outline: Outline, value: str) -> Form:
    fields, hints = [], {SILENT: say("Days before the deadline."), THANKS: say("Days after the meeting.")}
    for kind, label in describe_reminder_kinds(say).items():
        now = outline.offsets.get(kind, USUAL[kind])
        if kind == HOUR:
            options = (("yes", say("Yes")), ("no", say("No")))
            fields.append(Field(kind, label, "choice", "no" if now is None else "yes", options=options))
        else:
            hint = hints.get(kind, "")
            fields.append(Field(kind, label, "number", "" if now is None else str(now), hint, required=False, most=3))
    note = say("How many days before. Leave empty for no reminder.")
    return Form(say("Reminders"), "meetings.offsets", tuple(fields), say("Preview"), value, note)


def _parse_offsets(event: Submission, turn: Turn) -> dict[str, Any]:
    """Return what differs from the usual. Raises UserError with what is wrong at each field."""
    found: dict[str, Any] = {}
    wrong = {}
    for kind, usual in USUAL.items():
        typed = event.get_text(kind)
        if kind == HOUR:
            value = None if typed == "no" else usual
        elif not typed:
            value = None
        elif typed.isdecimal() and len(typed) < 4 and int(typed) <= MOST_DAYS:
            value = int(typed)
        else:
            wrong[kind] = turn.say("Write a number of days, {n} at the most.", n=MOST_DAYS)
            continue
        if value != usual:
            found[kind] = value
    if wrong:
        raise UserError("", wrong)
    return found
