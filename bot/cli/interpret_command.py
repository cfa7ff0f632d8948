"""Run `interpret`: what the bot would make of each line in a private chat. Nothing is kept, and nothing is sent."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from bot.app import build_arena
from bot.cli import DONE, FAILED
from bot.cli.json_lines import (
    WrongLine,
    parse_json_object,
    read_json_lines,
    report_wrong_line,
    write_json_line,
)
from bot.cli.jsonl_commands import parse_searchable_text
from bot.runtime.bootstrap_data import open_prepared_database
from bot.settings import Settings
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena, Turn
from handlers.dates import time_zones
from handlers.language import TopicClassifier
from handlers.overview.line_interpretation import Interpretation, interpret_line
from storage.directory.people import SECRETARIAT, Account, Person
from storage.kit.database import Store

#: keys of a line
KEYS = frozenset(("id", "text", "language", "now"))
#: years in which a line may be typed: what it says of a day must be a day of the calendar, too
YEARS = range(2000, 3000)


async def run_interpret_command(settings: Settings) -> int:
    """Print {id, as, target, meeting, asks} for each {id, text, language, now}.

    A wrong line is named by its number and the others are read; the command has failed then.
    """
    database, arena, wrong = await open_prepared_database(settings), build_arena(settings), 0
    classifier = TopicClassifier()
    for number, line in read_json_lines(sys.stdin.buffer):
        try:
            row = _parse_row(line)
        except WrongLine as error:
            wrong += 1
            report_wrong_line(number, error)
            continue
        async with database.read() as store:
            turn = build_reader_turn(store, arena, classifier, row.get("language") or arena.language)
            now = _read_local_time(row.get("now"), arena) or store.now
            found = await interpret_line(turn, row["text"], now)
        write_json_line({"id": row["id"], **_write_interpretation(found)})
    await database.close()
    return FAILED if wrong else DONE


def _parse_row(line: bytes) -> dict[str, Any]:
    """Return the row of a line. Raise WrongLine."""
    row = parse_json_object(line)
    for field in sorted(row.keys() - KEYS):
        raise WrongLine(f"{field}: is no field of this command")
    parse_searchable_text(row)
    if row.get("language") not in (None, "", *LANGUAGES):
        raise WrongLine(f"language: must be one of {', '.join(LANGUAGES)}")
    _check_local_time(row.get("now"))
    return row


def _check_local_time(now: Any) -> None:
    try:
        typed = datetime.fromisoformat(now) if now not in (None, "") else None
        local = typed is None or (typed.tzinfo is None and typed.year in YEARS)
    except (TypeError, ValueError):
        local = False
    if not local:
        raise WrongLine("now: must be a local time, such as 2026-12-07T09:00")


def _read_local_time(now: str | None, arena: Arena) -> datetime | None:
    return time_zones.convert_to_instant(datetime.fromisoformat(now), arena.zone) if now else None


def _write_interpretation(found: Interpretation) -> dict[str, Any]:
    line = found.meeting
    told = (
        {
            "title": line.title or None,
            "start": _write_local_time(line.start),
            "end": _write_local_time(line.end),
            "place": line.place or None,
            "link": line.link or None,
            "rule": line.rule or None,
            "count": line.count,
        }
        if line is not None
        else None
    )
    asks = list(line.asked) if line is not None else []
    return {"as": found.kind, "target": found.target, "meeting": told, "asks": asks}


def _write_local_time(local: datetime | None) -> str | None:
    return local.isoformat(timespec="minutes") if local is not None else None


def build_reader_turn(store: Store, arena: Arena, classifier: TopicClassifier, language: str) -> Turn:
    """Build the turn of somebody in the secretariat, who may see everything and is nobody in the database."""
    reader = Person(
        id=0,
        name="",
        language=language,
        role=SECRETARIAT,
        organisation_id=None,
        confirmed=False,
        zone="",
        created_at=store.now,
    )
    return Turn(
        store=store,
        person=reader,
        account=Account(),
        say=Say(language, arena.zone),
        arena=arena,
        classifier=classifier,
    )
