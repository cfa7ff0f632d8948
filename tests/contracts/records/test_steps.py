"""Every kind has what docs/adding/a-record-kind.md says that a kind has, in each of the files that it shares."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest

import handlers
from bot.importers.rows import FILE_KINDS
from handlers import build_capability_router
from handlers.access.rights.table import ALLOWED
from handlers.chat.record_kinds import RecordKind, list_record_kinds
from handlers.chat.say import Say
from tests.contracts.records.makers import EXPORTED
from tests.contracts.records.noticeboard import Board, declaring
from tests.contracts.records.registry import MAKERS
from tests.docs.pages import ROOT, read_codes, read_rows, read_section

PAGE = (ROOT / "docs" / "adding" / "a-record-kind.md").read_text("utf-8")
#: files that a kind touches, at the most
MOST = 15
#: kind -> the kind of file that holds its records among others
PARTS = {"answer": "questions", "item": "occurrences", "action": "occurrences"}
#: where the page says that the example has files of its own
EXAMPLE = ("notices.py", "noticeboard.py", "versions/")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def find_module(kind: RecordKind) -> str:
    """Return the name in `handlers.RECORDS` of the module that declares the kind; empty for one that none declares."""
    return next((name for name in handlers.RECORDS if kind in import_module(f"handlers.{name}").KINDS), "")


def has_rights(kind: RecordKind) -> bool:
    place = f"handlers.{find_module(kind).removesuffix('.record')}"
    mine = {name for (_, name), handler in build_capability_router().handlers.items() if is_within(handler, place)}
    return not mine.isdisjoint(ALLOWED)


def is_within(handler: Callable[..., object], place: str) -> bool:
    return f"{handler.__module__}.".startswith(f"{place}.")


def find_file(kind: RecordKind) -> str:
    """Return the kind of file that has its records, or why there is none; empty for a kind that nobody thought of."""
    own = kind.table.__tablename__
    if own in {file.name for file in FILE_KINDS}:
        return own
    return PARTS.get(kind.name) or (MAKERS[kind.name].apart.get(EXPORTED, "") if kind.name in MAKERS else "")


def is_translated(kind: RecordKind, language: str) -> bool:
    zone = ZoneInfo("Europe/Oslo")
    return kind.label(Say(language, zone)) != kind.label(Say("en", zone))


#: a file that kinds share -> whether the kind has its part there
HAS: dict[str, Callable[[RecordKind], bool]] = {
    "storage/kit/store.py": lambda kind: f"from {kind.table.__module__} import" in read("storage/kit/store.py"),
    "handlers/__init__.py": lambda kind: find_module(kind) != "",
    "handlers/access/rights/table.py": has_rights,
    "bot/importers/rows/__init__.py": lambda kind: find_file(kind) != "",
    "handlers/locale/nb/LC_MESSAGES/arena.po": lambda kind: is_translated(kind, "nb"),
    "handlers/locale/nn/LC_MESSAGES/arena.po": lambda kind: is_translated(kind, "nn"),
    "docs/reference/files.md": lambda kind: (
        f"\n## {find_file(kind)}\n" in read("docs/reference/files.md")
        or (kind.name in MAKERS and EXPORTED in MAKERS[kind.name].apart)
    ),
    "docs/reference/record-kinds.md": lambda kind: (
        f"| `{kind.name}` | `{kind.table.__tablename__}` |" in read("docs/reference/record-kinds.md")
    ),
}


def read_touched() -> dict[str, list[str]]:
    """Return each file of the page, with what fails until it has its part."""
    rows = read_rows(read_section(PAGE, "What a kind touches"))
    return {read_codes(file)[0]: read_codes(fails) for file, _, fails in rows}


def test_the_page_names_few_files_and_a_test_for_each() -> None:
    touched = read_touched()
    assert len(touched) <= MOST
    assert [file for file in touched if not file.endswith(EXAMPLE)] == list(HAS)
    assert [file for file in HAS if not (ROOT / file).exists()] == []
    assert [test for tests in touched.values() for test in tests if not (ROOT / test).exists()] == []


@pytest.mark.parametrize("name", list_record_kinds())
def test_a_kind_has_its_part_in_each_file_that_kinds_share(name: str) -> None:
    kind = list_record_kinds()[name]
    assert [file for file, has in HAS.items() if not has(kind)] == []


def test_a_kind_that_is_only_declared_lacks_its_part_in_every_other_file() -> None:
    with declaring(Board()) as kind:
        assert [file for file, has in HAS.items() if has(kind)] == ["handlers/__init__.py"]
