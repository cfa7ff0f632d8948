"""Four engines that read what the bot writes for calendars, and tell every instant they find."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import vobject

ENGINES = Path(__file__).parent / "engines"
#: where `make` puts the engines that are written in JavaScript
MODULES = Path(sys.prefix) / "engines"
FROM, TO = datetime(2025, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
Instants = list[tuple[int, int]]


def with_icalendar(text: bytes) -> Instants:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
    return sorted(
        (_second(one["DTSTART"].dt), _second(one["DTEND"].dt)) for one in found if one["STATUS"] != "CANCELLED"
    )


def with_vobject(text: bytes) -> Instants:
    """It expands rules and leaves exceptions to its user."""
    parts = [part for part in vobject.readOne(text.decode()).components() if part.name == "VEVENT"]
    moved = {(part.uid.value, _second(part.recurrence_id.value)) for part in parts if hasattr(part, "recurrence_id")}
    return sorted(instant for part in parts for instant in _expanded(part, moved))


def _expanded(part: Any, moved: set[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    start, end = part.dtstart.value, part.dtend.value
    if part.status.value == "CANCELLED":
        return
    if hasattr(part, "recurrence_id") or part.rruleset is None:
        yield _second(start), _second(end)
        return
    for day in part.rruleset:
        if (part.uid.value, _second(day)) not in moved:
            yield (
                _second(day),
                _second((day.replace(tzinfo=None) + (_wall(end) - _wall(start))).replace(tzinfo=end.tzinfo)),
            )


def with_javascript(calendars: Sequence[tuple[bytes, str, Instants]]) -> list[dict[str, Any]]:
    """ical.js (Thunderbird's) and node-ical for all at once, each given with its zone and what it is expected to hold.

    "ical.js" and "node-ical" -> instants; "agrees": whether that program's own clock goes by the same rules of the
    zone as the bot's (node-ical goes by it, and not by the zone as the calendar describes it).
    """
    asked = [
        {
            "ics": text.decode(),
            "from": FROM.timestamp(),
            "to": TO.timestamp(),
            "zone": zone,
            "instants": [start for start, _ in expected],
        }
        for text, zone, expected in calendars
    ]
    done = subprocess.run(
        ["node", str(ENGINES / "read.mjs"), str(MODULES)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [_read(one, calendar) for one, calendar in zip(json.loads(done.stdout), calendars, strict=True)]


def _read(found: dict[str, Any], calendar: tuple[bytes, str, Instants]) -> dict[str, Any]:
    _, zone, expected = calendar
    ours = [_minutes(start, zone) for start, _ in expected]
    named = {name: sorted(map(tuple, found[name])) for name in ("ical.js", "node-ical")}
    return {**named, "agrees": ours == found["offsets"]}


def _minutes(at: int, zone: str) -> int:
    offset = datetime.fromtimestamp(at, ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _wall(at: datetime) -> datetime:
    return at.replace(tzinfo=None)
