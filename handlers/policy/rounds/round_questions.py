"""Draw what a round asks for, and why, as those who are asked read it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Facts, Item, Part, Text
from handlers.chat.turn import ReaderContext
from handlers.policy.rounds import purposes, round_fields, round_texts
from handlers.policy.rounds.inquirers import describe_sheet_readers
from storage.policy.rounds import ADOPTION, DRAFT, INQUIRY, SCHEME, Round, RoundField


async def draw_round_questions(at: ReaderContext, round: Round, asked: Sequence[RoundField]) -> list[Part]:
    """Draw what is asked, why, and by when; a line for each field, as it was typed."""
    say = at.say
    parts: list[Part] = [Text(round_texts.describe_round_state_line(at, round), "subtle")]
    if round.form == INQUIRY:
        asks = say("Which of your plots can you offer, and what is missing?")
        readers = await describe_sheet_readers(at, round)
        return [*parts, Item(say("What is looked for"), round.why, marked=True), Text(asks), Text(readers, "subtle")]
    parts.append(Item(say("Why"), round.why, marked=True))
    # once it is asked, the answers to an adoption round are its buttons
    shown = [field for field in asked if field.kind != ADOPTION or round.state == DRAFT]
    lines = [f"• {round_fields.describe_round_question(say, field)}" for field in shown]
    parts += [Item(say("What is asked for"), "\n".join(lines))] if lines else []
    purpose = await purposes.describe_round_purpose(at, round)
    parts += [Facts(tuple(purpose))] if purpose else []
    if any(field.kind == SCHEME for field in asked):
        parts.append(
            Text(
                say("What you say about a scheme is shown together with everyone else's answers, without names."),
                "subtle",
            )
        )
    return parts
