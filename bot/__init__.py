"""Run the bot: how it is reached from outside, and how its processes live."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _hide_libraries(*names: str) -> Iterator[None]:
    """Make the first import of these libraries fail in this block, as if they were not installed."""
    unseen = [name for name in names if name not in sys.modules]
    for name in unseen:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's manual: then the import raises
    try:
        yield
    finally:
        for name in unseen:
            del sys.modules[name]


# Used only for coloured tracebacks, which the bot replaces (see bot/runtime/logs.py). It costs 5 MB and a tenth of the
# start.
with _hide_libraries("rich"):
    import structlog  # noqa: F401 - the first import decides
