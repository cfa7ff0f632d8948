"""Choose where a newcomer begins: who of the sample network asks, who answers, and what to ask."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import msgspec

from bot.platforms.playground.sample_data import SAMPLE


class FirstSteps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name the people by their user ids. Both who ask and who answer read the language."""

    language: str
    asks: str
    answers: str
    #: of the secretariat
    keeps: str
    question: str


@cache
def load_first_steps() -> dict[str, FirstSteps]:
    """Return the first steps of each language."""
    decoder = msgspec.json.Decoder(FirstSteps)
    return {steps.language: steps for steps in decoder.decode_lines((SAMPLE / "first_steps.jsonl").read_bytes())}


def choose_first_steps(language: str, users: Collection[str]) -> FirstSteps | None:
    """Return the first steps in this language; None where somebody they name is not in the network."""
    steps = load_first_steps().get(language)
    return steps if steps is not None and {steps.asks, steps.answers, steps.keeps} <= set(users) else None
