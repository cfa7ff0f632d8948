"""Find the title and the place that a line names without a doubt: by labels, or between quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers.language.late_patterns import compile_later
from handlers.language.mail_signatures import cut_signature
from handlers.meetings.line_reader.asked_titles import find_asked_title
from handlers.meetings.line_reader.labelled_fields import find_labelled_fields
from handlers.meetings.line_reader.list_markers import drop_list_markers
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.quoted_titles import find_quoted_title
from handlers.meetings.line_reader.room_sites import ROOM_FIRST
from handlers.meetings.line_reader.span_choice import LeftoverReading
from handlers.meetings.line_reader.title_words import finish_title

#: what mail servers put before the subject of a stranger's mail
_EXTERNAL = compile_later(r"^\s*[\[(](?:ekstern|external)[\])]:?\s*", re.IGNORECASE)
_SERVICE = r"(?:microsoft )?(?P<service>teams|zoom|skype|google meet|webex)"
#: that it is held online, in a part of its own: "Microsoft Teams-møte | Ansettelse | tor 3. des", "... - Teams-møte"
_ONLINE_FIRST = compile_later(rf"\W*{_SERVICE}[ -]?(?:møte|meeting) ?(?:[|;]|[-–—]\s)", re.IGNORECASE)
_ONLINE_LAST = compile_later(
    rf"(?:[|;,]|\s[-–—]) ?{_SERVICE}[ -]?(?:møte|meeting)(?:, (?:lenke|lenkje|link)[^|;]{{0,60}})?"
    r"(?=,? (?:ca\.? )?\d{1,3} ?min\w{0,6}[.!]?$|[.!]?$)[.!]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidParts:
    """Hold the rest of the line, which is read as a sentence; title and place are None where nothing names them."""

    rest: str
    title: str | None = None
    place: str | None = None

    def complete_reading(self, read: LeftoverReading) -> LeftoverReading:
        """Return the reading of the rest with these instead of what it guesses."""
        if self.title is not None:
            asks = [ask for ask in read.asks if ask.what != "title"] + ([] if self.title else [Ask("title")])
            read = replace(read, title=self.title, asks=tuple(asks))
        if self.place is not None:
            read = replace(read, place=self.place, asks=tuple(ask for ask in read.asks if ask.what != "place"))
        return read


def find_said_parts(text: str) -> SaidParts:
    """Return what the line names so; all of it is the rest where it names nothing."""
    text = drop_list_markers(cut_signature(_EXTERNAL.sub("", text).rstrip()))
    if (form := find_labelled_fields(text)) is not None:
        return SaidParts(form.rest, form.title, form.place)
    if (quoted := find_quoted_title(text)) is not None:
        return SaidParts(quoted.rest, quoted.title)
    if (asked := find_asked_title(text)) is not None:
        return SaidParts(text, asked)
    if (room := ROOM_FIRST.search(text)) is not None:
        return SaidParts(text[: room.start()], finish_title(room["title"].split()), room["place"])
    online = _ONLINE_FIRST.match(text) or _ONLINE_LAST.search(text)
    if online is not None:
        return SaidParts(text[: online.start()] + text[online.end() :], place=online["service"])
    return SaidParts(text)
