"""`python -m tests.evaluation [--record]`: how well the bot understands, beside the baselines and what was recorded."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from storage.kit import schema_migration
from storage.kit.database import Database
from tests.evaluation import docs
from tests.evaluation.figures import measured
from tests.evaluation.records import FALL, TIMED, Record, changes, lasting, recorded, write
from tests.evaluation.tables import SECTIONS, printed
from tests.meanings import MODELS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep the figures, and show them in the docs")
    options = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 170, highlight=False)
    found, before = asyncio.run(measured(_opened, MODELS.get("e5"))), recorded()
    record = {way: lasting(figures) for way, figures in found.items()}
    for section in SECTIONS:
        console.print(printed(section, record, before), "")
    for way, figures in found.items():
        for name in figures:
            if name.startswith(TIMED):
                console.print(f"{way}: {name.removeprefix(TIMED)} took {figures[name]:.1f} ms (median)")
    fallen = _compared(console, record, before)
    if options.record:
        return _kept(console, record)
    for name in docs.outdated(before | record):
        console.print(f"docs/{name} shows other figures: `python -m tests.evaluation --record`", style="yellow")
    console.print(f"Figures that fell by more than {FALL} from the recorded ones: {fallen}", style="bold")
    return 1 if fallen else 0


@asynccontextmanager
async def _opened() -> AsyncIterator[Database]:
    """An empty database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/arena.db")
        await schema_migration.migrate_schema(database)
        yield database
        await database.close()


def _compared(console: Console, record: Record, before: Record) -> int:
    """Say what is no longer as recorded; how many figures have fallen. How good the baselines are is nobody's fault."""
    fallen = 0
    for way, figures in record.items():
        for change in changes(figures, before.get(way, {})):
            worse = change.fallen and way != "baselines"
            fallen += worse
            console.print(f"{'fallen' if worse else 'changed'}, {way}: {change}", style="red" if worse else "yellow")
    return fallen


def _kept(console: Console, record: Record) -> int:
    """Only all ways together: a page with half of the figures of today would compare what cannot be compared."""
    if "by meaning" not in record:
        console.print("Nothing is recorded: what is found by meaning needs the extra `semantic`.", style="red")
        return 1
    write(record)
    docs.write(record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
