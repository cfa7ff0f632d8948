"""Modes: what the arena is for. Policy that members raise together, and practical cooperation between them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.records import searched_kinds
from handlers.chat.say import Say

POLICY, PRACTICAL = "policy", "practical"
MODES = (POLICY, PRACTICAL)


def kinds(mode: str) -> Sequence[str]:
    """What is found in this mode; everything for none."""
    return tuple(name for name, found in searched_kinds().items() if mode in ("", found.mode))


def name(say: Say, mode: str) -> str:
    return {POLICY: say("Policy"), PRACTICAL: say("Practical cooperation")}.get(mode, "")
