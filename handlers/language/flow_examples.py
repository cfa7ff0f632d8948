"""Read the examples of offers, of needs and of neither, from which `flow_model` is trained."""

from __future__ import annotations

from zlib import crc32

from handlers.language.bot_request_examples import list_request_examples
from handlers.language.example_lines import draw_texts, read_example_lines
from handlers.language.flow_model import NEITHER
from handlers.language.lexicon import FOLDER

FILE = FOLDER / "flow_lines.txt"
#: of so many questions and requests one is an example of neither: all of them would outweigh the lines
EACH = 4
#: maximum number of texts that a line with choices stands for
MOST_TEXTS = 32


def list_flow_examples() -> list[tuple[str, str]]:
    """Return kind and text of all examples, in one order: of the file, and of what people and the bot are asked."""
    others = sorted({text for _, text in list_request_examples()})
    # drawn by the text itself: what is written elsewhere changes nothing
    return [*_read_lines(), *((NEITHER, text) for text in others if crc32(text.encode()) % EACH == 0)]


def list_written_lines() -> list[tuple[str, str]]:
    """Return kind and text of the lines without choices: each was written as somebody would type it."""
    return [(kind, line) for kind, line in read_example_lines(FILE) if "{" not in line]


def _read_lines() -> list[tuple[str, str]]:
    return [(kind, text) for kind, line in read_example_lines(FILE) for text in draw_texts(line, MOST_TEXTS)]
