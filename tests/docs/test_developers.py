"""What pages for developers name is there: files, folders, commands of make, and the pages that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.kit.migration_quiet import ALONE
from tests.docs.code_names import is_known_name, list_words
from tests.docs.pages import read_codes, read_rows
from tests.sources import CODE, load_sources

ROOT = Path(__file__).parent.parent.parent
MORE = (ROOT / ".github/CONTRIBUTING.md", ROOT / "docs/CHANGELOG.md")
PAGES = sorted([*ROOT.glob("docs/adding/*.md"), *ROOT.glob("docs/decisions/*.md"), *MORE])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
#: of a capability that a reader may add
EXAMPLES = {
    "bot/importers/rows/notices.py",
    "handlers/library/noticeboard.py",
    "storage/library/notices.py",
    "tests/contracts/records/kinds/notices.py",
    "tests/handlers/library/test_noticeboard.py",
}
FILE = re.compile(r"`((?:\.github|bot|docs|handlers|storage|tests)/[\w./-]*|pyproject\.toml|Makefile|\.env\.example)`")
#: "`WORDS` in `handlers/chat/verbs.py`", "`EXPORT` and `SEED` of ..."
NAMED_IN = re.compile(r"(?:`(\w+)`(?:,| and)(?: to)? )?`(\w+)`(?: \([^)]*\))?,? (?:in|of|from)\s+`([\w./]+\.py)`")
#: pages that tell how the code is made
INSIDE = [*NAMES, "docs/architecture.md", "docs/understanding.md", "docs/reference/record-kinds.md", "README.md"]
#: "`rights.need_right(turn)`", "`@router.card`", "`build_room_draft`", "`RecordKind`"
MENTIONED = re.compile(r"`@?(_?[a-zA-Z]\w*(?:\.\w+)+|[a-z]+_\w+|[A-Z][a-z]+[A-Z]\w+|\w+(?=\())(?:\([^`]*\))?`")
#: what stands after the dot in the name of a file
ENDINGS = ("py", "md", "txt", "json", "jsonl", "npy", "zlib", "po", "toml", "yml")
#: a set of the evaluation, and a word to grep for
FOREIGN = {"topic_examples", "question_buttons"}
#: files that whoever greps looks through
HANDFUL = 4
#: of prose; a row of a table is as long as it has to be
WIDEST = 160


def read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_a_page_names_are_there(name: str) -> None:
    named = set(FILE.findall(read(name))) - EXAMPLES
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_what_is_named_in_a_file_stands_there() -> None:
    found = {
        (word, file)
        for name in INSIDE
        for *words, file in NAMED_IN.findall(read(name))
        for word in words
        if word and file not in EXAMPLES
    }
    assert len(found) > 25
    assert sorted((word, file) for word, file in found if word not in list_words(file)) == []


@pytest.mark.parametrize("name", INSIDE)
def test_what_a_page_names_of_the_code_is_called_so(name: str) -> None:
    mentioned = {found for found in MENTIONED.findall(read(name)) if found.rpartition(".")[2] not in ENDINGS}
    files = {path.stem for path in ROOT.glob("tests/**/*.jsonl")}
    assert sorted(one for one in mentioned - FOREIGN - files if not is_known_name(one)) == []


def test_what_pages_named_before_the_move_is_not_known() -> None:
    old = ("rights.need", "store.outbox.refresh", "finding.find", "nynorsk.fold", "to_person", "storage.base.Instant")
    assert [one for one in old if is_known_name(one)] == []
    assert all(map(is_known_name, ("rights.need_right", "store.outbox.refresh_copies", "turn.now", "handlers.RECORDS")))


def test_files_that_a_page_names_without_their_folder_are_there() -> None:
    short = {found for name in INSIDE for found in re.findall(r"`(\w+\.(?:py|txt|jsonl?|npy|zlib))`", read(name))}
    assert len(short) > 10
    there = {
        path.name for folder in ("handlers/language", "handlers", "tests") for path in (ROOT / folder).rglob("*.*")
    }
    assert sorted(short - there - {"record.py"}) == []


def test_modules_that_docstrings_and_comments_name_are_there() -> None:
    named = {
        (source.name, found)
        for source in load_sources(*CODE)
        for found in re.findall(r"`((?:bot|handlers|storage)(?:\.\w+)+)(?:\([^`]*\))?`", source.text)
    }
    assert len(named) > 5
    assert sorted(found for found in named if not is_known_name(found[1])) == []


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


@pytest.mark.parametrize("row", read_rows(read("docs/adding/README.md")), ids=lambda row: str(row[0]))
def test_a_change_is_found_by_a_listing_and_one_grep(row: list[str]) -> None:
    folder, words, file = (read_codes(cell)[0] for cell in row[1:])
    assert (ROOT / folder).is_dir()
    assert file.startswith(folder)
    found = [source.name for source in load_sources(*CODE) if words in source.text]
    assert file in found
    assert len(found) <= HANDFUL


def test_the_page_on_changes_tells_of_ten() -> None:
    assert len(read_rows(read("docs/adding/README.md"))) == 10


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
