"""What becomes of lines about meetings: what each is taken for, and what is read of it.

A field is right where it is one of the set's accepted values. What differs in capitals, in the kind of dashes or
quotation marks, in the sign at the end or in a word of relation at the beginning is the same title or place. A line is
asked about where something is asked that was said, and everything else of it is right or asked; anything else that is
wrong is misread, which is far worse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.cli.interpret_command import build_reader_turn
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.chat.turn import Arena
from handlers.dates.time_zones import convert_to_instant
from handlers.language import TopicClassifier
from handlers.meetings.line_reader import MeetingLine
from handlers.overview.bare_words.readings import CONFIRM, MEETING
from handlers.overview.line_interpretation import interpret_line
from storage.kit.database import Database, Store
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import MEETING_LINES, Row, rows

#: what is asked -> the fields that wait for its answer
WAITING = {"date": ("start", "end"), "time": ("start", "end"), "rule": ("rule", "start", "end")}


_DASHES, _QUOTES = re.compile("[\u2010-\u2015]"), re.compile('["\u00ab\u00bb\u201c\u201d]')
#: what leads to a subject or to a place and changes neither: "om støy", "på kaia", "the canteen"
_RELATION = re.compile(r"^(?:(?:om|about|i|på|ved|hos|hjå|in|at|the)\s)+(?=\S)")


class Read(NamedTuple):
    """A line of the set, what it was taken for, and what was read of it."""

    row: Row
    kind: str
    line: MeetingLine | None

    @property
    def as_meant(self) -> bool:
        expected = self.row["expect"]["as"]
        accepted = [reading["as"] for reading in (self.row["expect"], *self.row.get("expect_any", ()))]
        return self.kind in (expected if isinstance(expected, list) else accepted)

    @property
    def of_meeting(self) -> bool:
        return "meeting" in self.row["expect"]

    @property
    def right(self) -> bool:
        return any(not wrong and self._asks_alike(reading) for reading, wrong in self._compared())

    @property
    def misread(self) -> bool:
        """Something is read that was not said, or taken for granted that had to be asked."""
        if not self.of_meeting or (self.line is None and self.kind == CONFIRM):
            return False
        return not any(
            not wrong - self._waiting() and set(reading["asks"]) <= self._asked() for reading, wrong in self._compared()
        )

    def _asked(self) -> set[str]:
        return set(self.line.asked) if self.line is not None else set()

    def _waiting(self) -> set[str]:
        """Fields that are not read because they are asked."""
        return {field for what in self._asked() for field in (what, *WAITING.get(what, ()))}

    def _asks_alike(self, reading: Row) -> bool:
        return self._asked() == set(reading["asks"])

    def _compared(self) -> list[tuple[Row, set[str]]]:
        """Every accepted reading, and the fields in which this one is another."""
        readings = [self.row["expect"], *self.row.get("expect_any", ())]
        return [(one, self._compare(one)) for one in readings if "meeting" in one and self.line is not None]

    def _compare(self, reading: Row) -> set[str]:
        said, line = reading["meeting"], self.line
        assert line is not None
        found = {
            "title": simplify_words(line.title) in _accepted(self.row, "title", said, simplify_words)
            or "title" in reading["asks"],
            "place": simplify_words(line.place) in _accepted(self.row, "place", said, simplify_words),
            "link": _address(line.link) in _accepted(self.row, "link", said, _address),
            "rule": _parts(line.rule) in _accepted(self.row, "rule", said, _parts),
            "count": line.count == said["count"],
            "start": _local(line.start) in {said["start"], *self.row.get("starts", ())},
            "end": _local(line.end) == said["end"],
        }
        if {"date", "time"} & set(reading["asks"]):
            found |= {"start": line.start is None or found["start"], "end": True}
        return {name for name, right in found.items() if not right}


def _accepted(row: Row, name: str, said: Row, form: Any) -> set[Any]:
    return {form(value) for value in (said[name], *row.get(f"{name}s", ()))}


def simplify_words(text: str | None) -> str:
    said = _QUOTES.sub("", _DASHES.sub("-", text or "")).strip().rstrip(".!?").casefold()
    return _RELATION.sub("", said)


def _address(text: str | None) -> str:
    return (text or "").removeprefix("https://").removeprefix("http://")


def _parts(text: str | None) -> frozenset[str]:
    """The parts of a rule in any order; of its end only the day."""
    named = (text or "").removeprefix("RRULE:").split(";")
    kept = (part[: len("UNTIL=20270101")] if part.startswith("UNTIL") else part for part in named)
    return frozenset(part for part in kept if part not in ("", "INTERVAL=1") and not part.startswith("WKST"))


def _local(time: datetime | None) -> str | None:
    return time.isoformat(timespec="minutes") if time is not None else None


async def read_lines(database: Database) -> dict[str, list[Read]]:
    """Each line as somebody reads it who may see everything; in an empty database, with the topics that come along."""
    async with database.begin() as store:
        await ensure_initial_topics(store)
    async with database.read() as store:
        return {name: [await _read_row(store, row) for row in rows(name)] for name in MEETING_LINES}


async def _read_row(store: Store, row: Row) -> Read:
    arena = Arena()
    turn = build_reader_turn(store, arena, TopicClassifier(), row["language"])
    now = convert_to_instant(datetime.fromisoformat(row["now"]), arena.zone)
    reading = await interpret_line(turn, row["text"], now)
    kind = MEETING if reading.target == "meeting.new" else reading.kind
    return Read(row | {"lang": row["language"]}, kind, reading.meeting)


def understood(read: Sequence[Read]) -> Figures:
    """Shares: taken for what was meant; of meetings: read right, and read right or asked about."""
    meetings = [one for one in read if one.of_meeting]
    return {
        "count": len(read),
        "meant": share(one.as_meant for one in read),
        "right": share(one.right for one in meetings),
        "not_misread": share(not one.misread for one in meetings),
    }
