"""Declare what becomes of a person's records of a kind when that person is erased."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.directory.people import Person
    from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class RecordParents:
    """Name the records of another kind on whose cards, and in whose search documents, records are shown."""

    kind: str
    ids: set[int]


@dataclass(frozen=True, slots=True)
class Erasure:
    """Describe how the records of a person are retracted, or kept without the name where others rely on them.

    Whatever has changed is indexed and drawn again by who walks the kinds.
    """

    #: retracts what the person wrote; returns the ids of all records that they had a part in
    retract: Callable[[Store, Person], Awaitable[set[int]]]
    #: returns the records that these are shown with
    find_parents: Callable[[Store, Collection[int]], Awaitable[RecordParents]] | None = None
