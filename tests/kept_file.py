"""Keep one SQLite file and the connections to it from test to test, as `tests/kept_connections.py` does on PostgreSQL.

A new connection reads the whole schema and prepares each statement anew, which takes longer than many a test. What a
test has written is deleted before the next one. A file that is locked, or whose schema was changed, serves nobody.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa


class KeptFile:
    """Hold a file for the tests of one process, and the connections that no test uses just now."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.template = template
        self.folder = folder
        self.number = 0
        self.waiting: list[Any] = []
        self._open_new_file()

    @property
    def path(self) -> Path:
        return self.folder / f"kept-{self.number}.db"

    def sweep(self) -> Path:
        """Return the file with nothing in it but what the template has."""
        with suppress(sqlite3.Error):  # whoever still holds the file keeps it
            if self._broom.execute("PRAGMA schema_version").fetchone() == self._schema:
                self._broom.execute("BEGIN IMMEDIATE")
                for table, filled in zip(self._tables, self._broom.execute(self._filled).fetchone(), strict=True):
                    if filled:
                        self._broom.execute(f'DELETE FROM "{table}"')
                self._broom.execute("COMMIT")
                return self.path
        self.close_all()
        self._open_new_file()
        return self.path

    def serve_engine(self, engine: sa.Engine) -> None:
        """Give the engine of this file these connections, and take them back when it closes them."""
        if engine.url.database != str(self.path):
            return
        pool: Any = engine.pool
        pool._invoke_creator = self._take_first(pool._invoke_creator, self.number)
        pool._close_connection = self._keep_whole(pool._close_connection, self.number)

    def close_all(self) -> None:
        for connection in [*self.waiting, self._broom]:
            connection.close()
        self.waiting.clear()

    def _open_new_file(self) -> None:
        self.number += 1
        shutil.copyfile(self.template, self.path)
        self._broom = sqlite3.connect(self.path, timeout=0.1, isolation_level=None, check_same_thread=False)
        self._broom.execute("PRAGMA synchronous=OFF")
        self._schema = self._broom.execute("PRAGMA schema_version").fetchone()
        named = self._broom.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'alembic_version'")
        self._tables = [name for (name,) in named]
        self._filled = "SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in self._tables)

    def _take_first(self, connect: Callable[[Any], Any], number: int) -> Callable[[Any], Any]:
        def take(record: Any) -> Any:
            return self.waiting.pop() if self.waiting and number == self.number else connect(record)

        return take

    def _keep_whole(self, close: Callable[..., None], number: int) -> Callable[..., None]:
        def keep(connection: Any, *, terminate: bool = False) -> None:
            if terminate or connection.in_transaction or number != self.number:
                close(connection, terminate=terminate)
            else:
                self.waiting.append(connection)

        return keep
