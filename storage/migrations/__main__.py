"""Draft a revision from what the tables say now: `python -m storage.migrations "solutions remember doubts"`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from storage.kit import migrate
from storage.kit.database import Database


async def draft(message: str) -> None:
    """Compare the tables with a fresh SQLite database at head, and write the difference to `versions/`."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.db'}")

        def write(connection: sa.Connection) -> None:
            command.revision(migrate.config(connection), message, autogenerate=True)

        try:
            await migrate.to(database)
            await migrate.run_locked(database, write)
        finally:
            await database.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    asyncio.run(draft(sys.argv[1]))
