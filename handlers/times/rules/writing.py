"""Rules as calendars write them (RRULE), and no others."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.times.rules.rule import NotARule, Rule


def parse_rrule(text: str, zone: ZoneInfo | None = None) -> Rule:
    raise NotARule("unknown")
