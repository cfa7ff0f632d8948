"""Many patterns joined into one: it says which of them would have matched first."""

from __future__ import annotations

import re

import pytest

from handlers.language.joined_patterns import find_first_pattern, join_patterns

PATTERNS = tuple(map(re.compile, (r"(?P<d>\d+)\.(?P<m>\d+)", r"(?:kl|at)\s(\d+)", r"\(\d\)", r"(?P<d>\d+)", r"[a-z]+")))


@pytest.mark.parametrize("text", ["17.3", "kl 9", "(4)", "17", "om", "kl", "?", ""])
def test_the_first_that_matches_is_found_with_its_end(text: str) -> None:
    matches = ((n, pattern.match(text)) for n, pattern in enumerate(PATTERNS))
    expected = next(((n, match.end()) for n, match in matches if match), None)
    assert find_first_pattern(join_patterns(PATTERNS), text, 0) == expected


def test_it_is_looked_for_where_it_is_asked_for() -> None:
    assert find_first_pattern(join_patterns(PATTERNS), "om 17.3", 3) == (0, 7)
