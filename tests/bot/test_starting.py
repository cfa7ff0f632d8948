"""A start waits for the database, and the door is open before all is learnt: whoever comes first is understood."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack

import pytest
from aiohttp import web

from bot.http.http_listener import CannotListen, listen_for_requests
from storage.kit.database import Database
from tests.conversation import Conversation
from tests.postgres import serve
from tests.processes import ANONYMOUS, free_port, run, serving


@pytest.fixture
def away() -> Iterator[str]:
    """A server that is not there: its port is bound, so that no other takes it, and refuses whoever connects."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", free_port()))
        yield f"postgresql://kari:correct-horse@127.0.0.1:{kept.getsockname()[1]}/arena"


async def test_who_writes_before_the_topics_are_learnt_waits_and_is_answered(database: Database) -> None:
    talk = await Conversation(database).begin()
    kari = await talk.person("kari")
    learnt = asyncio.get_running_loop().create_future()
    talk.dispatcher.before = asyncio.ensure_future(asyncio.wait_for(learnt, None))
    asked = asyncio.create_task(kari.commands("", name="help"))
    assert not (await asyncio.wait({asked}, timeout=0.05))[0]
    learnt.set_result(None)
    reply = await asked
    assert reply.card is not None


def test_a_process_that_starts_while_the_server_is_away_waits_and_then_serves() -> None:
    with serve() as server:
        server.sql("CREATE DATABASE arena")
        assert run("migrate", DATABASE_URL=server.url("arena")).returncode == 0
        server.stop_hard()
        with serving("web", DATABASE_URL=server.url("arena"), HEALTH_PORT=str(free_port()), **ANONYMOUS) as web:
            web.wait_until(lambda: any("waiting for the database" in line for line in web.lines))
            assert web.get("/health/live")[0] == 200
            assert web.ready()[0] == 503
            with server.again():
                web.wait_until(lambda: any("the database is there" in line for line in web.lines))
                web.wait_until_ready()
                web.program.send_signal(signal.SIGTERM)
                assert web.end() == 0


def test_a_process_that_has_waited_for_the_server_in_vain_says_so_in_a_line_and_ends(away: str) -> None:
    with ExitStack() as stack:
        started = [
            stack.enter_context(serving(command, program="tests.hasty_start", DATABASE_URL=away, **ANONYMOUS))
            for command in ("web", "worker", "run")
        ]
        assert [process.end() for process in started] == [1, 1, 1]
    for process in started:
        said = "\n".join(process.lines)
        assert '"event": "waiting for the database"' in said
        assert process.lines[-1].startswith("PostgreSQL at 127.0.0.1:")
        assert process.lines[-1].endswith("cannot be reached: Connection refused. Given up after 3 seconds.")
        assert "Traceback" not in said
        assert "correct-horse" not in said


def test_a_process_that_waits_ends_when_it_is_told_to(away: str) -> None:
    with serving("web", DATABASE_URL=away, **ANONYMOUS) as web:
        web.wait_until(lambda: any("waiting for the database" in line for line in web.lines))
        begun = time.monotonic()
        web.program.send_signal(signal.SIGTERM)
        assert web.end() == 0
        assert time.monotonic() - begun < 15
    assert "Traceback" not in "\n".join(web.lines)


def test_a_second_process_on_one_sqlite_file_says_so_and_ends(sqlite_url: str) -> None:
    with serving("run", DATABASE_URL=sqlite_url, **ANONYMOUS) as first:
        first.wait_until_ready()
        for command in ("run", "worker", "web"):
            second = run(command, DATABASE_URL=sqlite_url, PORT="0", **ANONYMOUS)
            assert second.returncode == 1
            lines = [line for line in second.stderr.splitlines() if '"level": "info"' not in line]
            assert len(lines) == 1, second.stderr
            assert "Another process of the bot runs on" in lines[0]
        assert run("export", "topics", DATABASE_URL=sqlite_url).returncode == 0
        first.program.kill()
        first.end()
    with serving("run", DATABASE_URL=sqlite_url, **ANONYMOUS) as third:
        third.wait_until_ready()


def test_one_that_listens_and_one_that_delivers_may_share_a_sqlite_file(sqlite_url: str) -> None:
    with serving("web", DATABASE_URL=sqlite_url, **ANONYMOUS) as web:
        web.wait_until_ready()
        with serving("worker", DATABASE_URL=sqlite_url, **ANONYMOUS) as worker:
            worker.wait_until_ready()


async def test_an_address_of_another_machine_is_named() -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(CannotListen, match=r"this machine has no such address\. Look at HOST"):
            await listen_for_requests(stack, web.Application(), "192.0.2.1", free_port())
