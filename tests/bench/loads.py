"""Load: as fast as answers come (closed), or at a rate that waits for nobody (open)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import aiohttp

#: requests in the air at once in a closed loop
CONNECTIONS = 32
Request = tuple[bytes, dict[str, str]]
Ask = Callable[[int], Request]


@dataclass
class Result:
    #: seconds from when a request should have been sent until it was answered
    latencies: list[float] = field(default_factory=list)
    #: number -> when it should have been sent
    sent: dict[int, float] = field(default_factory=dict)
    #: those that were not taken: the platform sends them again
    refused: set[int] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def late(self) -> int:
        """Answers that took more than a second."""
        return sum(latency > 1.0 for latency in self.latencies)


async def closed(url: str, numbers: Iterable[int], ask: Ask) -> Result:
    """Every request, `CONNECTIONS` at a time."""
    result, waiting = Result(), iter(numbers)
    async with _session() as session:

        async def worker() -> None:
            for number in waiting:
                await _one(session, url, ask(number), number, time.perf_counter(), result)

        start = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(CONNECTIONS)))
        result.seconds = time.perf_counter() - start
    return result


async def steady(url: str, numbers: Iterable[int], ask: Ask, rate: float) -> Result:
    """`rate` requests a second, whether or not the earlier ones are answered."""
    result, start = Result(), time.perf_counter()
    async with _session() as session, asyncio.TaskGroup() as tasks:
        for turn, number in enumerate(numbers):
            at = start + turn / rate
            pause = at - time.perf_counter()
            if pause > 0:
                await asyncio.sleep(pause)
            tasks.create_task(_one(session, url, ask(number), number, at, result))
    result.seconds = time.perf_counter() - start
    return result


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=60))


async def _one(
    session: aiohttp.ClientSession, url: str, request: Request, number: int, at: float, result: Result
) -> None:
    body, headers = request
    result.sent[number] = at
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        if answer.status >= 300:
            result.refused.add(number)
    result.latencies.append(time.perf_counter() - at)
