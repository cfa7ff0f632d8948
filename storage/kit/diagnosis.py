"""Explain in one line, without a secret, why a database cannot be used, and whether that may pass."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from storage.kit.database_errors import Unavailable

#: SQLSTATE or its class -> (what is wrong, True if it may pass)
_SERVER = {
    "3D000": ("there is no database {database!r} on it. Create it with `createdb`, or change DATABASE_URL.", False),
    "28": ("it does not let {user!r} in. Look at user and password in DATABASE_URL.", False),
    "42501": ("{user!r} lacks a right there. Make it the owner of the database {database!r}.", False),
    "25006": ("it may only be read. Is it a standby?", False),
    "53100": ("its disk is full.", False),
    "53300": ("it has no connection left. Look at max_connections, or start fewer processes.", True),
    "55P03": ("another process holds a lock for too long.", True),
    "57014": ("it took too long to answer.", True),
    "57": ("it starts or stops just now.", True),
    "58": ("it cannot read or write its files.", False),
    "08": ("the connection broke.", True),
}
#: what mends a file that a command made as another user, such as root
_GIVE = "Give it to the user that the bot runs as (`chown`)."
_FILE = {
    sqlite3.SQLITE_NOTADB: ("{path} is no SQLite database.", False),
    sqlite3.SQLITE_CORRUPT: ("{path} is damaged. Restore a backup.", False),
    sqlite3.SQLITE_READONLY: (f"{{path}} may only be read by this user. {_GIVE}", False),
    sqlite3.SQLITE_PERM: ("{path} may not be opened by this user.", False),
    sqlite3.SQLITE_FULL: ("The disk of {path} is full.", False),
    sqlite3.SQLITE_IOERR: ("{path} cannot be read or written: the disk fails or is full.", False),
    sqlite3.SQLITE_BUSY: ("{path} is locked by another process for too long.", True),
    sqlite3.SQLITE_CANTOPEN: ("{path} cannot be opened.", False),
}


class DatabaseUnusable(Exception):
    """Report in one line why the database cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    text: str
    #: True if the database may come back without anybody acting
    passes: bool = False


def diagnose_database_failure(error: BaseException, url: sa.URL) -> Diagnosis | None:
    """Return what the error says about the database at this address.

    Return None if it says nothing about the database, such as a bug.
    """
    cause = getattr(error, "orig", None) or error
    if url.get_backend_name() == "sqlite":
        return _diagnose_sqlite_failure(cause, Path(url.database or "")) if isinstance(cause, sqlite3.Error) else None
    state = str(getattr(cause, "sqlstate", None) or "")
    found = _SERVER.get(state) or _SERVER.get(state[:2])
    where = f"PostgreSQL at {_describe_server(url)}"
    if found is not None:
        text, passes = found
        return Diagnosis(f"{where}: {text.format(database=url.database, user=url.username)}", passes)
    if isinstance(cause, TimeoutError):
        return Diagnosis(f"{where} cannot be reached: it did not answer in time.", passes=True)
    if isinstance(cause, OSError):
        return Diagnosis(f"{where} cannot be reached: {_describe_os_error(cause)}.", passes=True)
    if type(cause).__module__.startswith("asyncpg"):
        return Diagnosis(f"{where} cannot be used: the driver says {type(cause).__name__}.")
    if isinstance(error, Unavailable):
        return Diagnosis(f"{where} gave up: {error}.", passes=True)
    return None


def _diagnose_sqlite_failure(error: sqlite3.Error, path: Path) -> Diagnosis | None:
    known = _FILE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if known is None:
        return None
    if path.is_dir():
        return Diagnosis(f"{path} is a folder, and no database.")
    folder = diagnose_database_folder(path)
    if folder and not path.exists():
        return Diagnosis(folder)
    text, passes = known
    return Diagnosis(folder if folder and os.access(path, os.W_OK) else text.format(path=path), passes)


def diagnose_database_folder(path: Path) -> str:
    """Return why a database cannot be made or changed at this path, because of what is around it: its folder, or the
    file that processes of the bot lock. Return "" if it can.
    """
    folder = path.parent.absolute()
    if not folder.is_dir():
        return f"The folder {folder} of the database does not exist. Make it, or change DATABASE_URL."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"The folder {folder} may not be written by this user, and SQLite keeps files beside the database."
    lock = build_lock_path(path)
    if lock.exists() and not os.access(lock, os.R_OK | os.W_OK):
        return f"{lock} may not be written by this user. {_GIVE}"
    return ""


def build_lock_path(path: Path) -> Path:
    """Return the path of the file that the processes of a SQLite database lock."""
    return path.with_name(f"{path.name}.lock")


def find_missing_database_file(url: sa.URL) -> Path | None:
    """Return the path of a SQLite database that is not there yet; None for all others."""
    if url.get_backend_name() != "sqlite":
        return None
    path = Path(url.database or "")
    return path if not path.exists() or (path.is_file() and path.stat().st_size == 0) else None


def _describe_os_error(error: OSError) -> str:
    """Return the system's words, and not those of a library around them."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or type(error).__name__


def _describe_server(url: sa.URL) -> str:
    host = url.host or url.query.get("host") or "localhost"
    return f"{host if isinstance(host, str) else ','.join(host)}:{url.port or 5432}"
