"""Join many patterns into one that says which of them matches first: one look at a text instead of as many.

A group of its own stands around each, and no other is left: the number of the last group that matched is its place.
None of them may refer to a group, or have a bracket in a class of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.language.late_patterns import compile_later

#: where a group of a pattern begins, with or without a name
_GROUP = compile_later(r"(?<!\\)\((?:\?P<\w{1,20}>|(?!\?))")


def join_patterns(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """Return a pattern of which each of these is one choice, in this order."""
    return compile_later("|".join(f"({_GROUP.sub('(?:', one.pattern)})" for one in patterns))


def find_first_pattern(joined: re.Pattern[str], text: str, at: int) -> tuple[int, int] | None:
    """Return the place of the first pattern that matches there, and where its match ends; None without one."""
    match = joined.match(text, at)
    if match is None or match.lastindex is None:
        return None
    return match.lastindex - 1, match.end()
