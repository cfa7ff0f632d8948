"""Read the examples of what people ask of the bot itself, from which `bot_request_model` is trained.

Each line of the file stands for several texts: "{jeg|vi} kan ikke komme {i morgen|}" for four.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import product

from handlers.language.lexicon import FOLDER
from handlers.language.training_data import load_examples

FILE = FOLDER / "bot_requests.txt"
#: kind of what is no request to the bot, and the topic whose questions may be one
NETWORK, ARENA = "network", "arena"
#: maximum number of texts that a line stands for: the longest would outweigh all others
MOST = 12
_CHOICE = re.compile(r"\{([^{}]*)\}")


def list_request_examples() -> list[tuple[str, str]]:
    """Return kind and text of all examples: of requests, and of questions to the network. Always in one order."""
    return [*_read_requests(), *((NETWORK, text) for text, topics in load_examples() if topics[0] != ARENA)]


def _read_requests() -> Iterator[tuple[str, str]]:
    kind = ""
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            yield from ((kind, text) for text in draw_texts(line, MOST))


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
