"""Read the examples of what people ask of the bot itself, from which `bot_request_model` is trained."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.language.example_lines import draw_texts, read_example_lines
from handlers.language.lexicon import FOLDER
from handlers.language.training_data import load_examples

FILE = FOLDER / "bot_requests.txt"
#: lines that many people wrote as they would write to the bot, of every kind
MESSAGES = FOLDER / "bot_messages.txt"
#: kinds of what is no request to the bot, and the topic whose questions may be one
NETWORK, NEWS, ARENA = "network", "news", "arena"
#: maximum number of texts that a line stands for: the longest would outweigh all others
MOST_TEXTS = 12
#: how often a written line counts; more to people, for a question of theirs that the bot keeps is the worse mistake
OFTEN, OFTEN_BY_KIND = 2, {NETWORK: 5, NEWS: 1}


def list_training_examples() -> list[tuple[str, str]]:
    """Return kind and text of all that the model is trained on. Always in one order."""
    written = read_example_lines(MESSAGES)
    return [*list_request_examples(), *(one for one in written for _ in range(OFTEN_BY_KIND.get(one[0], OFTEN)))]


def list_request_examples() -> list[tuple[str, str]]:
    """Return kind and text of the ways to ask the bot, and of the questions of all topics. Always in one order."""
    return [*_read_requests(), *((NETWORK, text) for text, topics in load_examples() if topics[0] != ARENA)]


def _read_requests() -> Iterator[tuple[str, str]]:
    for kind, line in read_example_lines(FILE):
        yield from ((kind, text) for text in draw_texts(line, MOST_TEXTS))
