"""Read the examples of what people ask of the bot itself, from which `bot_request_model` is trained."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.language.example_lines import draw_texts, read_example_lines
from handlers.language.lexicon import FOLDER
from handlers.language.training_data import load_examples

FILE = FOLDER / "bot_requests.txt"
#: kind of what is no request to the bot, and the topic whose questions may be one
NETWORK, ARENA = "network", "arena"
#: maximum number of texts that a line stands for: the longest would outweigh all others
MOST_TEXTS = 12


def list_request_examples() -> list[tuple[str, str]]:
    """Return kind and text of all examples: of requests, and of questions to the network. Always in one order."""
    return [*_read_requests(), *((NETWORK, text) for text, topics in load_examples() if topics[0] != ARENA)]


def _read_requests() -> Iterator[tuple[str, str]]:
    for kind, line in read_example_lines(FILE):
        yield from ((kind, text) for text in draw_texts(line, MOST_TEXTS))
