"""Choose where a newcomer begins: who of the sample network asks, who answers, and what to ask."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import msgspec

from bot.platforms.playground.event_translation import NAME, WORKSPACE
from bot.platforms.playground.sample_data import SAMPLE
from storage.kit.database import Database


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


async def describe_first_steps(database: Database, address: str, arena_name: str) -> tuple[str, ...]:
    """Return the lines for the terminal: where to look, who to be, what to write, and who answers."""
    async with database.read() as store:
        members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
    names = {member.user: member.name for member in members}
    steps = choose_first_steps("en", names)
    if steps is None:
        return (f"The playground is at {address}", "Choose there who to be, or add a person.")
    return (
        f"The playground is at {address}",
        f"Be {names[steps.asks]}, and write to {arena_name}: {steps.question}",
        f"Then be {names[steps.answers]}, and answer. {names[steps.keeps]} is the secretariat.",
    )
