"""Describe records that others see and may report, and how each kind of them is hidden and restored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from handlers.chat.button_values import RecordValue
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn

if TYPE_CHECKING:
    from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class Moderable:
    """Describe a record that others see, unless it is hidden."""

    kind: str
    row: Any
    #: delivery subject by which its copies are redrawn
    subject: str
    author_id: int | None
    text: str
    hidden: bool
    #: True if others can see it at present
    shown: bool
    #: returns its name within a sentence: "question 12"
    name: Callable[[Say], str]
    #: returns its author's name, for the secretariat
    by: Callable[[Store, Say], Awaitable[str]]
    #: True if hiding it here leaves the original message in the chat
    in_chat: bool = False
    #: True if its author has deleted it
    deleted: bool = False

    @property
    def value(self) -> str:
        """Return the value that buttons carry: "question:12"."""
        return RecordValue(self.kind, self.row.id).encode_value()


class Moderation(Protocol):
    """Define how records of a kind are reported, hidden and restored."""

    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        """Return the record, or None for one that is gone; `lock` takes a row lock until the unit of work ends."""

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        """Return the record as far as this person may see it. Raises Missing."""

    async def list_alternatives(self, store: Store, row: Any) -> list[Moderable]:
        """Return what a reader may have meant besides, such as the answers below a question."""

    async def hide_record(self, store: Store, arena: Arena, row: Any) -> str:
        """Hide the record and return the state that it had."""

    async def restore_record(self, store: Store, arena: Arena, row: Any, before: str) -> None:
        """Bring the record back to the state that it had."""
