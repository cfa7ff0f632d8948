"""Classify what a database raises: it is unavailable, two transactions crossed, or the statement was a bug."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa
from sqlalchemy.connectors.asyncio import AsyncAdapt_Error
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolProxiedConnection, QueuePool

#: SQLSTATE of a deadlock or serialisation failure: PostgreSQL ends one of the transactions
_RING = ("40P01", "40001")
#: SQLSTATE classes that do not blame the statement: connection, transaction, resources, operator, system
_AWAY_CLASSES = ("08", "40", "53", "57", "58")
#: single codes of the same kind: lock or transaction timeout, server that is read-only for the moment
_AWAY_STATES = ("55P03", "55006", "25P03", "25P04", "25006")
#: SQLite codes of the same kind: the file is locked, full, unreadable or missing
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
#: two transactions wrote the same row, and one of them was stored
Conflict = IntegrityError
#: errors raised when no connection can be made
_NO_CONNECTION = (SQLAlchemyError, AsyncAdapt_Error, sqlite3.Error, OSError, TimeoutError)


class Unavailable(Exception):
    """Report that the database cannot be reached or gave up. Nothing was stored, and a retry may succeed.

    The text is a kind and a code, never a value of a statement. `orig` is what the driver raised, if it
    did.
    `is_crossed_transaction`: two transactions waited for each other.
    """

    def __init__(self, why: str, orig: BaseException | None = None, *, crossed: bool = False) -> None:
        super().__init__(why)
        self.orig = orig
        self.crossed = crossed


#: Errors to wait for. Any other error of a statement is a bug or a conflict.
UNAVAILABLE = (Unavailable,)

#: errors that another try raises again: a bug or a conflict
BROKEN = (SQLAlchemyError,)


def is_crossed_transaction(error: Exception) -> bool:
    """Return True if two units of work did something at once: a retry sees what the other one has done."""
    return isinstance(error, Conflict) or (isinstance(error, Unavailable) and error.crossed)


class UnavailableThreadPool(QueuePool):
    """Raise Unavailable where the pool has no connection to give."""

    def connect(self) -> PoolProxiedConnection:
        try:
            return super().connect()
        except _NO_CONNECTION as error:
            raise Unavailable(_describe_error_kind(error), getattr(error, "orig", None) or error) from error


class UnavailablePool(AsyncAdaptedQueuePool, UnavailableThreadPool):
    """Do the same for an async engine."""


def register_error_translation(engine: sa.Engine) -> None:
    """Make every statement of this engine raise Unavailable where the database is to blame."""
    sa.event.listen(engine, "handle_error", _translate_database_error)


def _translate_database_error(context: ExceptionContext) -> Unavailable | None:
    """Return the exception to raise instead; None leaves the error as it is."""
    error = context.original_exception
    if context.connection is None:
        return None  # the pool converts errors before a connection exists
    state = getattr(error, "sqlstate", None) or ""
    if isinstance(error, OSError | TimeoutError) or (context.is_disconnect and isinstance(error, Exception)):
        return Unavailable(_describe_error_kind(error), error)
    if state.startswith(_AWAY_CLASSES) or state in _AWAY_STATES:
        return Unavailable(_describe_error_kind(error), error, crossed=state in _RING)
    return translate_driver_error(error)


def translate_driver_error(error: BaseException) -> Unavailable | None:
    """Return the exception to raise instead of an error of SQLite's driver; None leaves it as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    return Unavailable(_describe_error_kind(error), error) if code is not None and code & 0xFF in _AWAY_CODES else None


def _describe_error_kind(error: BaseException) -> str:
    """Return the kind of an error and its code, which quote nothing."""
    error = getattr(error, "orig", None) or error
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    cause = error.__cause__ if isinstance(error, AsyncAdapt_Error) and error.__cause__ else error
    return f"{type(cause).__name__} {code or ''}".strip()
