"""Parse times as people type them: "tirsdag 17. mars kl 10-15"."""

from __future__ import annotations

from handlers.dates.typed_times.refusal_texts import NotATime, Reason, explain_time_error
from handlers.dates.typed_times.time_parser import TypedTime, parse_typed_day, parse_typed_time

__all__ = ["NotATime", "Reason", "TypedTime", "explain_time_error", "parse_typed_day", "parse_typed_time"]
