"""Remember between units of work what seldom changes, such as rooms and topics, until somebody writes it.

One row holds the version of all such tables. A unit of work that writes one of them changes the version when it
commits. A unit that asks for any of them reads the version first. So it never sees what is no longer true.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from functools import cache, wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from storage.data_classification.data_groups import OPERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.detached_rows import detach_rows, restore_rows
from storage.kit.inserts import build_engine_insert
from storage.kit.unit_memory import find_written_statement, freeze_arguments, remember_in_unit

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Repository)
_Method = Callable[Concatenate[R, P], Coroutine[Any, Any, T]]
#: in the info of a session: what its database remembers, the version it has read, whether it has written
SHARED, _VERSION, _WRITTEN = "shared memory", "version read", "renews the version"
#: maximum number of results that a process remembers, and of seconds; it begins anew behind that. Processes of a
#: version before this one, and whoever changes rows by hand, renew no version.
MOST_ANSWERS, MOST_SECONDS = 5_000, 60.0
_MISSING: Final = object()
#: table -> its columns that are remembered; None: all of them
_WATCHED: dict[str, set[str] | None] = {}


class MemoryVersion(Base):
    """Hold the version of all that is remembered, in the only row. None is there before the first one is written."""

    __tablename__ = "memory_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: random, because a number that is counted would come again after a restore
    version: Mapped[int] = mapped_column(sa.BigInteger)


DECLARATIONS = (ClassifiedColumns(MemoryVersion, OPERATION_DATA, key="id version"),)
_ROW = Base.metadata.tables[MemoryVersion.__tablename__]
#: for statements that are executed anyway: they read the version with what they are for
VERSION_READ = sa.func.coalesce(sa.select(_ROW.c.version).scalar_subquery(), 0).label("memory_version")
_READ = sa.select(VERSION_READ)


class SharedMemory:
    """Hold what one process remembers of a database: (method, arguments) -> result."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._results: dict[Any, Any] = {}
        self._begun = 0.0

    def find_result(self, version: int, key: Any) -> Any:
        is_current = version == self._version and time.monotonic() - self._begun < MOST_SECONDS
        return self._results.get(key, _MISSING) if is_current else _MISSING

    def keep_result(self, version: int, key: Any, result: Any) -> None:
        now = time.monotonic()
        if version != self._version or len(self._results) >= MOST_ANSWERS or now - self._begun >= MOST_SECONDS:
            self._version, self._results, self._begun = version, {}, now
        self._results[key] = result


def note_version(session: Any, version: int) -> None:
    """Note the version that another statement has read, unless this unit of work has read it before."""
    session.info.setdefault(_VERSION, version)


def remember_between_units(*sources: str) -> Callable[[_Method[R, P, T]], _Method[R, P, T]]:
    """Run a reading method of a repository once per process and arguments, until one of `sources` is written.

    A source is a table ("rooms"), or a column of one ("people.confirmed"): other columns may change then. The result
    is made of rows and plain values. Rows are objects of the unit of work; all else is shared, so nobody may change it.
    """
    for source in sources:
        _watch(*source.split("."))
    remember = remember_in_unit(*(source.split(".")[0] for source in sources))

    def decorate(method: _Method[R, P, T]) -> _Method[R, P, T]:
        read_in_unit = remember(method)

        @wraps(method)
        async def read(self: R, *args: P.args, **named: P.kwargs) -> T:
            await self.session.flush()  # as the statement would: what was changed and not written yet counts
            version = await _read_version(self)
            if version is None:
                return await read_in_unit(self, *args, **named)
            memory, key = self.session.info[SHARED], (method, freeze_arguments(args, named))
            found = memory.find_result(version, key)
            if found is _MISSING:
                result = await method(self, *args, **named)
                memory.keep_result(version, key, detach_rows(result))
                return result
            return cast("T", restore_rows(self.session.sync_session, found))

        return cast("_Method[R, P, T]", read)

    return decorate


async def _read_version(repository: Repository) -> int | None:
    """Return the version that this unit of work sees; None where it has written what is remembered itself."""
    info = repository.session.info
    if SHARED not in info or _WRITTEN in info:
        return None
    if _VERSION not in info:
        info[_VERSION] = await repository.session.scalar(_READ)
    version: int | None = info[_VERSION]
    return version


def _watch(table: str, column: str | None = None) -> None:
    watched = _WATCHED.setdefault(table, set())
    if column is None:
        _WATCHED[table] = None
    elif watched is not None:
        watched.add(column)


def renew_version_on_writes(session_class: type[Session]) -> None:
    """Let sessions of this class renew the version when they commit what is remembered.

    They say themselves what they execute, to `note_executed`.
    """
    sa.event.listen(session_class, "after_flush", _note_flushed)
    sa.event.listen(session_class, "before_commit", _renew_version)
    sa.event.listen(session_class, "after_soft_rollback", _forget_rolled_back)


def _note_flushed(session: Session, _flush: UOWTransaction) -> None:
    if _WRITTEN in session.info:
        return
    whole = (*session.new, *session.deleted)
    if any(row.__tablename__ in _WATCHED for row in whole) or any(map(_is_change_watched, session.dirty)):
        session.info[_WRITTEN] = True


def _is_change_watched(row: Any) -> bool:
    if row.__tablename__ not in _WATCHED:
        return False
    columns, changed = _WATCHED[row.__tablename__], sa.inspect(row).committed_state
    return bool(changed) if columns is None else not columns.isdisjoint(changed)


def note_executed(session: Session, statement: Any) -> None:
    """Note whether this statement writes what is remembered."""
    if _WRITTEN in session.info:
        return
    statement = find_written_statement(statement)
    table = getattr(statement, "table", None)
    if table is None or _is_statement_watched(statement, table.name):
        session.info[_WRITTEN] = True


def is_version_renewed(session: Session) -> bool:
    """Return True if this unit of work renews the version when it commits."""
    return _WRITTEN in session.info


def _is_statement_watched(statement: Any, table: str) -> bool:
    if table not in _WATCHED:
        return False
    columns = _WATCHED[table]
    if columns is None or not statement.is_update:
        return True
    named: Mapping[Any, Any] = statement._values or {}  # noqa: SLF001 - there is no public name for them
    return not columns.isdisjoint(getattr(column, "key", column) for column in named)


def _renew_version(session: Session) -> None:
    """Change the version in the last statement of the unit of work. Nobody waits for its row for long then."""
    if session.in_nested_transaction() or not session.in_transaction():
        return
    session.flush()
    if session.info.pop(_WRITTEN, False):
        session.info.pop(_VERSION, None)
        session.execute(_build_renewal(session.get_bind().dialect.name), {"renewed": secrets.randbits(62) + 1})


@cache
def _build_renewal(dialect: str) -> sa.Insert:
    row = build_engine_insert(dialect, _ROW).values(id=1, version=sa.bindparam("renewed"))
    return row.on_conflict_do_update(index_elements=["id"], set_={"version": row.excluded.version})


def _forget_rolled_back(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        session.info.pop(_WRITTEN, None)
        session.info.pop(_VERSION, None)
