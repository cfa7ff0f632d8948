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
def with_kind(kind: RecordKind, name: str) -> Iterator[None]:
    """Declare one more kind, as a new module does that is named in `handlers.RECORDS`."""
    module = ModuleType(f"handlers.{name}")
    vars(module)["KINDS"] = (kind,)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, module.__name__, module)
            patch.setattr(handlers, "RECORDS", (*handlers.RECORDS, name))
            _read_anew()
            yield
    finally:
        _read_anew()


def _read_anew() -> None:
    """The registry is read once, and here it changes."""
    record_kinds.list_record_kinds.cache_clear()
    record_kinds._map_kinds_by_table.cache_clear()
