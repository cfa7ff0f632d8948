"""A line of the benchmarks: what was measured, what it is measured against in the same run, and what it should be.

`goal` is what must be reached, `best` what is aimed at. `figures` are the numbers of the line for the history, each
under a name that ends in its unit (`cpu_us`, `p99_ms`, `memory_mb`) or is a ratio.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    name: str
    measured: str
    #: the ceiling, from the same rounds
    ceiling: str = ""
    ratio: str = ""
    goal: str = ""
    #: None: no goal of its own
    met: bool | None = None
    best: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


def show(rows: Iterable[Row], console: Console) -> None:
    table = Table("what", "measured", "ceiling of the same run", "ratio", "goal", "", "aim", show_lines=True)
    for row in rows:
        met = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[row.met]
        table.add_row(row.name, row.measured, row.ceiling, row.ratio, row.goal, met, row.best)
    console.print(table)


def middle(values: Sequence[float]) -> float:
    return median(values) if values else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share) - 1)] if ordered else 0.0


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def us(seconds: float) -> str:
    return f"{seconds * 1_000_000:,.0f} us".replace(",", " ")


def spread(latencies: Sequence[float]) -> str:
    """p50, p99 and the worst."""
    return " / ".join((ms(quantile(latencies, 0.5)), ms(quantile(latencies, 0.99)), ms(max(latencies, default=0.0))))
