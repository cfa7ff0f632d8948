"""Recognise errors that say that a database takes no writes at all, such as a full disk."""

from __future__ import annotations

import sqlite3

#: SQLite's result codes: the disk is full, fails or is read-only; the file is damaged, or no database
_SQLITE = frozenset({
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
})  # fmt: skip
#: PostgreSQL's SQLSTATE: disk_full, io_error, read_only_sql_transaction
_POSTGRESQL = frozenset({"53100", "58030", "25006"})


def is_write_refusal(error: BaseException) -> bool:
    """Return True if the error says that this database takes no write, whoever tries."""
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):
        # The last byte of an extended code is the primary code.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    return getattr(cause, "sqlstate", "") in _POSTGRESQL
