"""Where the schema of a database stands, and whether that is where this code needs it; the way there is `migrate`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from storage.kit.database import Database

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_REVISION = re.compile(r'^revision = "(\w+)"', re.MULTILINE)
_BELOW = re.compile(r'^down_revision = "(\w+)"', re.MULTILINE)


class MigrationError(Exception):
    """The schema and the code do not fit; the text says what to do."""


class SchemaTooNew(MigrationError):
    """A later version of the bot has changed this database: this one would misread it."""


class SchemaTooOld(MigrationError):
    """The database lacks migrations, and they are not run unasked."""


class UnknownRevision(MigrationError):
    """There is no such revision in this code."""


async def prepare(database: Database) -> None:
    """What every start does first: SQLite is brought to head, PostgreSQL must be there already.

    Raises SchemaTooNew and SchemaTooOld.
    """
    if await at_head(database):
        return
    from storage.kit import migrate  # Alembic takes a tenth of a start, and nearly every start finds the schema at head

    now = await migrate.current(database)
    if database.sqlite:
        await migrate.to(database)
    else:
        raise SchemaTooOld(
            f"The database stands at revision {now or 'none'}, this version needs {head()}:"
            " run `python -m bot migrate`."
        )


async def at_head(database: Database) -> bool:
    """Whether the schema is the one this code was written for."""
    async with database.spare_engine.execution_options(reading=True).connect() as connection:
        return await connection.run_sync(_stands_at) == head()


def head() -> str:
    """The newest revision of this code; empty when there is none yet."""
    return _newest(MIGRATIONS / "versions")


@cache
def _newest(folder: Path) -> str:
    """The one that no other is built on."""
    steps = [path.read_text("utf-8") for path in folder.glob("*.py")]
    revisions, below = ({name for step in steps for name in found.findall(step)} for found in (_REVISION, _BELOW))
    return next(iter(revisions - below), "")


def _stands_at(connection: sa.Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""
