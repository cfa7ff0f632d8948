"""Remember what a unit of work has read, until it writes a table that this was read from.

Many handlers and cards ask for the same rooms, leads and organisations. Only the first one pays for the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from storage.kit.base import Repository

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Repository)
_Method = Callable[Concatenate[R, P], Coroutine[Any, Any, T]]
#: in the info of a session: (method, arguments) -> tables it was read from, result
_MEMORY = "unit memory"


def remember_in_unit(*tables: str) -> Callable[[_Method[R, P, T]], _Method[R, P, T]]:
    """Run a reading method of a repository once per unit of work and arguments, until one of `tables` is written.

    The result is shared, so nobody may change it.
    """

    def decorate(method: _Method[R, P, T]) -> _Method[R, P, T]:
        @wraps(method)
        async def read(self: R, *args: P.args, **named: P.kwargs) -> T:
            await self.session.flush()  # as the statement would: what was changed and not written yet counts
            memory = self.session.info.setdefault(_MEMORY, {})
            key = (method, freeze_arguments(args, named))
            if key not in memory:
                memory[key] = frozenset(tables), await method(self, *args, **named)
            result: T = memory[key][1]
            return result

        return cast("_Method[R, P, T]", read)

    return decorate


def forget_written_tables(session_class: type[Session]) -> None:
    """Let sessions of this class forget what was read from a table that they write.

    They say themselves what they execute, to `forget_executed`.
    """
    sa.event.listen(session_class, "after_flush", _forget_flushed)
    sa.event.listen(session_class, "after_soft_rollback", _forget_rolled_back)


def _forget_flushed(session: Session, _flush: UOWTransaction) -> None:
    if session.info.get(_MEMORY):
        written = (*session.new, *session.dirty, *session.deleted)
        _forget(session, {row.__tablename__ for row in written})


def forget_executed(session: Session, statement: Any) -> None:
    """Forget what was read from the table that this statement writes."""
    if session.info.get(_MEMORY):
        table = getattr(find_written_statement(statement), "table", None)
        _forget(session, None if table is None else {table.name})


def find_written_statement(statement: Any) -> Any:
    """Return the statement that writes, also where a select reads what it returns."""
    return getattr(statement, "element", statement)


def _forget_rolled_back(session: Session, _ended: SessionTransaction) -> None:
    """Forget everything: it may have been read after a change that was taken back."""
    forget_unit(session)


def _forget(session: Session, written: Collection[str] | None) -> None:
    """Forget what was read from these tables; everything where it is not known which were written."""
    memory = session.info[_MEMORY]
    for key in [key for key, (tables, _) in memory.items() if written is None or not tables.isdisjoint(written)]:
        del memory[key]


def freeze_arguments(args: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a method was called with, as the key of its result."""
    return _freeze(args), _freeze(sorted(named.items()))


def forget_table(session: Session, table: str) -> None:
    """Forget what was read from this table: others may have written it while a lock was waited for."""
    if session.info.get(_MEMORY):
        _forget(session, {table})


def forget_unit(session: Session) -> None:
    """Forget all that this unit of work has read."""
    session.info.pop(_MEMORY, None)


def _freeze(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    return tuple(map(_freeze, value)) if isinstance(value, (list, tuple)) else value
