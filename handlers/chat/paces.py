"""Paces: how fast a place may be written to, as its platform asks; handlers read it to say how long something takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.chat.places import Place


@dataclass(frozen=True, slots=True)
class Budget:
    """How fast a bucket may be written to: one message every `step` seconds after `burst` at once."""

    step: float
    burst: int = 1


#: the buckets that a message to a place draws from, by name
Paces = Callable[[Place], Mapping[str, Budget]]


def unpaced(_place: Place) -> Mapping[str, Budget]:
    """Nobody asks for a pace."""
    return {}
