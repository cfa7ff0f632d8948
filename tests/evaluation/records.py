"""The figures that were recorded, and which of today's have fallen behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from tests.evaluation.measures import Figures
from tests.evaluation.sets import FOLDER

FILE = FOLDER / "recorded.json"
#: what a figure may lose before somebody has to look
FALL = 0.01
#: what is drawn and not judged: how many guesses are how sure
DRAWN = "confidence/"
#: what is printed and not recorded: how long it took, which is another story on every machine
TIMED = "ms/"

#: "baselines", "by words" or "by meaning" -> its figures
Record = dict[str, Figures]


class Change(NamedTuple):
    """A figure that is no longer what was recorded; None where it is new, or not measured any more."""

    name: str
    before: float | None
    now: float | None

    @property
    def fallen(self) -> bool:
        """What is not measured any more may have fallen by anything."""
        return self.before is not None and (self.now is None or self.before - self.now > FALL + 1e-9)

    def __str__(self) -> str:
        before, now = ("nothing" if value is None else f"{value:g}" for value in (self.before, self.now))
        return f"{self.name}: {before} -> {now}"


def recorded() -> Record:
    record: Record = json.loads(FILE.read_text("utf-8"))
    return record


def write(record: Record) -> None:
    FILE.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")


def lasting(figures: Figures) -> Figures:
    """What is recorded, as exactly as is worth it: what differs by less is the same, on whatever machine."""
    return {name: round(value, 3) for name, value in figures.items() if not name.startswith(TIMED)}


def changes(now: Figures, before: Figures) -> Iterator[Change]:
    """What is to be judged and is not what it was, in order of the names."""
    now, before = (
        {name: value for name, value in lasting(one).items() if not name.startswith(DRAWN)} for one in (now, before)
    )
    for name in sorted(now.keys() | before.keys()):
        if now.get(name) != before.get(name):
            yield Change(name, before.get(name), now.get(name))


def fallen(now: Figures, before: Figures) -> list[Change]:
    return [change for change in changes(now, before) if change.fallen]
