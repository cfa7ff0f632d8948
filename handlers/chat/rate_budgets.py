"""Define how fast a place may be written to, as its platform asks.

Handlers use the rate to say how long something takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.chat.places import Place


@dataclass(frozen=True, slots=True)
class RateBudget:
    """Define how fast a bucket may be written to: one message every `step` seconds after `burst` at once."""

    step: float
    burst: int = 1


#: place -> rate budgets of a message to it, by name
Paces = Callable[[Place], Mapping[str, RateBudget]]


def list_no_budgets(_place: Place) -> Mapping[str, RateBudget]:
    """Return no budgets, for an arena without rate limits."""
    return {}
