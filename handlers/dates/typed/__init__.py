"""When something is, as people type it: "tirsdag 17. mars kl 10-15"."""

from __future__ import annotations

from handlers.dates.typed.reading import When, read_day, read_when
from handlers.dates.typed.refusing import NotATime, Reason, explain

__all__ = ["NotATime", "Reason", "When", "explain", "read_day", "read_when"]
