"""A toy kind of record, which is in the registry as long as a test wants it to be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest

import handlers
from handlers.chat import record_kinds
from handlers.chat.record_kinds import RecordKind


@contextmanager
def with_kind(kind: RecordKind, context: str) -> Iterator[None]:
    """Declare one more kind, as a new context does: its name in `handlers.RECORDS`, and a `record.py`."""
    module = ModuleType(f"handlers.{context}.record")
    vars(module)["KINDS"] = (kind,)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, f"handlers.{context}", ModuleType(f"handlers.{context}"))
            patch.setitem(sys.modules, module.__name__, module)
            patch.setattr(handlers, "RECORDS", (*handlers.RECORDS, context))
            _read_anew()
            yield
    finally:
        _read_anew()


def _read_anew() -> None:
    """The registry is read once, and here it changes."""
    record_kinds.list_record_kinds.cache_clear()
    record_kinds._map_kinds_by_table.cache_clear()
