"""What every line is given: fresh databases with a network in them, programs, and how long to go on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.kit.database import UNAVAILABLE, Database
from tests.bench.loads import Request
from tests.bench.networks import furnish, questions
from tests.bench.programs import Program, running
from tests.bench.workspaces import Workspace
from tests.postgres import Server, serve

ENGINES = {"sqlite": "SQLite (FULL)", "postgresql": "PostgreSQL"}


@dataclass
class Bench:
    """`with Bench.opened(quick=...) as bench`."""

    quick: bool
    folder: Path
    postgres: Server
    #: engine -> what every database of the run is copied from
    templates: dict[str, str]
    #: number -> a signed question
    ask: Callable[[int], Request]
    #: every question of a run has its own
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    @contextmanager
    def opened(cls, *, quick: bool = False) -> Iterator[Bench]:
        with TemporaryDirectory(prefix="arena-bench-") as folder, serve() as server:
            server.sql("CREATE DATABASE template_bench")
            urls = {"sqlite": f"sqlite:///{folder}/template.db", "postgresql": server.url("template_bench")}
            ask = asyncio.run(_prepared(urls))
            yield cls(quick, Path(folder), server, urls, ask)

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 3

    def take(self, count: int) -> list[int]:
        return [next(self.numbers) for _ in range(count)]

    def new_file(self) -> Path:
        """Where nothing is yet."""
        return self.folder / f"bench_{next(self._names)}"

    def database(self, engine: str) -> str:
        """A fresh one, furnished."""
        template = self.templates[engine]
        if engine == "sqlite":
            path = self.new_file()
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        name = self.new_file().name
        self.postgres.sql(f"CREATE DATABASE {name} TEMPLATE template_bench")
        return self.postgres.url(name)


@dataclass
class Scene:
    """A bot at work in a workspace."""

    bot: Program
    workspace: Workspace
    url: str

    @property
    def events(self) -> str:
        return f"{self.bot.url}/slack/events"

    async def drained(self, seconds: float = 120.0) -> bool:
        return await drained(self.url, seconds)


@asynccontextmanager
async def scene(url: str, *, paced: bool = False, delay: float = 0.0) -> AsyncIterator[Scene]:
    """The bot on this database, in a process of its own, and a Web API that takes `delay` seconds a message."""
    program = ("tests.bench.unpaced", *(("--paced",) if paced else ()))
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace(delay))
        bot = stack.enter_context(running("-m", *program, DATABASE_URL=url, **workspace.settings()))
        await asyncio.to_thread(bot.wait)
        yield Scene(bot, workspace, url)


async def drained(url: str, seconds: float = 120.0) -> bool:
    """Until every delivery that is due is over; False when that takes too long."""
    database = Database(url)
    try:
        async with asyncio.timeout(seconds):
            while await _pending(database):  # noqa: ASYNC110 another process tells no event
                await asyncio.sleep(0.1)
    except TimeoutError:
        return False
    finally:
        await database.close()
    return True


async def _prepared(urls: dict[str, str]) -> Callable[[int], Request]:
    for url in urls.values():
        await furnish(url)
    return await questions(urls["sqlite"])


async def _pending(database: Database) -> bool:
    """What is promised for another day is not waited for."""
    try:
        async with database.read() as store:
            return await store.deliveries.find_oldest_due_time() is not None
    except UNAVAILABLE:
        return True
