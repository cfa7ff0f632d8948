"""Edits: the version of what only forms and buttons carry, so that one drawn before an edit is not taken for newer."""

from __future__ import annotations

from datetime import UTC, datetime

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def next_version(version: int | None, now: datetime) -> int:
    """Return a version above this one and every one that was given before now.

    It is made from the time: a restored database does not know which versions are out since its backup.
    """
    return max((version or 0) + 1, int((now - _EPOCH).total_seconds()))
