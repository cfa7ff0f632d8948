"""What a program makes while it starts lasts, and is not looked through for rubbish; what that needed goes back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """A fifth of the time of all imports was spent on looking for what nobody holds any more, and there was nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def give_back() -> None:
    """Memory that nobody holds any more goes back to the system.

    glibc keeps it for the thread that had asked for it: 5 MB for the one that learns, which may never ask again.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
    if trim is not None:
        trim(0)
