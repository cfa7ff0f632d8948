"""Read the ids that buttons, forms and links carry: an invalid id becomes 0, and no record has that id."""

from __future__ import annotations

from storage.kit.record_ids import DIGITS, LARGEST

#: nothing has it
NONE = 0


def parse_id(text: str) -> int:
    """Return the id that a button or a form carries; NONE for everything else, whatever somebody made up."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        return NONE
    id = int(text)
    return id if id <= LARGEST else NONE


def parse_optional_id(text: str) -> int | None:
    """Return the id that a button or a form carries; None for everything else."""
    return parse_id(text) or None
