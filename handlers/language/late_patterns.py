"""Compile patterns when they are first used: to compile all of them took a fifth of what the bot imports at a start."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class LatePattern:
    """Compile a pattern with the first use of one of its methods, and have these from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def compile_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the compiled pattern. A wrong pattern raises re.error with its first use."""
    return cast("re.Pattern[str]", LatePattern(pattern, flags))
