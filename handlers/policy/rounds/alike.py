"""Alike: the same question in two rounds is one question, so that their totals cannot be subtracted either."""

from __future__ import annotations

from datetime import timedelta

from handlers.policy.rounds import units
from storage.kit.database import Store
from storage.policy.rounds import CHOICE, NUMBER, RoundField

#: what is answered so long after is another fact
APART = timedelta(days=365)


async def alike(store: Store, field: RoundField) -> list[RoundField]:
    """The field itself, and those of other rounds that ended within a year of its own and ask for the same."""
    if field.kind not in (NUMBER, CHOICE):
        return [field]
    mine = await store.rounds.find(field.round_id)
    ended = mine.closed_at if mine is not None and mine.closed_at is not None else store.now
    others = await store.rounds.asked_between(field.kind, ended - APART, ended + APART)
    return [field, *(one for one in others if one.id != field.id and _same(one, field))]


async def counted(store: Store, field: RoundField) -> set[int]:
    """The organisations whose answer to this is in an edition of any of these rounds."""
    found: set[int] = set()
    for one in await alike(store, field):
        found |= await store.editions.counted(key(one.id))
    return found


def key(field_id: int) -> str:
    """Under which it is known whose answers are counted."""
    return f"field:{field_id}"


def _same(one: RoundField, other: RoundField) -> bool:
    """By its name, and for a number by what is measured, in whatever unit."""
    if _folded(one.label) != _folded(other.label):
        return False
    here, there = units.unit_of(one.unit), units.unit_of(other.unit)
    return one.kind == CHOICE or (here is not None and there is not None and here.measures == there.measures)


def _folded(label: str) -> str:
    return "".join(letter for letter in label.casefold() if letter.isalnum())
