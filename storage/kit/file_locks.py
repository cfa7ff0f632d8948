"""Lock a SQLite file: one process at a time listens for it, and one delivers for it.

The lock is a file beside the database. The system frees it when its process ends, however it ends.
It is not the database itself: to close any handle of that would free SQLite's own locks.
PostgreSQL needs none.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage.kit.diagnosis import DatabaseUnusable, build_lock_path, diagnose_database_folder

#: byte of the lock file for each half of the bot
_BYTES = {"web": 0, "worker": 1}


class AlreadyRunning(Exception):
    """Report that another process does this part for the same SQLite file."""


@contextmanager
def hold_database_file(url: sa.URL, *halves: str) -> Iterator[None]:
    """Hold these halves ("web", "worker") of a SQLite file until the block ends. Raise AlreadyRunning.

    Raise DatabaseUnusable if there is no place for the file, or it is another user's.
    """
    if url.get_backend_name() != "sqlite":
        yield
        return
    path = Path(url.database or "").resolve()
    wrong = f"{path} is a folder, and no database." if path.is_dir() else diagnose_database_folder(path)
    if wrong:
        raise DatabaseUnusable(wrong)
    handle = os.open(build_lock_path(path), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        for half in halves:
            _lock_file_byte(handle, half, path)
        yield
    finally:
        os.close(handle)


def _lock_file_byte(handle: int, half: str, path: Path) -> None:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _BYTES[half])
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EAGAIN):
            raise
        raise AlreadyRunning(
            f"Another process of the bot runs on {path}: SQLite is for one. Stop it, or use PostgreSQL for several."
        ) from None
