"""Hold one token of a typed line."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dates.typed_times.time_pieces import Value


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one token; `start` and `end` are places in the line."""

    kind: str
    start: int
    end: int
    value: Value = None
