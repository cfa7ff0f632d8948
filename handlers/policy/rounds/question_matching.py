"""Match the same question in two rounds: it counts as one, so that their totals cannot be subtracted either."""

from __future__ import annotations

from datetime import timedelta

from handlers.quantities import units
from storage.kit.database import Store
from storage.policy.rounds import COUNTED, NUMBER, RoundField

#: Answers further apart than this are separate facts.
APART = timedelta(days=365)


async def list_matching_fields(store: Store, field: RoundField) -> list[RoundField]:
    """Return the field, and those of other rounds that ask for the same.

    Those rounds ended within a year of its own.
    """
    if field.kind not in (NUMBER, *COUNTED):
        return [field]
    mine = await store.rounds.find(field.round_id)
    ended = mine.closed_at if mine is not None and mine.closed_at is not None else store.now
    others = await store.round_ageing.list_fields_asked_between(field.kind, ended - APART, ended + APART)
    return [field, *(one for one in others if one.id != field.id and _is_same_question(one, field))]


async def list_matching_counted_ids(store: Store, field: RoundField) -> set[int]:
    """Return the ids of organisations whose answer is in an edition of any of these rounds."""
    found: set[int] = set()
    for one in await list_matching_fields(store, field):
        found |= await store.published_editions.list_organisations_counted_in(build_field_key(one.id))
    return found


def build_field_key(field_id: int) -> str:
    """Return the key under which editions record whose answers are counted."""
    return f"field:{field_id}"


def _is_same_question(one: RoundField, other: RoundField) -> bool:
    """Return True if the names are equal, and for numbers the measured quantity too; units may differ."""
    if _fold_label(one.label) != _fold_label(other.label):
        return False
    here, there = units.find_unit(one.unit), units.find_unit(other.unit)
    return one.kind in COUNTED or (here is not None and there is not None and here.measures == there.measures)


def _fold_label(label: str) -> str:
    return "".join(letter for letter in label.casefold() if letter.isalnum())
