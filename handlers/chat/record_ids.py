"""Read the ids that buttons, forms and links carry, and number the versions that stand beside them.

An invalid id becomes 0, and no record has that id. A form drawn before an edit is not taken for a newer one.
"""

from __future__ import annotations

from datetime import UTC, datetime

from storage.kit.record_ids import DIGITS, LARGEST_ID

#: id that no record has
NONE = 0
#: number of digits of a position in the longest list
POSITION_DIGITS = 6
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def parse_id(text: str) -> int:
    """Return the id that a button or a form carries; NONE for everything else, whatever somebody made up."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        return NONE
    id = int(text)
    return id if id <= LARGEST_ID else NONE


def parse_optional_id(text: str) -> int | None:
    """Return the id that a button or a form carries; None for everything else."""
    return parse_id(text) or None


def parse_position(value: str) -> int:
    """Return the position at which a page begins, as its button carries it; 0 for everything else."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= POSITION_DIGITS else 0


def build_next_version(version: int | None, now: datetime) -> int:
    """Return a version above this one and every version given before now.

    The version is made from the time: a restored database does not know which versions are out since its backup.
    """
    return max((version or 0) + 1, int((now - _EPOCH).total_seconds()))
