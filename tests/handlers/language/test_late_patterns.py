"""Patterns that are compiled when they are first used, or all at once before anybody writes."""

from __future__ import annotations

import re
from typing import cast

import pytest

from handlers.language.late_patterns import LatePattern, compile_late_patterns, compile_later


def late(pattern: re.Pattern[str]) -> LatePattern:
    return cast("LatePattern", pattern)


def test_a_pattern_is_compiled_with_its_first_use() -> None:
    made = compile_later(r"(?P<hour>\d+) sharp", re.IGNORECASE)
    assert (made.pattern, late(made).is_compiled) == (r"(?P<hour>\d+) sharp", False)
    found = made.search("at 7 Sharp")
    assert found is not None
    assert (found["hour"], late(made).is_compiled) == ("7", True)
    assert made.groupindex == {"hour": 1}


def test_all_that_wait_are_compiled_at_once() -> None:
    waiting, used = compile_later("a+"), compile_later("b+")
    assert used.match("bb")
    compile_late_patterns()
    assert late(waiting).is_compiled
    assert waiting.fullmatch("aa")


def test_a_wrong_pattern_is_an_error_where_it_is_used() -> None:
    wrong = compile_later("(")
    with pytest.raises(re.error):
        wrong.search("(")
    with pytest.raises(re.error):
        compile_late_patterns()
