"""Build the index anew from the records while the bot runs, and show the progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from bot.maintenance.search_index_repair import SearchIndexRepairer
from bot.runtime.metrics import Metrics
from handlers.chat.record_kinds import list_searched_kinds
from storage.kit.database import Database

#: Records in one unit of work, and seconds of pause for each second of work: others must be able to write.
PORTION, REST = 50, 0.5
#: maximum number of progress lines without a terminal
LINES = 10


async def rebuild_index_with_progress(database: Database, console: Console | None = None) -> int:
    """Index every record anew and return how many there are."""
    console = console or Console(stderr=True)
    async with database.read() as store:
        total = sum([await store.search_consistency.count_indexable_records(kind) for kind in list_searched_kinds()])
    with _show_index_progress(console, total) as told:
        return await SearchIndexRepairer(database, Metrics(), portion=PORTION, rest=REST).rebuild_index(told)


@contextmanager
def _show_index_progress(console: Console, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, else print a line now and then."""
    if console.is_terminal:
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("index", total=total)
            yield lambda count: progress.advance(task, count)
        return
    done = 0

    def print_progress_line(count: int) -> None:
        nonlocal done
        before, done = done, done + count
        if total and done * LINES // total > before * LINES // total:
            console.print(f"{done} of {total} records", highlight=False)

    yield print_progress_line
