"""Interpret a line as a private chat with the bot does, with the same readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.chat import verbs
from handlers.chat.new_record_orders import NEW
from handlers.chat.turn import Turn
from handlers.directory.contacts.who_command import OWN, is_long_name, restore_who_question
from handlers.exchange.listings.stated_listings import find_stated_direction
from handlers.language import classify_smalltalk
from handlers.language.bot_request_model import find_bot_request
from handlers.language.smalltalk import is_bare_line
from handlers.meetings.line_reader import MeetingLine, is_meeting_order, may_order_meeting, read_meeting_line
from handlers.overview.bare_words.code_lookup import read_asked_code, read_named_code
from handlers.overview.bare_words.deadline_changes import read_deadline_change
from handlers.overview.bare_words.named_meetings import read_changed_meeting
from handlers.overview.bare_words.names import read_contact_name
from handlers.overview.bare_words.ordered_lookup import read_bare_words
from handlers.overview.bare_words.readings import COMMAND, CONFIRM, MEETING, PAGE, QUESTION, SMALLTALK
from handlers.overview.flow_answers import find_sought_card

#: what is asked of the bot -> what it shows, where that is no page of the same name
ASKED: Mapping[str, tuple[str, str | None]] = {
    "meeting": (COMMAND, "meeting"), "signing": (COMMAND, "meeting"), "data": (COMMAND, "me"), "me": (COMMAND, "me"),
    "topics": (COMMAND, "topics"), "find": (COMMAND, "find"), "exchange": (COMMAND, "exchange"),
    "map": (COMMAND, "exchange"),
    "consultation": (COMMAND, "consultation"), "issue": (COMMAND, "issue"), "web": (COMMAND, "web"),
    "smalltalk": (SMALLTALK, None), "news": (CONFIRM, None), "solution": (COMMAND, "solution.new"),
    "human": (COMMAND, "who"), "leave": (COMMAND, "me"), "write": (COMMAND, "who"), "appointment": (COMMAND, "who"),
    "undo": (COMMAND, "undo"), "silent": (COMMAND, "admin"), "members": (COMMAND, "who"), "joining": (PAGE, "help"),
    "reminding": (COMMAND, "reminder.new"), "week": (PAGE, "home"), "missing": (COMMAND, "admin"),
    "leading": (COMMAND, "topics"), "rounds": (COMMAND, "input"),
}  # fmt: skip
#: verbs whose name is another word than people write in English
ENGLISH = {"data": "my data", "erase": "delete"}
#: verbs that begin a new record with "ny"
BEGINNING = ("solution", "meeting", "issue", "input", "consultation")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Hold what a line is taken for, one of the kinds of `bare_words.readings`, and which one of that kind."""

    kind: str
    target: str | None = None
    #: what a new meeting would be; None without words for one
    meeting: MeetingLine | None = None


async def interpret_line(turn: Turn, text: str, now: datetime) -> Interpretation:
    """Read a line as the chat does at this time. Nothing is written and nothing is sent."""
    name, rest = verbs.parse_command(text)
    if name == "sought":
        if await find_sought_card(turn, rest) is not None:
            return Interpretation(COMMAND, "exchange")
        name, rest = verbs.parse_command(text, seeks=False)
    if name == "lookup":
        return await _interpret_bare_words(turn, rest)
    if name == "asked":
        return await _interpret_bot_question(turn, rest)
    if name in ("", "ask"):
        return _interpret_asked_text(rest)
    if name == "stated":
        stated = find_stated_direction(rest)
        return Interpretation(CONFIRM) if stated else await _interpret_timed_line(turn, rest, now)
    if name == "timed":
        return await _interpret_timed_line(turn, rest, now)
    return await _interpret_verb(turn, name, rest, now)


async def _interpret_timed_line(turn: Turn, text: str, now: datetime) -> Interpretation:
    """Read a line that no verb began: about a new meeting, a few bare words, or a question."""
    if not is_meeting_order(text, turn.say.language):
        if is_bare_line(text):
            return await _interpret_bare_words(turn, text)
        if may_order_meeting(text):
            return Interpretation(CONFIRM)
        return await _interpret_bot_question(turn, text)
    return Interpretation(MEETING, None, read_meeting_line(text, now, turn.arena.zone, turn.say.language))


async def _interpret_bare_words(turn: Turn, text: str) -> Interpretation:
    reading = await read_bare_words(turn, text)
    return Interpretation(reading.kind, reading.target)


def _interpret_asked_text(text: str) -> Interpretation:
    if not text:
        return Interpretation(COMMAND, "ask")
    return Interpretation(SMALLTALK if classify_smalltalk(text) else QUESTION)


async def _interpret_bot_question(turn: Turn, text: str) -> Interpretation:
    moved = await read_deadline_change(turn, text)
    if moved is not None:
        return Interpretation(moved.kind, moved.target)
    if await read_changed_meeting(turn, text) is not None:
        return Interpretation(COMMAND, "meeting")
    what, of = find_bot_request(text)
    if not what:
        return _interpret_asked_text(text)
    if what in ("code", "record"):
        found = await (read_asked_code(turn, of) if what == "code" else read_named_code(turn, of, text))
        return Interpretation(found.kind, found.target) if found is not None else _interpret_asked_text(text)
    if what != "who":
        return Interpretation(*ASKED.get(what, (PAGE, what)))
    if not of or OWN.fullmatch(of):
        return Interpretation(COMMAND, "who")
    reading = await read_contact_name(turn, of)
    return Interpretation(reading.kind, reading.target) if reading else _interpret_asked_text(text)


async def _interpret_verb(turn: Turn, name: str, rest: str, now: datetime) -> Interpretation:
    first, _, words = rest.partition(" ")
    new = name in BEGINNING and verbs.fold_word(first) in NEW
    new = new or (name == "solution" and verbs.find_begun_solution(rest) is not None)
    if new and name == "meeting" and words.strip():
        line = read_meeting_line(words.strip(), now, turn.arena.zone, turn.say.language)
        return Interpretation(COMMAND, "meeting.new", line)
    if name == "who" and is_long_name(rest) and not OWN.fullmatch(rest) and not await read_contact_name(turn, rest):
        return await _interpret_bot_question(turn, restore_who_question(turn, rest))
    return Interpretation(COMMAND, f"{name}.new" if new else ENGLISH.get(name, name))
