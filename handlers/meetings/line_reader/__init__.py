"""Read a meeting from one typed line: words in any order, with or without commas."""

from __future__ import annotations

from handlers.meetings.line_reader.line_moments import LineMoment, read_line_moment
from handlers.meetings.line_reader.meeting_line import Ask, MeetingLine
from handlers.meetings.line_reader.meeting_orders import is_meeting_order, may_order_meeting
from handlers.meetings.line_reader.reader import read_meeting_line

__all__ = [
    "Ask",
    "LineMoment",
    "MeetingLine",
    "is_meeting_order",
    "may_order_meeting",
    "read_line_moment",
    "read_meeting_line",
]
