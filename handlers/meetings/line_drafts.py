"""Start a new meeting from a line: the preview if it says all, else the form with what was understood."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from handlers.access.rights import audit_trail
from handlers.chat.cards import Button, Buttons, Card, Form, Part, Reply, Text
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.meetings import draft_editor, drafts, line_parser, outlines
from handlers.meetings.line_questions import describe_line_asks
from handlers.meetings.line_reader import MeetingLine, read_meeting_line
from handlers.meetings.meeting_preview import draw_understood_facts
from handlers.meetings.outlines import Outline
from storage.meetings.meetings import MeetingDraft


async def start_meeting_draft(event: Command, turn: Turn, text: str) -> Reply:
    """Show the preview at once if the line is complete, else the form with what was understood."""
    if text:
        return await draft_typed_meeting(turn, text, opens=event.reply_to is None)
    draft = await drafts.load_or_create_meeting_draft(turn, "")
    if event.reply_to is None:
        return Reply(form=draft_editor.draw_meeting_draft_form(turn, draft, ""))
    # A command cannot open a form, but a button can.
    say, title = turn.say, turn.say("New meeting")
    button = Button(title, "meetings.write", style="primary")
    return Reply(Card("", (Text(say("What, when and where? A form opens.")), Buttons((button,)))))


async def draft_typed_meeting(turn: Turn, text: str, *, opens: bool) -> Reply:
    """Keep what a line says as a draft, and show it; `opens` where a form can be opened."""
    draft = await drafts.load_or_create_meeting_draft(turn, "")
    line, outline = _read_line_outline(turn, text)
    await drafts.save_meeting_draft(turn, draft, outline)
    value = drafts.format_meeting_draft_value(draft)
    await audit_trail.record_typed_action(turn, "meetings.write", value)
    if not line.asks and line_parser.is_outline_complete(outline, turn.now):
        return Reply(await drafts.draw_meeting_draft_preview(turn, draft))
    if opens:
        return Reply(form=_draw_form_with_asks(turn, draft, value, line))
    button = Button(turn.say("Fill in"), "meetings.write", value, "primary")
    asked = tuple(Text(said) for said in describe_line_asks(turn.say, line, outline))
    known = draw_understood_facts(outline, turn.say)
    return Reply(Card(turn.say("New meeting"), (*known, *asked, Buttons((button,)))))


def draw_read_facts(turn: Turn, text: str) -> list[Part]:
    """Draw the meeting that a line would make, before anything is kept."""
    return draw_understood_facts(_read_line_outline(turn, text)[1], turn.say)


def _read_line_outline(turn: Turn, text: str) -> tuple[MeetingLine, Outline]:
    zone = ZoneInfo(turn.person.zone or turn.arena.zone.key)
    line = read_meeting_line(text, turn.now, zone, turn.say.language)
    return line, line_parser.build_line_outline(line, turn.now, zone)


def _draw_form_with_asks(turn: Turn, draft: MeetingDraft, value: str, line: MeetingLine) -> Form:
    form = draft_editor.draw_meeting_draft_form(turn, draft, value)
    asked = describe_line_asks(turn.say, line, outlines.decode_meeting_outline(draft.data))
    return msgspec.structs.replace(form, note="\n".join(filter(None, (form.note, *asked))))
