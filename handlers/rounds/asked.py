"""Asked: what a round asks for, and why, as those who are asked read it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Facts, Item, Part, Text
from handlers.chat.turn import Turn, View
from handlers.issues.meant import visible_to as issue_visible
from handlers.rounds import fields, words
from storage.rounds import SCHEME, Round, RoundField


async def core(at: Turn | View, round: Round, asked: Sequence[RoundField]) -> list[Part]:
    """What is asked, why, and by when; a line for each field, as it was typed."""
    say = at.say
    parts: list[Part] = [Text(words.state_line(at, round), "subtle"), Item(say("Why"), round.why)]
    parts.append(Item(say("What is asked for"), "\n".join(f"• {fields.line(say, field)}" for field in asked)))
    issue = await at.store.issues.find(round.issue_id)
    if issue is not None and at.person is not None and await issue_visible(at.store, at.person, issue):
        parts.append(Facts(((say("For issue"), f"{issue.code} {issue.title}"),)))
    if any(field.kind == SCHEME for field in asked):
        parts.append(
            Text(say("What you say of a scheme is told with all who speak of it, and names nobody."), "subtle")
        )
    return parts
