"""What `docs/understanding.md` shows of the recorded figures: a table and two plots."""

from __future__ import annotations

import re
from pathlib import Path

from tests.evaluation.records import Record
from tests.evaluation.tables import written

FOLDER = Path(__file__).parents[2] / "docs"
PAGE = FOLDER / "understanding.md"
#: what lies between is made
TABLE = re.compile(r"(?<=<!-- the recorded figures -->\n).*(?=<!-- as far as here -->)", re.DOTALL)


def page(record: Record) -> str:
    """The page with these figures in its table."""
    return TABLE.sub(lambda _: f"\n{written(record)}\n\n", PAGE.read_text("utf-8"))


def files(record: Record) -> dict[Path, str]:
    """Each file that shows figures, as it should be."""
    from tests.evaluation.plots import plots  # takes a second to import, and no test needs it

    return {PAGE: page(record)} | {FOLDER / name: svg for name, svg in plots(record).items()}


def write(record: Record) -> None:
    for path, text in files(record).items():
        path.write_text(text, "utf-8")


def outdated(record: Record) -> list[str]:
    """The files that show other figures."""
    return [path.name for path, text in files(record).items() if not path.is_file() or path.read_text("utf-8") != text]
