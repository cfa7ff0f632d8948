"""What a database raises, told apart: it is away or gave up, two crossed each other, or the question was a bug."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa
from sqlalchemy.connectors.asyncio import AsyncAdapt_Error
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolProxiedConnection

#: what PostgreSQL says when units of work wait for each other in a ring, and it ends one of them
_RING = ("40P01", "40001")
#: classes of its errors that say nothing of the statement: connection, transaction, resources, operator, system
_AWAY_CLASSES = ("08", "40", "53", "57", "58")
#: the same for single errors: a lock or a transaction that took too long, a server that only reads just now
_AWAY_STATES = ("55P03", "55006", "25P03", "25P04", "25006")
#: the same for SQLite: the file is locked, full, unreadable or not there
_AWAY_CODES = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )
)
#: two wrote the same at once: one of them stands
Conflict = IntegrityError
#: what rises instead of a connection
_NO_CONNECTION = (SQLAlchemyError, AsyncAdapt_Error, sqlite3.Error, OSError, TimeoutError)


class Unavailable(Exception):
    """The database cannot be reached or gave up. Nothing was stored, and another try may go well.

    The text is a kind and a code, never a value of a statement. `orig` is what the driver raised, if it did.
    `crossed`: two waited for each other.
    """

    def __init__(self, why: str, orig: BaseException | None = None, *, crossed: bool = False) -> None:
        super().__init__(why)
        self.orig = orig
        self.crossed = crossed


#: what is waited out: every other error of a statement is a bug, or two who did the same at once
UNAVAILABLE = (Unavailable,)

#: what another try brings again: a bug, or two who did the same at once
BROKEN = (SQLAlchemyError,)


def crossed(error: Exception) -> bool:
    """Two did something at once: another try sees what the other one has done."""
    return isinstance(error, Conflict) or (isinstance(error, Unavailable) and error.crossed)


class Pool(AsyncAdaptedQueuePool):
    """Raises Unavailable where it has no connection to give."""

    def connect(self) -> PoolProxiedConnection:
        try:
            return super().connect()
        except _NO_CONNECTION as error:
            raise Unavailable(_kind(error), getattr(error, "orig", None) or error) from error


def tell_apart(engine: sa.Engine) -> None:
    """Make every statement of this engine raise Unavailable where the database is to blame."""
    sa.event.listen(engine, "handle_error", _as_unavailable)


def _as_unavailable(context: ExceptionContext) -> Unavailable | None:
    """Return what is to rise instead; None leaves the error as it is."""
    error = context.original_exception
    if context.connection is None:
        return None  # the pool answers for what rises before there is a connection
    state = getattr(error, "sqlstate", None) or ""
    if isinstance(error, OSError | TimeoutError) or (context.is_disconnect and isinstance(error, Exception)):
        return Unavailable(_kind(error), error)
    if state.startswith(_AWAY_CLASSES) or state in _AWAY_STATES:
        return Unavailable(_kind(error), error, crossed=state in _RING)
    code = getattr(error, "sqlite_errorcode", None)
    return Unavailable(_kind(error), error) if code is not None and code & 0xFF in _AWAY_CODES else None


def _kind(error: BaseException) -> str:
    """The kind of an error and its code, which quote nothing."""
    error = getattr(error, "orig", None) or error
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    cause = error.__cause__ if isinstance(error, AsyncAdapt_Error) and error.__cause__ else error
    return f"{type(cause).__name__} {code or ''}".strip()
