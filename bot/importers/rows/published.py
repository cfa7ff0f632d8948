"""Editions as parts of rows: what was published of many answers, and whose answers are counted and never again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.importers.rows.columns import Moment, Named, Part
from bot.importers.rows.naming import Names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, texts
from handlers.policy.rounds import floor
from storage.kit.database import Store
from storage.policy.published_editions import Counted, Edition

ABOUT = Part({"made": ("made_at", Moment()), "made_by": ("made_by_id", Named("people"))})


async def find_counted(store: Store, edition: Edition) -> Sequence[Counted]:
    found: Sequence[Counted] = await store.bulk.find_where(Counted.edition_id, edition.id)
    return found


def read_houses(row: Row, field: str, names: Names) -> list[int]:
    return sorted(names.id("organisations", code, field) for code in texts(row, field, most=64))


def need_told(told: Mapping[str, Any], n: int, options: Collection[str]) -> None:
    """Raise RowError for counts of a choice that the floor would not let through."""
    if set(told) != set(options):
        raise RowError("told", f"must tell of {', '.join(options)}")
    words = (floor.UNTOLD, floor.FEW, floor.MANY)
    exact = [value for value in told.values() if value not in words]
    if not all(isinstance(value, int) and floor.LEAST <= value <= n - floor.LEAST for value in exact):
        raise RowError("told", f"a count must leave at least {floor.LEAST} on either side, or be a word for it")


async def add_edition(
    store: Store,
    of: Mapping[str, int],
    number: int,
    data: dict[str, Any],
    counted: Collection[tuple[str, int]],
    about: Row,
    names: Names,
) -> None:
    """With its number. Raise RowError where an answer in it is counted already: that would let it be worked out."""
    for what in {what for what, _ in counted}:
        if await store.editions.counted(what) & {id for one, id in counted if one == what}:
            raise RowError("counted", "one of these is counted in another edition already")
    values = {"made_at": store.now} | ABOUT.read(about, names)
    edition = await store.bulk.add(Edition(**of, **values, number=number, data=data))
    for what, id in counted:
        await store.bulk.add(Counted(what=what, organisation_id=id, edition_id=edition.id))
