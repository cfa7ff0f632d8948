"""Define the modes of the arena: policy that members raise together, and practical cooperation between them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.record_kinds import list_searched_kinds
from handlers.chat.say import Say

POLICY, PRACTICAL = "policy", "practical"
MODES = (POLICY, PRACTICAL)


def list_kinds_in_mode(mode: str) -> Sequence[str]:
    """Return the record kinds that a search finds in this mode; every kind for ""."""
    return tuple(name for name, found in list_searched_kinds().items() if mode in ("", found.mode))


def describe_mode(say: Say, mode: str) -> str:
    return {POLICY: say("Policy"), PRACTICAL: say("Practical cooperation")}.get(mode, "")
