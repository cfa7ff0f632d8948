"""Strength: how many sign together, and what they are together as far as they have said so.

Sums obey the floor of `handlers.policy.rounds.floor`: five have given the figure at least, and none is more than a
quarter of it. They are told once, as they are when the answer is sent, and never change after that: of two sums, one
before and one after somebody has signed or a figure was put right, the difference would be one organisation's. Until
it is sent only the secretariat sees them, which keeps the register that they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.policy.consultations import asked, signatures
from handlers.policy.rounds import floor
from storage.kit.database import Store
from storage.policy.consultation_responses import YES
from storage.policy.consultations import OPEN, Consultation


def total(figures: Iterable[float | None]) -> float | None:
    """Their sum; None where it would tell something of one of them."""
    given = [Decimal(str(figure)) for figure in figures if figure]
    return float(sum(given)) if floor.holds(given) else None


async def counted(store: Store, consultation: Consultation) -> dict[str, list[float | None]]:
    """Figure -> its sum as far as it may be told, how many have given it, and how many sign the text as it stands."""
    signing = [
        (voice, house)
        for voice, house in await store.voices.of(consultation.id)
        if voice.signs == YES and voice.version == consultation.version
    ]
    rows: dict[str, list[float | None]] = {
        "employees": [house.employees for _, house in signing],
        "mw": [voice.mw for voice, _ in signing],
        "tonnes": [voice.tonnes for voice, _ in signing],
    }
    return {
        name: [total(values), sum(value is not None for value in values), len(signing)] for name, values in rows.items()
    }


async def parts(at: Turn | View, consultation: Consultation) -> list[Part]:
    """How many have answered, who signs, and the sums that may be told."""
    say, said = at.say, await at.store.voices.of(consultation.id)
    lines = [await answers_line(at, consultation)] if consultation.state == OPEN else []
    lines += signatures.draw_count(say, said, consultation)
    found: list[Part] = [Text(" · ".join(filter(None, lines)), "strong")] if any(lines) else []
    told = await _sums(at, consultation)
    return found + ([Text("\n".join(told))] if told else [])


async def answers_line(at: Turn | View, consultation: Consultation) -> str:
    """ "9 av 14 har svart"."""
    houses = await asked.houses(at.store, consultation)
    done = asked.answered(await at.store.voices.of(consultation.id), houses, consultation)
    return at.say("{k} of {n} have answered", k=len(done), n=len(houses)) if houses else ""


async def _sums(at: Turn | View, consultation: Consultation) -> list[str]:
    """One line for each figure that somebody has given, with how many have."""
    say, is_open = at.say, consultation.state == OPEN
    reader = at.person if isinstance(at, Turn) else None
    known = await counted(at.store, consultation) if is_open else consultation.strength
    names = {"employees": say("employees"), "mw": say("MW of power"), "tonnes": say("tonnes of CO₂ a year")}
    found = []
    for key, name in names.items():
        together, given, of = known.get(key) or (None, 0, 0)
        if not given:
            continue
        count = say("given by {k} of {n} that sign", k=given, n=of)
        if together is None or (is_open and not (reader is not None and reader.secretariat)):
            figure = f"{name[:1].upper()}{name[1:]}"
            found.append(say("{figure}: {count}, the sum is not shown", figure=figure, count=count))
        else:
            found.append(f"{_number(say, together)} {name} ({count})")
    return found


def _number(say: Say, value: float) -> str:
    return say.number(int(value) if value == int(value) else round(value, 1))
