"""Compile patterns when they are first used: to compile all of them took a fifth of what the bot imports at a start.

They are those of the readers of what people type, in `handlers.language`, `handlers.dates` and the lines about
meetings. Elsewhere patterns are few and small, and compiled where they stand.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
#: those that nobody has used yet
_uncompiled: list[LatePattern] = []


class LatePattern:
    """Compile a pattern with the first use of one of its methods, and have these from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    @property
    def is_compiled(self) -> bool:
        return _METHODS[0] in vars(self)

    def compile_now(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return compiled

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compile_now(), name)


def compile_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the compiled pattern. A wrong pattern raises re.error with its first use."""
    late = LatePattern(pattern, flags)
    _uncompiled.append(late)
    return cast("re.Pattern[str]", late)


def compile_late_patterns() -> None:
    """Compile all that wait for it, before somebody does: the first line of a person costs no more than the next."""
    while _uncompiled:
        late = _uncompiled.pop()
        if not late.is_compiled:
            late.compile_now()
