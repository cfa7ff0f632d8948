"""Lateness by chance, so that races show: with `--late SECONDS` whatever the bot waits for begins and ends late.

A test is late in the same way again with the same `--late-seed`, which the head of the run names. What processes of
their own do is as ever. A test that measures how long something takes is marked `on_time`, with the reason.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from typing import Any

import pytest

from bot.delivery.outcome_writer import OutcomeWriter
from bot.dispatcher import Dispatcher
from storage.kit.database import Database, Store
from tests.standins.slack import SlackStandIn
from tests.standins.teams import Microsoft

#: share of the steps that are late; most of those only a little
OFTEN = 0.5
#: what is late before and after it: the database's units of work apart, which are opened
BOTH_ENDS = ((OutcomeWriter, "write_delivery_outcome"), (Dispatcher, "__call__"))
#: what has been done before its answer is late
ANSWERS = ((SlackStandIn, "_call"), (SlackStandIn, "_respond"), (Microsoft, "_connector"))
UNITS = ("begin", "read")
#: as it was before any test puts something else in its place
_sleep = asyncio.sleep


class Lateness:
    """Chance, and how often something was late by it."""

    def __init__(self, seconds: float, seed: str) -> None:
        self.seconds = seconds
        self.chance = random.Random(seed)
        self.times: Counter[str] = Counter()

    async def pass_time(self, name: str) -> None:
        if self.chance.random() < OFTEN:
            self.times[name] += 1
            await _sleep(self.chance.random() ** 2 * self.seconds)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--late", type=float, default=0.0, metavar="SECONDS", help="be late by chance, by at most so much")
    parser.addoption("--late-seed", type=int, metavar="SEED", help="be late as in the run whose head names this seed")


def pytest_configure(config: pytest.Config) -> None:
    """Workers are handed the options as they stand here."""
    if config.option.late_seed is None:
        config.option.late_seed = random.SystemRandom().randrange(10**6)


def pytest_report_header(config: pytest.Config) -> list[str]:
    late, seed = config.getoption("late"), config.getoption("late_seed")
    return [f"late by chance: --late {late} --late-seed {seed}"] if late else []


@pytest.fixture(autouse=True)
def lateness(request: pytest.FixtureRequest, guard: list[str]) -> Iterator[Counter[str]]:
    """How often what was late in this test. Each is late in its own way, whichever tests came before it.

    After the guard: in what is late, nothing is inside a unit of work.
    """
    seconds: float = request.config.getoption("late")
    if not seconds or request.node.get_closest_marker("on_time"):
        yield Counter()
        return
    with being_late(seconds, f"{request.config.getoption('late_seed')} {request.node.nodeid}") as times:
        yield times


@contextmanager
def being_late(seconds: float, seed: str) -> Iterator[Counter[str]]:
    """Put lateness around every step that the bot waits for; what is counted is by the name of the step."""
    late = Lateness(seconds, seed)
    with pytest.MonkeyPatch.context() as patch:
        for name in UNITS:
            patch.setattr(Database, name, _open_late(late, name, getattr(Database, name)))
        for owner, name in (*BOTH_ENDS, *ANSWERS):
            begins = (owner, name) in BOTH_ENDS
            patch.setattr(owner, name, _run_late(late, name, getattr(owner, name), begins=begins))
        yield late.times


def _open_late(late: Lateness, name: str, opening: Any) -> Any:
    @asynccontextmanager
    async def unit(self: Database, **options: Any) -> AsyncIterator[Store]:
        await late.pass_time(name)
        async with opening(self, **options) as store:
            yield store
        await late.pass_time(name)

    return unit


def _run_late(late: Lateness, name: str, step: Callable[..., Any], *, begins: bool) -> Any:
    @wraps(step)
    async def run(*arguments: Any, **options: Any) -> Any:
        if begins:
            await late.pass_time(name)
        answer = await step(*arguments, **options)
        await late.pass_time(name)
        return answer

    return run
