"""What is learnt of lines that want a new meeting, as a file (`make meeting-order-model`).

Examples are the lines of `span_lines.jsonl`, all of which do, those of `meeting_order_lines.txt`, most of which
have the same words and do not, and what is asked of people and of the bot, or offered and needed.
"""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from handlers.language.bot_request_examples import list_request_examples
from handlers.language.example_lines import draw_texts, read_example_lines
from handlers.language.flow_examples import list_flow_examples
from handlers.language.flow_model import NEITHER
from handlers.language.meeting_order_model import FILE, KINDS, ORDER, OTHER, SLOTS, extract_order_slots
from tests.linear_models import Examples, train_weights, write_model
from tests.span_model import list_examples

LINES = Path(__file__).parent / "meeting_order_lines.txt"
#: how often a line counts that somebody wrote to set up a meeting, or not to
OFTEN = 2
#: maximum number of texts that a line with choices stands for
MOST = 12
#: of so many offers and needs one is an example: there are far more of them than of the others
EACH = 2


def list_written_lines() -> Examples:
    """Return kind and text of what authors wrote, half of whom were asked to wrap their orders in reasons."""
    return [
        *((ORDER, example["text"]) for example in list_examples()),
        *read_example_lines(LINES),
    ]


def list_training_examples() -> Examples:
    """Return all of them, each written line several times, and some of the texts of one with choices."""
    plain = [(kind, line) for kind, line in list_written_lines() if "{" not in line]
    drawn = [(kind, text) for kind, line in list_written_lines() if "{" in line for text in draw_texts(line, MOST)]
    return [*plain * OFTEN, *drawn, *list_background()]


def list_background() -> Examples:
    """Return what has little to do with meetings; the file is not out of date when some of it changes."""
    asked = sorted({text for _, text in list_request_examples()})
    # drawn by the text itself: what is written elsewhere changes nothing
    stated = (text for kind, text in list_flow_examples() if kind != NEITHER and crc32(text.encode()) % EACH == 0)
    return [(OTHER, text) for text in (*asked, *stated) if extract_order_slots(text)]


def main() -> None:
    weights = train_weights(list_training_examples(), KINDS, extract_order_slots, SLOTS)
    # only the difference tells: a column of zeros takes no room in the file
    write_model(FILE, list_written_lines(), KINDS, weights - weights[:, :1])


if __name__ == "__main__":
    main()
