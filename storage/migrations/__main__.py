"""Write a draft revision from what the tables say now.

Run `python -m storage.migrations "solutions remember doubts"`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import warnings
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from storage.kit import schema_migration
from storage.kit.database import Database


async def draft_revision(message: str) -> None:
    """Compare the tables with a fresh SQLite database at head, and write the difference to `versions/`.

    Indexes of expressions are left out: SQLite does not tell of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.db'}")

        def write_revision(connection: sa.Connection) -> None:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", ".* expression-based index")
                command.revision(schema_migration.build_alembic_config(connection), message, autogenerate=True)

        try:
            await schema_migration.migrate_schema(database)
            await schema_migration.run_migration_locked(database, write_revision)
        finally:
            await database.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    asyncio.run(draft_revision(sys.argv[1]))
