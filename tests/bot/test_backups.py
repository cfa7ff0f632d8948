"""`backup`: one new file with all that was committed, while others write; or nothing, and why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cli import commands
from bot.platforms.playground import load_sample_network
from bot.runtime.bootstrap_data import prepare_database
from bot.settings import read_settings
from handlers.chat.turn import Arena
from storage.directory.people import Person
from storage.kit.database import Database
from storage.kit.tables import metadata
from tests import processes
from tests.postgres import Server


@pytest.fixture
def programs(postgres: Server) -> dict[str, str]:
    """Where PostgreSQL's own programs are."""
    return {"PATH": str(postgres.program("pg_dump").parent)}


@pytest.fixture
def open_mask() -> Iterator[None]:
    """A shell that would let everybody read what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


def back_up(url: str, file: Path, environment: Mapping[str, str]) -> int:
    return commands.run_backup_command(read_settings({"DATABASE_URL": url}), str(file), environment)


async def all_rows(database: Database) -> dict[str, list[Any]]:
    async with database.read() as store:
        return {
            table.name: sorted(map(repr, await store.session.execute(sa.select(table))))
            for table in metadata.sorted_tables
        }


def restore_copy(file: Path, server: Server, *, sqlite: bool) -> Database:
    """A database of its own, made of a backup."""
    if sqlite:
        return Database(f"sqlite:///{file}")
    server.sql("DROP DATABASE IF EXISTS again WITH (FORCE)", "CREATE DATABASE again")
    server.run("pg_restore", "-d", server.url("again"), str(file))
    return Database(server.url("again"))


async def test_a_backup_holds_every_row_while_somebody_writes(
    database: Database, database_url: str, postgres: Server, programs: dict[str, str], tmp_path: Path
) -> None:
    await prepare_database(database)
    await load_sample_network(database, Arena())
    rows, file = await all_rows(database), tmp_path / "backup"
    assert sum(map(len, rows.values())) > 100
    async with database.begin() as store:
        await store.people.add_person_with_account(Person(name="Not committed yet", language="nb"))
        await store.session.flush()
        assert back_up(database_url, file, programs) == commands.DONE
    again = restore_copy(file, postgres, sqlite=database.is_sqlite)
    assert await all_rows(again) == rows
    await again.close()


@pytest.mark.usefixtures("open_mask")
def test_only_its_owner_may_read_it_and_nothing_lies_beside_it(
    database_url: str, programs: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept" / "backup"
    file.parent.mkdir()
    (file.parent / "backup.part").write_text("of one that was killed")
    assert back_up(database_url, file, programs) == commands.DONE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["backup"]
    said = f"Wrote {file}, {file.stat().st_size:,} bytes"
    program = None if database_url.startswith("sqlite") else shutil.which("pg_dump", path=programs["PATH"])
    assert capsys.readouterr().out.startswith(f"{said}, by {program}." if program else f"{said}.")


def test_what_is_there_already_is_not_overwritten(
    database_url: str, programs: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup"
    file.write_text("the last one")
    assert back_up(database_url, file, programs) == commands.FAILED
    assert capsys.readouterr().err == f"{file} is there already: name a file that is not.\n"
    assert file.read_text() == "the last one"


def test_a_server_that_does_not_answer_leaves_no_file(
    programs: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql://arena:hidden@/arena?host={tmp_path}"
    assert back_up(url, tmp_path / "backup", programs) == commands.FAILED
    told = capsys.readouterr().err
    assert "pg_dump" in told
    assert "hidden" not in told
    assert list(tmp_path.iterdir()) == []


def test_without_pg_dump_it_says_what_to_install(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert back_up(postgres_url, tmp_path / "backup", {"PATH": str(tmp_path)}) == commands.FAILED
    assert "install PostgreSQL's client programs" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_older_pg_dump_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n")
    program.chmod(0o700)
    url = "postgresql://arena@db.example.org/network"
    assert back_up(url, tmp_path / "backup", {"PATH": str(tmp_path)}) == commands.FAILED
    assert capsys.readouterr().err.endswith("Install PostgreSQL's client programs of the server's version.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["pg_dump"]


def test_pg_dump_reads_where_the_server_is_and_nobody_reads_the_password(tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nfor file; do :; done\n{ env; echo "$@"; } >"${file#--file=}"\n')
    program.chmod(0o700)
    url = "postgresql://arena:p%40ss@db.example.org:5433/network?sslmode=require&command_timeout=5"
    assert back_up(url, tmp_path / "backup", {"PATH": f"{tmp_path}:{os.environ['PATH']}"}) == commands.DONE
    *told, arguments = (tmp_path / "backup").read_text().splitlines()
    assert {
        "PGHOST=db.example.org", "PGPORT=5433", "PGUSER=arena", "PGPASSWORD=p@ss", "PGDATABASE=network",
        "PGSSLMODE=require",
    } <= set(told)  # fmt: skip
    assert arguments == f"--format=custom --no-password --file={tmp_path}/backup.part"


def test_a_database_that_is_not_there_is_named_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert back_up(f"sqlite:///{tmp_path}/arena.db", tmp_path / "backup", {}) == commands.FAILED
    assert capsys.readouterr().err == f"There is no database at {tmp_path}/arena.db.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_told_and_gives_no_backup(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that is read only when somebody asks for what it holds: the copy would be as damaged."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[5 * 4096 : 6 * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    assert back_up(sqlite_url, tmp_path / "backup", {}) == commands.FAILED
    assert "damaged" in capsys.readouterr().err
    assert not (tmp_path / "backup").exists()


def test_a_file_that_is_no_database_gives_no_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "arena.db").write_text("Dear diary, this is no database at all. " * 200)
    assert back_up(f"sqlite:///{tmp_path}/arena.db", tmp_path / "backup", {}) == commands.FAILED
    assert capsys.readouterr().err == f"{tmp_path}/arena.db is no SQLite database.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["arena.db"]


def test_an_operator_calls_it_by_its_name(sqlite_url: str, tmp_path: Path) -> None:
    done = processes.run("backup", str(tmp_path / "backup"), DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stderr) == (0, "")
    done = processes.run("backup", str(tmp_path / "nowhere" / "backup"), DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stderr) == (1, f"{tmp_path}/nowhere/backup: No such file or directory\n")
