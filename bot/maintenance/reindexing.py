"""Builds the index anew from the records while the bot runs, and says how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from bot.maintenance.search_index_repair import Mender
from bot.runtime.metrics import Metrics
from handlers.chat.records import searched_kinds
from storage.kit.database import Database

#: records in one unit of work, and seconds of rest for each second of work: others want to write meanwhile
PORTION, REST = 50, 0.5
#: lines that are told where nobody sees a bar
LINES = 10


async def reindex(database: Database, console: Console | None = None) -> int:
    """How many records there are."""
    console = console or Console(stderr=True)
    async with database.read() as store:
        total = sum([await store.index.size(kind) for kind in searched_kinds()])
    with _progress(console, total) as told:
        return await Mender(database, Metrics(), portion=PORTION, rest=REST).rebuild(told)


@contextmanager
def _progress(console: Console, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, else a line now and then."""
    if console.is_terminal:
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("index", total=total)
            yield lambda count: progress.advance(task, count)
        return
    done = 0

    def told(count: int) -> None:
        nonlocal done
        before, done = done, done + count
        if total and done * LINES // total > before * LINES // total:
            console.print(f"{done} of {total} records", highlight=False)

    yield told
