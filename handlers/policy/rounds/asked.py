"""Asked: what a round asks for, and why, as those who are asked read it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Facts, Item, Part, Text
from handlers.chat.turn import Turn, View
from handlers.policy.rounds import fields, purposes, words
from storage.policy.rounds import SCHEME, Round, RoundField


async def core(at: Turn | View, round: Round, asked: Sequence[RoundField]) -> list[Part]:
    """What is asked, why, and by when; a line for each field, as it was typed."""
    say = at.say
    parts: list[Part] = [Text(words.state_line(at, round), "subtle"), Item(say("Why"), round.why)]
    parts.append(Item(say("What is asked for"), "\n".join(f"• {fields.line(say, field)}" for field in asked)))
    purpose = await purposes.told(at, round)
    parts += [Facts(tuple(purpose))] if purpose else []
    if any(field.kind == SCHEME for field in asked):
        parts.append(
            Text(say("What you say of a scheme is told with all who speak of it, and names nobody."), "subtle")
        )
    return parts
