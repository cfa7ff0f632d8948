"""`python -m tests.bench [--quick] [--json] [LINE ...]`: what the bot costs, beside its ceiling from the same run.

A whole run is kept in `history.jsonl`.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable

from rich.console import Console

from tests.bench import (
    acks,
    ask,
    charts,
    due,
    everywhere,
    exchange,
    feeds,
    finding,
    first,
    hostile,
    matching,
    meanings,
    memory,
    pages,
    publishing,
    start,
    storms,
    turns,
    webs,
)
from tests.bench.benches import Bench
from tests.bench.history import describe_run, keep_run
from tests.bench.tables import Row, show

LINES: dict[str, Callable[[Bench], list[Row]]] = {
    "ask": ask.measure,
    "acks": acks.measure,
    "publishing": publishing.measure,
    "everywhere": everywhere.measure,
    "due": due.measure,
    "turns": turns.measure,
    "webs": webs.measure,
    "finding": finding.measure,
    "meanings": meanings.measure,
    "matching": matching.measure,
    "exchange": exchange.measure,
    "charts": charts.measure,
    "feeds": feeds.measure,
    "pages": pages.measure,
    "start": start.measure,
    "first": first.measure,
    "storms": storms.measure,
    "memory": memory.measure,
    "hostile": hostile.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, and less of it")
    parser.add_argument("--json", action="store_true", help="print the figures as one object; the table goes to stderr")
    parser.add_argument("lines", nargs="*", metavar="LINE", choices=[[], *LINES], help=", ".join(LINES))
    options = parser.parse_args()
    console = Console(width=170 if not Console().is_terminal else None, stderr=options.json)
    rows, broken = _measure(options.lines or list(LINES), console, quick=options.quick)
    if options.json:
        sys.stdout.write(json.dumps(describe_run(rows)) + "\n")
    elif not (options.quick or options.lines or broken):
        keep_run(rows)
    if broken:
        sys.exit(f"could not be measured: {', '.join(broken)}")


def _measure(lines: list[str], console: Console, *, quick: bool) -> tuple[list[Row], list[str]]:
    """Measure the lines and show each at once; return their rows, and the lines that broke: the others go on."""
    rows, broken = list[Row](), list[str]()
    with Bench.opened(quick=quick) as bench:
        for name in lines:
            try:
                with console.status(f"{name} ..."):
                    found = LINES[name](bench)
            except Exception:  # noqa: BLE001 - shown, and said again at the end
                console.print_exception()
                broken.append(name)
            else:
                show(found, console)
                rows += found
            gc.collect()
    return rows, broken


if __name__ == "__main__":
    main()
