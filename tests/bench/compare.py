"""`python -m tests.bench.compare COMMIT [LINE ...]`: this tree beside an earlier commit, round by round in one run.

Each takes its turn in every round, so that a machine that is slow for a while is slow for both. What is printed is the
figure of this tree as a share of the other's: the middle of all rounds, and the least and the most of them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.bench.programs import ROOT
from tests.bench.tables import middle

#: (row, figure) -> its value in a round
Figures = dict[tuple[str, str], float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.compare", description=__doc__)
    parser.add_argument("commit", help="what this tree is compared with")
    parser.add_argument("lines", nargs="*", metavar="LINE", help="as in python -m tests.bench; the path of a question")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_intermixed_args()
    mine: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    theirs: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    with check_out(options.commit) as other:
        for _ in range(options.rounds):
            for tree, found in ((other, theirs), (ROOT, mine)):
                for name, value in measure(tree, options.lines or ["ask"]).items():
                    found[name].append(value)
    show(mine, theirs, options.commit)


@contextmanager
def check_out(commit: str) -> Iterator[Path]:
    """A copy of this commit in a folder of its own, which is gone afterwards."""
    with TemporaryDirectory(prefix="arena-compare-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            yield tree
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def measure(tree: Path, lines: list[str]) -> Figures:
    """One round there. Raises CalledProcessError."""
    command = [sys.executable, "-m", "tests.bench", "--quick", "--json", *lines]
    done = subprocess.run(command, cwd=tree, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    rows = json.loads(done.stdout.splitlines()[-1])["lines"]
    return {(row, name): value for row, found in rows.items() for name, value in found.items() if name != "met"}


def show(mine: dict[tuple[str, str], list[float]], theirs: dict[tuple[str, str], list[float]], commit: str) -> None:
    table = Table("what", "figure", commit, "this tree", "share", "least - most")
    for (row, name), values in mine.items():
        others = theirs.get((row, name), [])
        shares = [one / other for one, other in zip(values, others, strict=False) if other]
        if shares:
            spread = f"{min(shares):.2f} - {max(shares):.2f}"
            table.add_row(row, name, f"{middle(others):.4g}", f"{middle(values):.4g}", f"{middle(shares):.3f}", spread)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
