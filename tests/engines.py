"""Which engine each test runs on: every test can run on both, and most conversations take turns.

What an engine makes different is tested on both: statements and locks (`tests/storage/`, and `BOTH` below), what
happens at the same moment (a file that imports `asyncio` or `threading`), and whatever is marked `both_engines`. A
conversation asks the repositories, each of whose statements runs on both in `tests/storage/test_every_method.py`, so it
is played on one engine: the tests of a file take turns, and so each file with eight of them is played on both. Every
eighth is PostgreSQL's turn, for a conversation takes twice the processor there.

A test asked for by its name runs on both, and so does everything with `--engines both`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from zlib import crc32

import pytest

ENGINES = ("sqlite", "postgresql")
#: what a run may ask for, the first when it asks for nothing
CHOICES = ("turns", "both", *ENGINES)
#: folders and files whose tests are about the database and its statements, or what happens at once
BOTH = ("tests/storage/", "tests/torture/", "tests/bot/", "tests/test_courier.py", "tests/test_waiting_guard.py")
#: conversations among them, and what is refused before it has come to the database
PLAIN = (
    *(f"tests/bot/test_seeding{what}.py" for what in ("", "_consultations", "_issues", "_meetings")),
    *(f"tests/bot/test_{what}.py" for what in ("auditor", "languages", "network_contents", "refused")),
    "tests/platforms/teams/test_copies.py",
)
#: files whose tests look at one scene, and so are played on one engine: where a test walks the whole bot, on SQLite
TOGETHER = {
    "tests/contracts/records/walks/test_audience.py": "sqlite",
    "tests/contracts/records/walks/test_confirming.py": "sqlite",
    "tests/contracts/records/walks/test_exporting.py": "sqlite",
    "tests/contracts/records/walks/test_moderation.py": "postgresql",
}
#: whose turn it is, over and over
TURNS = ("sqlite", "postgresql", *["sqlite"] * 6)
#: what a file imports that does several things at once
AT_ONCE = ("asyncio", "threading")


def leave_out_twins(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect each test whose turn it is on the other engine."""
    left_out = set(_find_twins(config, items))
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


def _find_twins(config: pytest.Config, items: list[pytest.Item]) -> list[pytest.Item]:
    choice = config.getoption("engines")
    if choice == "turns" and any("::" in asked for asked in config.args):
        choice = "both"
    if choice == "both":
        return []
    if choice in ENGINES:
        return [item for item in items if _engine_of(item) not in (None, choice)]
    turns = _give_turns([item for item in items if _engine_of(item) and not _runs_on_both(item)])
    return [item for item in items if _engine_of(item) != turns.get(_twin_name(item), _engine_of(item))]


def _give_turns(items: list[pytest.Item]) -> dict[str, str]:
    """Name without engine -> engine. A file begins anywhere, else all files with one test would be on the same."""
    files: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        files[item.path.as_posix()][_twin_name(item)] = None
    turns = {
        name: TURNS[(crc32(next(iter(names)).encode()) + place) % len(TURNS)]
        for names in files.values()
        for place, name in enumerate(names)
    }
    return {name: TOGETHER.get(name.partition("::")[0], turn) for name, turn in turns.items()}


def _engine_of(item: pytest.Item) -> str | None:
    """The engine that the fixture `database_url` gives; None where a test takes none of it."""
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return params.get("database_url")


def _twin_name(item: pytest.Item) -> str:
    """What both of a test have in common."""
    engine = _engine_of(item)
    return re.sub(rf"(?<=[\[-]){engine}(?=[\]-])", "", item.nodeid, count=1) if engine else item.nodeid


def _runs_on_both(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    if item.get_closest_marker("both_engines") is not None:
        return True
    at_once = any(name in vars(item.module) for name in AT_ONCE)
    return not item.nodeid.startswith(PLAIN) and (at_once or item.nodeid.startswith(BOTH))
