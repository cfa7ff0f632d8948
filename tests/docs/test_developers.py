"""What pages for developers name is there: files, folders, commands of make, and the pages that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.kit.migration_quiet import ALONE

ROOT = Path(__file__).parent.parent.parent
MORE = (ROOT / ".github/CONTRIBUTING.md", ROOT / "docs/CHANGELOG.md")
PAGES = sorted([*ROOT.glob("docs/adding/*.md"), *ROOT.glob("docs/decisions/*.md"), *MORE])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
#: of a capability that a reader may add
EXAMPLES = {"handlers/library/noticeboard.py", "handlers/library/noticeboard/record.py", "storage/library/notices.py"}
FILE = re.compile(r"`((?:\.github|bot|docs|handlers|storage|tests)/[\w./-]*|pyproject\.toml|Makefile|\.env\.example)`")
#: "`WORDS` in `handlers/chat/verbs.py`"
NAMED_IN = re.compile(r"`(\w+)`(?: \([^)]*\))?,? in\s+`([\w./]+\.py)`")
#: of prose; a row of a table is as long as it has to be
WIDEST = 160


def read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_a_page_names_are_there(name: str) -> None:
    named = set(FILE.findall(read(name))) - EXAMPLES
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_what_is_named_in_a_file_stands_there() -> None:
    named = {found for name in NAMES for found in NAMED_IN.findall(read(name)) if found[1] not in EXAMPLES}
    assert len(named) > 10
    assert sorted((word, file) for word, file in named if not re.search(rf"\b{word}\b", read(file))) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)", read(name)) if not target.startswith("https://")]
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_targets_of_make_that_there_are(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", read(name))) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_the_prose_of_a_page_is_not_wide(name: str) -> None:
    wide = [line for line in read(name).splitlines() if len(line) > WIDEST and not line.startswith("|")]
    assert wide == []


def pages_of(folder: str) -> Iterator[str]:
    return (page.name for page in sorted((ROOT / "docs" / folder).glob("*.md")) if page.name != "README.md")


def test_each_decision_is_in_the_list_of_them() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", read("docs/decisions/README.md"))
    assert sorted(listed) == list(pages_of("decisions"))


def test_the_changes_say_before_which_revisions_every_process_is_stopped() -> None:
    told = re.findall(r"^Revisions? (\d{4})(?: to (\d{4}))?\.(.*?)$", read("docs/CHANGELOG.md"), flags=re.MULTILINE)
    assert told
    stopped = {(first, last or first) for first, last, todo in told if "stop every process" in todo}
    for first, last in stopped:
        assert any(first <= revision <= last for revision in ALONE)
    assert all(any(first <= revision <= last for first, last in stopped) for revision in ALONE)


def test_the_figures_of_a_decision_are_the_recorded_ones() -> None:
    told = set(re.findall(r"0\.\d{3}", read("docs/decisions/own-search.md")))
    recorded = re.findall(
        r"^\| (?:\*\*all\*\* \| 486|&emsp;cross \| \d+) \| ([\d./ ]+) \|", read("docs/understanding.md"), re.MULTILINE
    )
    assert len(recorded) == 2
    assert told == {figure for row in recorded for figure in row.split(" / ")}
