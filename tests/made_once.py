"""Files that take seconds to make, and that all workers of a run share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

#: variable with the folder where a run that a test starts finds what the test's own run has made
MADE = "TESTS_MADE"


def make_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the file of this name, made by the worker of this run that asks first while the others wait."""
    shared = _find_shared_folder(folders)
    path = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{name}")
            make(unfinished)
            unfinished.rename(path)
    return path


def _find_shared_folder(folders: pytest.TempPathFactory) -> Path:
    if MADE in os.environ:
        return Path(os.environ[MADE])
    base = folders.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
