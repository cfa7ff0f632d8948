"""Write backups: the whole database in one new file, as of one moment, while the bot goes on.

SQLite is copied by its own means, PostgreSQL by `pg_dump`. A file of that name is either whole or empty.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage.kit.diagnosis import diagnose_database_failure, find_missing_database_file
from storage.kit.sqlite_engine import BUSY_TIMEOUT

#: parameter of the driver -> environment variable of PostgreSQL's own programs
_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "database": "PGDATABASE",
    "ssl": "PGSSLMODE",
    "service": "PGSERVICE",
    "servicefile": "PGSERVICEFILE",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


class BackupFailed(Exception):
    """Report why there is no backup. The text shows no secret."""


def write_backup(url: sa.URL, path: Path, environment: Mapping[str, str]) -> int:
    """Write the database to a new file that only its owner may read; return its bytes.

    `environment` says where programs are. Raise BackupFailed; OSError where the file cannot be made.
    """
    missing = find_missing_database_file(url)
    if missing is not None:
        raise BackupFailed(f"There is no database at {missing}.")
    with _claim_backup_file(path) as part:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite_file(url, part)
        else:
            _dump_postgresql(url, part, environment)
    return path.stat().st_size


@contextmanager
def _claim_backup_file(path: Path) -> Iterator[Path]:
    """Yield a file to write, which takes the place of `path` at the end.

    Nothing is left of a backup that failed.
    """
    try:
        _create_private_file(path)
    except FileExistsError:
        raise BackupFailed(f"{path} is there already: name a file that is not.") from None
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # left by a killed backup; the lock file makes it ours
        _create_private_file(part)
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        path.unlink()
        raise


def _create_private_file(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _copy_sqlite_file(url: sa.URL, part: Path) -> None:
    source = f"{Path(url.database or '').resolve().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(source, uri=True, timeout=BUSY_TIMEOUT)) as opened,
            closing(sqlite3.connect(part)) as copy,
        ):
            opened.backup(copy)
            wrong = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL  # only writing can fill the disk
        found = diagnose_database_failure(error, url.set(database=str(part)) if full else url)
        raise BackupFailed(found.text if found else f"SQLite says: {error}.") from error
    if wrong != "ok":
        raise BackupFailed(f"{url.database} is damaged: {wrong}. Restore an earlier backup.")


def find_dump_program(url: sa.URL, environment: Mapping[str, str]) -> str | None:
    """Return the path of the `pg_dump` that copies this database; None for SQLite, and where there is none."""
    return None if url.get_backend_name() == "sqlite" else shutil.which("pg_dump", path=environment.get("PATH"))


def _dump_postgresql(url: sa.URL, part: Path, environment: Mapping[str, str]) -> None:
    program = find_dump_program(url, environment)
    if program is None:
        raise BackupFailed(
            "pg_dump is not there: install PostgreSQL's client programs, of the server's version or a later one"
            " (Debian, Ubuntu: apt install postgresql-client)."
        )
    # The password goes into the environment, because everybody on the machine can read the arguments.
    told = {**environment, **_build_libpq_environment(url)}
    command = [program, "--format=custom", "--no-password", f"--file={part}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, and no shell reads the file name
        command, env=told, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        why = done.stderr.strip() or f"ended with code {done.returncode}"
        older = "\nInstall PostgreSQL's client programs of the server's version." if "version mismatch" in why else ""
        raise BackupFailed(f"{program}: {why}{older}")


def _build_libpq_environment(url: sa.URL) -> dict[str, str]:
    """Return the driver's connection arguments as environment variables of PostgreSQL's own programs."""
    _, told = url.get_dialect()().create_connect_args(url)
    return {
        name: ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        for key, name in _LIBPQ.items()
        if (value := told.get(key)) is not None
    }
