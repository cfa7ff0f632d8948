"""Load the sample network once where nobody is yet.

It holds fictional parks, people, channels, solutions, issues, streams, plots, offers and needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from bot.importers.seeding import seed_records
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from handlers.chat.turn import Arena
from handlers.dates.workdays import find_next_workday
from storage.kit.database import Database

SAMPLE = Path(__file__).parent / "sample"
#: in the order of their references
KINDS = ("organisations", "people", "rooms", "solutions", "issues", "sites")
#: days until the first solution of the sample must be verified
FIRST_VERIFIED = 3


class SampleChannel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    purpose: str = ""
    bot: bool = False


class SampleMeeting(msgspec.Struct, frozen=True):
    """Describe a meeting that is always some days ahead; the rest is as in a file to seed."""

    #: days from today, moved to the next workday
    days: int
    clock: str
    row: dict[str, str | int | list[str]]


class SampleListing(msgspec.Struct, frozen=True):
    """Describe what is offered or needed for some days more; the rest is as in a file to seed."""

    days: int
    row: dict[str, str | float | list[int]]


async def load_sample_network(database: Database, arena: Arena) -> bool:
    """Load the sample data, and return True.

    Does nothing if members exist already, so that their changes are kept.
    """
    async with database.read() as store:
        if await store.playground_chat.list_playground_members(NAME, WORKSPACE):
            return False
    today = arena.find_day(database.clock())
    for kind in KINDS:
        rows = (SAMPLE / f"{kind}.jsonl").read_text("utf-8").splitlines(keepends=True)
        rows = _build_solution_lines(rows, today) if kind == "solutions" else rows
        await seed_records(database, kind, rows, f"{kind}.jsonl", arena=arena)
    meetings = msgspec.json.Decoder(SampleMeeting).decode_lines((SAMPLE / "meetings.jsonl").read_bytes())
    await seed_records(
        database,
        "meetings",
        [_build_meeting_line(meeting, today) for meeting in meetings],
        "meetings.jsonl",
        arena=arena,
    )
    listings = msgspec.json.Decoder(SampleListing).decode_lines((SAMPLE / "listings.jsonl").read_bytes())
    await seed_records(
        database,
        "listings",
        [_build_listing_line(listing, today) for listing in listings],
        "listings.jsonl",
        arena=arena,
    )
    for kind in ("streams", "plots"):
        with (SAMPLE / f"{kind}.jsonl").open(encoding="utf-8") as lines:
            await seed_records(database, kind, lines, f"{kind}.jsonl", arena=arena)
    channels = msgspec.json.Decoder(SampleChannel).decode_lines((SAMPLE / "channels.jsonl").read_bytes())
    async with database.begin() as store:
        for row in channels:
            await store.playground_chat.ensure_channel(row.id, purpose=row.purpose, bot=row.bot)
    return True


def _build_solution_lines(lines: Iterable[str], today: date) -> list[str]:
    """Move the dates of all solutions alike, so that one after the other must be verified from now on."""
    rows = [json.loads(line) for line in lines]
    first = min(date.fromisoformat(row["verify_by"]) for row in rows)
    moved = today + timedelta(days=FIRST_VERIFIED) - first
    dates = [{name: f"{date.fromisoformat(row[name]) + moved}" for name in ("date", "verify_by")} for row in rows]
    return [json.dumps(row | moved_dates) + "\n" for row, moved_dates in zip(rows, dates, strict=True)]


def _build_meeting_line(meeting: SampleMeeting, today: date) -> str:
    day = find_next_workday(today + timedelta(days=meeting.days))
    return json.dumps(meeting.row | {"starts": f"{day}T{meeting.clock}"}) + "\n"


def _build_listing_line(listing: SampleListing, today: date) -> str:
    last = today + timedelta(days=listing.days)
    return json.dumps(listing.row | {"valid_to": last.isoformat()}) + "\n"
