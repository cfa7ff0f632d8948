"""Hide libraries that other libraries use where they find them, and that the bot does not need."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hide_libraries(*names: str) -> Iterator[None]:
    """Make the first import of these libraries fail in this block, as if they were not installed."""
    unseen = [name for name in names if name not in sys.modules]
    for name in unseen:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's manual: then the import raises
    try:
        yield
    finally:
        for name in unseen:
            del sys.modules[name]
