"""Libraries that other libraries use where they find them, and that the bot needs for nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Whoever imports one of these for the first time meanwhile is told that it is not installed."""
    unseen = [name for name in names if name not in sys.modules]
    for name in unseen:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's manual: then the import raises
    try:
        yield
    finally:
        for name in unseen:
            del sys.modules[name]
