"""When something is, as people type it: "tirsdag 17. mars kl 10-15"."""

from __future__ import annotations

from handlers.times.typed.reading import NotATime, Reason, When, explain, read_day, read_when

__all__ = ["NotATime", "Reason", "When", "explain", "read_day", "read_when"]
