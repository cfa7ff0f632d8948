"""A unit of work for readers: what is asked twice within one moment is answered from the first time."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


class AskedOnce:
    """A store, or one of its repositories. Nothing is written meanwhile, so each answer holds to the end of the unit.

    Each of many messages is held against all meetings there are, and each claim asks for them anew.
    """

    def __init__(self, inner: object) -> None:
        self._inner = inner
        self._repositories: dict[str, AskedOnce] = {}
        self._answers: dict[tuple[str, str], Any] = {}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if inspect.iscoroutinefunction(found):
            return self._asking(name, found)
        if type(found).__module__.startswith("storage."):
            return self._repositories.setdefault(name, AskedOnce(found))
        return found

    def _asking(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        async def ask(*args: Any, **options: Any) -> Any:
            key = name, repr((args, options))
            if key not in self._answers:
                self._answers[key] = await method(*args, **options)
            return self._answers[key]

        return ask
