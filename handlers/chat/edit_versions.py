"""Number versions of records that only forms and buttons carry.

A form drawn before an edit is thereby not taken for a newer one.
"""

from __future__ import annotations

from datetime import UTC, datetime

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def build_next_version(version: int | None, now: datetime) -> int:
    """Return a version above this one and every version given before now.

    The version is made from the time: a restored database does not know which versions are out since its backup.
    """
    return max((version or 0) + 1, int((now - _EPOCH).total_seconds()))
