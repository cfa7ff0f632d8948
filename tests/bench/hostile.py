"""What nobody signed, and what a source answers: how long `/health/live` waits beside them, and without them."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from tests.bench.benches import Bench
from tests.bench.programs import Program, running
from tests.bench.tables import Row, quantile
from tests.serving import connect, latencies

#: seconds that may be waited longer than without them, of a hundred times all but one
GOAL = 0.1
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: arena.example\r\nContent-Type: application/json\r\n"
SIGNED = b"X-Slack-Request-Timestamp: 1700000000\r\nX-Slack-Signature: v0=" + b"0" * 64 + b"\r\n"
SLACK = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": "bench", "SLACK_API_URL": "http://127.0.0.1:9/api/"}


def measure(bench: Bench) -> list[Row]:
    seconds = 3.0 if bench.quick else 10.0
    bomb = gzip.compress(bytes(900_000_000), 6)
    rows = []
    with running("-m", "bot", "web", DATABASE_URL=bench.database("sqlite"), **SLACK) as program:
        program.wait("/health/ready")
        calm = latencies(program.port, seconds)
        before = program.memory()
        for name, attack in (
            ("gzip bodies", lambda: _inflate(program, bomb)),
            ("200 endless bodies", lambda: _hold(program)),
        ):
            with _beside(attack):
                rows.append(_row(name, calm, latencies(program.port, seconds), program.memory() - before))
    with running("-m", "tests.bench.comments") as program:
        program.wait()
        rows.append(_row("the file of comments", calm, latencies(program.port, seconds), 0.0))
    return rows


def _row(name: str, calm: list[float], busy: list[float], megabytes: float) -> Row:
    one, other = quantile(calm, 0.99), quantile(busy, 0.99)
    return Row(
        f"/health/live beside {name}, p99",
        f"{other * 1000:.1f} ms, {megabytes:+.0f} MB",
        f"without: {one * 1000:.1f} ms",
        goal=f"at most {GOAL * 1000:.0f} ms more",
        met=other <= one + GOAL,
        figures={"p99_ms": other * 1000, "memory_mb": megabytes},
    )


@contextmanager
def _beside(attack: Callable[[], ExitStack | None]) -> Iterator[None]:
    """Begin it again as soon as it is over, in four threads, until the end of the block."""
    over = threading.Event()

    def go_on() -> None:
        with ExitStack() as held:
            while not over.is_set():
                if (kept := attack()) is not None:
                    held.enter_context(kept)
                    over.wait()

    threads = [threading.Thread(target=go_on, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    yield
    over.set()
    for thread in threads:
        thread.join(30)


def _inflate(program: Program, bomb: bytes) -> None:
    with connect(program.port) as connection, suppress(OSError):
        connection.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):
            pass


def _hold(program: Program) -> ExitStack:
    """A quarter of them: each has sent most of what it may, and sends no more."""
    held = ExitStack()
    for _ in range(50):
        connection = held.enter_context(connect(program.port))
        with suppress(OSError):
            connection.sendall(
                HEAD + SIGNED + b"Transfer-Encoding: chunked\r\n\r\nF0000\r\n" + bytes(0xF0000) + b"\r\n"
            )
    return held
