"""Which tests run on which engine: conversations take turns, and what the engines make different runs on both."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from tests.engines import ENGINES, TOGETHER
from tests.processes import run

#: plain conversations; one whose file is marked; one that does several things at once; one of the storage's
TURNS = "tests/handlers/meetings/rsvps/test_answering.py"
MARKED = "tests/handlers/meetings/rsvps/test_seats.py"
AT_ONCE = "tests/handlers/policy/consultations/test_at_once.py"
STORAGE = "tests/storage/test_claims.py"


def collect(*options: str) -> dict[str, dict[str, set[str]]]:
    """File -> test -> the engines that it is collected for."""
    done = run("--collect-only", "-q", "-p", "no:cacheprovider", *options, program="pytest")
    assert done.returncode == 0, done.stdout
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    line = r"^(\S+?)::(\w+)\[(sqlite|postgresql)(.*)\]$"
    for file, name, engine, case in re.findall(line, done.stdout, re.MULTILINE):
        found[file][name + case].add(engine)
    return {file: dict(tests) for file, tests in found.items()}


def test_conversations_take_turns_and_everything_else_is_on_both() -> None:
    found = collect(TURNS, MARKED, AT_ONCE, STORAGE, *TOGETHER)
    assert found.keys() == {TURNS, MARKED, AT_ONCE, STORAGE, *TOGETHER}
    assert {file: set[str]().union(*found.pop(file).values()) for file in TOGETHER} == {
        file: {engine} for file, engine in TOGETHER.items()
    }
    turns = Counter(engine for (engine,) in found.pop(TURNS).values())
    assert turns.keys() == set(ENGINES)
    assert abs(turns["sqlite"] - 7 * turns["postgresql"]) <= 7
    assert {frozenset(engines) for tests in found.values() for engines in tests.values()} == {frozenset(ENGINES)}


def test_each_is_on_both_with_the_option() -> None:
    assert set(map(frozenset, collect("--engines", "both", TURNS)[TURNS].values())) == {frozenset(ENGINES)}


def test_one_that_is_asked_for_by_its_name_is_on_both() -> None:
    name = "test_a_card_has_the_five_answers_and_each_can_be_changed"
    assert collect(f"{TURNS}::{name}") == {TURNS: {name: set(ENGINES)}}
