"""Modes: what the arena is for. Policy that members raise together, and practical cooperation between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.chat.say import Say

POLICY, PRACTICAL = "policy", "practical"
MODES = (POLICY, PRACTICAL)
#: kinds of what is found -> its mode; in the order in which they are looked for
MODE_OF: Mapping[str, str] = {
    "solution": PRACTICAL,
    "question": PRACTICAL,
    "issue": POLICY,
    "consultation": POLICY,
}


def kinds(mode: str) -> Sequence[str]:
    """What is found in this mode; everything for none."""
    return tuple(kind for kind, its in MODE_OF.items() if mode in ("", its))


def name(say: Say, mode: str) -> str:
    return {POLICY: say("Policy"), PRACTICAL: say("Practical cooperation")}.get(mode, "")
