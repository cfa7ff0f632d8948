"""Compare the schema of a database with the revision this code needs. `schema_migration` changes it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from storage.kit.database import Database

MIGRATIONS = Path(__file__).parent.parent / "migrations"
#: what is told of a database that a later version of the bot has changed
LATER = (
    "stands at a revision that this version does not know: a later one has been here. Start that version, or restore a"
    " backup from before it."
)
_REVISION = re.compile(r'^revision = "(\w+)"', re.MULTILINE)
_BELOW = re.compile(r'^down_revision = "(\w+)"', re.MULTILINE)


class MigrationError(Exception):
    """Report that schema and code do not fit. The text says what to do."""


class SchemaTooNew(MigrationError):
    """Report that a later version of the bot has changed this database: this one would misread it."""


class SchemaTooOld(MigrationError):
    """Report that the database lacks migrations, and they are not run unasked."""


class UnknownRevision(MigrationError):
    """Report that this code has no such revision."""


async def prepare_schema(database: Database) -> None:
    """Bring SQLite to head at a start. PostgreSQL must be there already.

    Raises SchemaTooNew and SchemaTooOld.
    """
    if await is_schema_at_head(database):
        return
    from storage.kit import (
        schema_migration,  # Alembic takes a tenth of a start, and the schema is nearly always at head
    )

    now = await schema_migration.load_schema_revision(database)
    if database.is_sqlite:
        await schema_migration.migrate_schema(database)
    else:
        raise SchemaTooOld(
            f"The database stands at revision {now or 'none'}, this version needs {find_head_revision()}:"
            " run `python -m bot migrate`."
        )


async def is_schema_at_head(database: Database) -> bool:
    """Return True if the schema is the one this code was written for."""
    async with database.spare_engine.execution_options(reading=True).connect() as connection:
        return await connection.run_sync(_read_schema_revision) == find_head_revision()


async def is_schema_served(database: Database) -> bool:
    """Return True if the schema is the one this code was written for, or has moved on under this process.

    While a process runs, `migrate` passes no revision that older code cannot bear.
    """
    async with database.spare_engine.execution_options(reading=True).connect() as connection:
        now, head = await connection.run_sync(_read_schema_revision), find_head_revision()
    return now == head or (now.isdecimal() and head.isdecimal() and int(now) > int(head))


def find_head_revision() -> str:
    """Return the newest revision of this code; empty when there is none yet."""
    return _find_newest_revision(MIGRATIONS / "versions")


@cache
def _find_newest_revision(folder: Path) -> str:
    """Return the revision that no other is built on."""
    steps = [path.read_text("utf-8") for path in folder.glob("*.py")]
    revisions, below = ({name for step in steps for name in found.findall(step)} for found in (_REVISION, _BELOW))
    return next(iter(revisions - below), "")


def _read_schema_revision(connection: sa.Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""
