"""Meetings nobody planned: many, in all zones, once and in series, with dates moved and called off."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from handlers.dates.recurrence import NotARule, RecurrenceRule
from handlers.dates.time_zones import convert_to_instant
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.meetings.occurrences import PLANNED as TAKES_PLACE

#: as far as series go
LAST = datetime(2034, 1, 1)  # noqa: DTZ001 - a wall clock
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))

Whole = tuple[Meeting, list[Occurrence]]


def meetings(count: int, seed: int = 27) -> Iterator[Whole]:
    """The same ones each time."""
    dice = random.Random(seed)
    for number in range(count):
        yield meeting(dice, number)


def meeting(dice: random.Random, number: int) -> Whole:
    zone, starts = dice.choice(NAMES), _some_time(dice)
    rule = None if dice.random() < 0.25 else _some_rule(dice, starts)
    made = Meeting(
        id=number,
        uid=f"{number}@arena.test",
        title="Arenamøte; æøå, «sitat» \\ 🏭\nBEGIN:VEVENT",
        text="Linje 1\r\nLinje 2, med komma; og " + "svært lang tekst på norsk " * 6,
        place="Eksempel Industripark, bygg 7",
        link="https://meet.example/abc",
        state=PLANNED,
        zone=zone,
        starts=f"{starts:%Y-%m-%dT%H:%M}",
        minutes=dice.choice((30, 60, 90, 300, 480, 1500)),
        rule=rule.format_rrule() if rule else "",
        sequence=dice.randrange(5),
        created_at=WRITTEN,
        changed_at=WRITTEN,
    )
    days = rule.list_occurrence_times(starts, horizon=LAST.date(), most=200) if rule else [starts]
    return made, [_occurrence(dice, made, day, n) for n, day in enumerate(days)]


def _occurrence(dice: random.Random, made: Meeting, day: datetime, n: int) -> Occurrence:
    moved = made.rule and dice.random() < 0.1
    now = day + timedelta(minutes=dice.choice((-120, 45, 1440))) if moved else day
    start = convert_to_instant(now, ZoneInfo(made.zone))
    return Occurrence(
        id=made.id * 1000 + n,
        meeting_id=made.id,
        original=f"{day:%Y-%m-%dT%H:%M}",
        starts=f"{now:%Y-%m-%dT%H:%M}",
        start_at=start,
        end_at=start + timedelta(minutes=made.minutes),
        title="",
        place="",
        link="",
        state=CANCELLED if made.rule and dice.random() < 0.08 else TAKES_PLACE,
        moves=int(bool(moved)),
        sequence=int(bool(moved)),
    )


def _some_time(dice: random.Random) -> datetime:
    day = datetime(2026, 1, 1) + timedelta(days=dice.randrange(3 * 365))  # noqa: DTZ001 - a wall clock
    return day + timedelta(minutes=30 * dice.randrange(48))


def _some_rule(dice: random.Random, starts: datetime) -> RecurrenceRule:
    """One that the start is a date of."""
    interval, count = dice.choice((1, 1, 2, 3)), dice.choice((3, 6, 12))
    week = (starts.day - 1) // 7 + 1
    wishes = (
        {"freq": "DAILY"},
        {"freq": "WEEKLY", "weekdays": (starts.weekday(),)},
        {"freq": "MONTHLY", "weekdays": (starts.weekday(),), "position": week if week < 5 else -1},
        {"freq": "MONTHLY", "monthday": min(starts.day, 28)},
        {"freq": "YEARLY"},
    )
    while True:
        try:
            rule = RecurrenceRule(**dice.choice(wishes), interval=interval, count=count)  # type: ignore[arg-type]
            rule.list_occurrence_times(starts, horizon=LAST.date(), most=200)
        except NotARule:
            interval, count = 1, 4
            if starts.day > 28:  # some days are not in every month
                return RecurrenceRule("WEEKLY", weekdays=(starts.weekday(),), count=4)
        else:
            return rule


def instants(whole: Whole) -> list[tuple[int, int]]:
    """Start and end of what takes place, in seconds since 1970: what the bot itself goes by."""
    return sorted(
        (int(row.start_at.timestamp()), int(row.end_at.timestamp())) for row in whole[1] if row.state == TAKES_PLACE
    )
