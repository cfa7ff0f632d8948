"""Load a record that a button names for whoever may see it; the same error for not found and not allowed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from handlers.access import rights
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.kit.database import Store

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class RecordRepository(Protocol[T_co]):
    """Provide records of one kind."""

    async def find(self, id: int | None) -> T_co | None: ...

    async def lock(self, id: int) -> T_co | None: ...


async def load_visible_record(
    turn: Turn,
    records: RecordRepository[T],
    id: int,
    may_see: Callable[[Store, Person, T], Awaitable[bool]],
    missing: str,
    *,
    lock: bool = False,
) -> T:
    """Return the record, with a row lock if `lock`.

    Raises Missing with `missing`, the text shown for a record that does not exist.
    """
    found = await (records.lock(id) if lock else records.find(id))
    return await need_visible_record(turn, found, may_see, describe_missing_record(turn, missing))


def describe_missing_record(turn: Turn, missing: str) -> str:
    """Add to the text for a record that does not exist what somebody whom nobody has confirmed does not see."""
    if turn.person.guest or rights.is_confirmed_member(turn.person):
        return missing
    return f"{missing} {describe_unconfirmed_sight(turn.say)}"


def describe_unconfirmed_sight(say: Say) -> str:
    return say("Until an organisation has confirmed that you belong to it, you see only what is open to all.")


async def need_visible_record(
    turn: Turn, found: T | None, may_see: Callable[[Store, Person, T], Awaitable[bool]], missing: str
) -> T:
    """Return what was found, for whoever may see it. Raises Missing."""
    sees = found is not None and await may_see(turn.store, turn.person, found)
    rights.need_reader(turn, sees, missing)
    assert found is not None
    return found
