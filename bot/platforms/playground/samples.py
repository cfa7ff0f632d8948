"""The sample network: fictional parks, people, channels, solutions and issues, loaded once where nobody is yet."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from bot.importers.seeding import seed
from bot.platforms.playground.translate import NAME, WORKSPACE
from handlers.dates.workdays import next_workday
from storage.kit.database import Database

SAMPLE = Path(__file__).parent / "sample"
#: in the order they need each other
KINDS = ("organisations", "people", "rooms", "solutions", "issues")


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    purpose: str = ""
    bot: bool = False


class Meeting(msgspec.Struct, frozen=True):
    """A meeting that is always some days ahead; the rest is as in a file to seed."""

    #: after today; on the next workday, if that is none
    days: int
    clock: str
    row: dict[str, str | int | list[str]]


async def load_sample(database: Database) -> None:
    """Nothing happens where somebody already is: what was changed there since is kept."""
    async with database.read() as store:
        if await store.playground.members(NAME, WORKSPACE):
            return
    for kind in KINDS:
        with (SAMPLE / f"{kind}.jsonl").open(encoding="utf-8") as lines:
            await seed(database, kind, lines, f"{kind}.jsonl")
    meetings = msgspec.json.Decoder(Meeting).decode_lines((SAMPLE / "meetings.jsonl").read_bytes())
    today = database.clock()
    await seed(database, "meetings", [_coming(meeting, today) for meeting in meetings], "meetings.jsonl")
    rows = msgspec.json.Decoder(Channel).decode_lines((SAMPLE / "channels.jsonl").read_bytes())
    async with database.begin() as store:
        for row in rows:
            await store.playground.open(row.id, purpose=row.purpose, bot=row.bot)


def _coming(meeting: Meeting, today: datetime) -> str:
    day = next_workday(today.date() + timedelta(days=meeting.days))
    return json.dumps(meeting.row | {"starts": f"{day}T{meeting.clock}"}) + "\n"
