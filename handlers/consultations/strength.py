"""Strength: how many sign together, and what they are together as far as they have said so.

Sums obey a floor: at least five have given the figure, and none of them is more than a quarter of it. Members see them
when the answer is sent, and never before: of two sums, one before and one after somebody has signed, the difference
would be that one's figure. Until then only the secretariat sees them, which keeps the register that they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.consultations import asked
from handlers.issues.words import kinds
from storage.consultations import OPEN, Consultation
from storage.voices import YES

#: so many must have given a figure, and nobody more than this share of the sum
FEWEST, SHARE = 5, 0.25


def total(figures: Sequence[float]) -> float | None:
    """Their sum; None where it would tell something of one of them."""
    given = [figure for figure in figures if figure > 0]
    together = sum(given)
    return together if len(given) >= FEWEST and max(given) <= SHARE * together else None


async def parts(at: Turn | View, consultation: Consultation) -> list[Part]:
    """How many have answered, who signs, and the sums that may be told."""
    say, said = at.say, await at.store.voices.of(consultation.id)
    signing = [(voice, house) for voice, house in said if voice.signs == YES]
    lines = [await answers_line(at, consultation)] if consultation.state == OPEN else []
    if signing:
        who = kinds(say, [house for _, house in signing])
        lines.append(say.many("{who} signs", "{who} sign", len(signing), who=who))
    older = sum(voice.version < consultation.version for voice, _ in signing)
    if older:
        lines.append(say.many("{n} signed an earlier version", "{n} signed an earlier version", older))
    found: list[Part] = [Text(" · ".join(filter(None, lines)), "strong")] if any(lines) else []
    told = _sums(at, consultation, signing)
    return found + ([Text("\n".join(told))] if told else [])


async def answers_line(at: Turn | View, consultation: Consultation) -> str:
    """ "9 av 14 har svart"."""
    houses = await asked.houses(at.store, consultation)
    done = asked.answered(await at.store.voices.of(consultation.id), houses)
    return at.say("{k} of {n} have answered", k=len(done), n=len(houses)) if houses else ""


def _sums(at: Turn | View, consultation: Consultation, signing: asked.Said) -> list[str]:
    """One line for each figure that somebody has given, with how many have."""
    say, reader = at.say, at.person
    closed = consultation.state != OPEN or (reader is not None and reader.secretariat and isinstance(at, Turn))
    rows = (
        (say("employees"), [house.employees for _, house in signing]),
        (say("MW of power"), [voice.mw for voice, _ in signing]),
        (say("tonnes of CO₂ a year"), [voice.tonnes for voice, _ in signing]),
    )
    found = []
    for name, values in rows:
        given = [value for value in values if value is not None]
        if not given:
            continue
        together = total(given) if closed else None
        count = say("given by {k} of {n} that sign", k=len(given), n=len(signing))
        found.append(
            f"{_number(say, together)} {name} ({count})" if together is not None else _withheld(say, name, count)
        )
    return found


def _withheld(say: Say, name: str, count: str) -> str:
    return say(
        "{figure}: {count}, the sum is not shown", figure=name.capitalize() if name.islower() else name, count=count
    )


def _number(say: Say, value: float) -> str:
    return say.number(int(value) if value == int(value) else round(value, 1))
