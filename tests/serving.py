"""A web process for tests of its limits: in a thread of its own, so that whoever asks it is not held up with it."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from aiohttp import web

#: seconds
PATIENCE = 20.0


@contextmanager
def serving(build: Callable[[], web.Application], **how: int) -> Iterator[int]:
    """The port on which the application is served as the bot serves it."""
    from bot.http.http_limits import LimitedSite

    started: list[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = []
    ready = threading.Event()

    async def serve() -> None:
        stop = asyncio.Event()
        runner = web.AppRunner(build(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await LimitedSite(runner, "127.0.0.1", 0, **how).start()
        started.append((runner.addresses[0][1], asyncio.get_running_loop(), stop))
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    port, loop, stop = started[0]
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not stop"


def latencies(port: int, seconds: float, path: str = "/health/live") -> list[float]:
    """How long each question to the process took, one after the other on one connection; sorted."""
    took, end = [], time.monotonic() + seconds
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        while time.monotonic() < end:
            began = time.monotonic()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            took.append(time.monotonic() - began)
            time.sleep(0.002)
    return sorted(took)


def p90(took: list[float]) -> float:
    """The machine may be busy with other tests: a few slow answers say nothing, and many say all."""
    return took[int(len(took) * 0.9)]


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def status_of(connection: socket.socket) -> int:
    """The status of the next answer, behind what only says to go on; 0 where the connection ends without one."""
    with connection.makefile("rb") as answer:
        while line := answer.readline():
            status = int(line.split()[1])
            if status != 100:
                return status
            while answer.readline().strip():
                pass
    return 0
