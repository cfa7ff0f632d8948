"""Parse database addresses: which ones the bot can use, without opening anything and without showing a secret."""

from __future__ import annotations

import inspect

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

HOW = "write sqlite:///arena.db (a file), or postgresql://user:password@host/database"
_POSTGRESQL = ("postgresql", "postgres")
#: parameters of SQLAlchemy's dialect, which asyncpg does not know
_OF_SQLALCHEMY = {"prepared_statement_cache_size", "prepared_statement_name_func"}


class DatabaseUrlError(ValueError):
    """Report what is wrong with the address. The text shows nothing of it that may be a password."""


def parse_database_url(text: str) -> sa.URL:
    """Return the address of a database the bot can use. Raise DatabaseUrlError for any other."""
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUrlError(f"is no address of a database: {HOW}.") from None
    engine = url.get_backend_name()
    if engine == "sqlite":
        return _parse_sqlite_url(url)
    if engine not in _POSTGRESQL:
        raise DatabaseUrlError(f"names the engine {engine!r}, and the bot runs on SQLite and PostgreSQL: {HOW}.")
    if "@" in f"{url.host or ''}{url.database or ''}":
        raise DatabaseUrlError("cannot be read: write @ as %40, / as %2F and : as %3A in a user or password.")
    url = url.set(drivername="postgresql+asyncpg")
    if "sslmode" in url.query:  # name that other programs use for the driver's `ssl`
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    unknown = sorted(set(url.query) - _list_driver_options())
    if unknown:
        raise DatabaseUrlError(f"has options that the driver of PostgreSQL does not know: {', '.join(unknown)}.")
    return url


def _parse_sqlite_url(url: sa.URL) -> sa.URL:
    if url.host or not url.database or url.database == ":memory:":
        raise DatabaseUrlError(
            "names no file: write sqlite:///arena.db, or sqlite:////var/lib/arena.db for a whole path."
        )
    return url.set(drivername="sqlite+aiosqlite")


def _list_driver_options() -> set[str]:
    import asyncpg  # imported only where it is used

    return {*inspect.signature(asyncpg.connect).parameters, *_OF_SQLALCHEMY}
