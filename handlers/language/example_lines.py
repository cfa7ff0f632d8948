"""Read files of examples: lines under the heading of their kind, each of which may stand for several texts.

"{jeg|vi} kan ikke komme {i morgen|}" stands for four.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from handlers.language.late_patterns import compile_later

_CHOICE = compile_later(r"\{([^{}]*)\}")


def read_example_lines(file: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and line of each example."""
    kind = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            yield kind, line


def draw_texts(line: str, most: int) -> list[str]:
    """Return so many of the texts that a line with choices stands for, drawn by the line itself."""
    texts = list(_expand_choices(line))
    return texts if len(texts) <= most else random.Random(line).sample(texts, most)


def _expand_choices(line: str) -> Iterator[str]:
    """Yield each text that the line stands for."""
    parts = _CHOICE.split(line)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())
