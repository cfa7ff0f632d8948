"""Whatever a page leads to is there: pages, headings on them, pictures, and the code that it names."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import ROOT, list_anchors, list_links

#: lines of the README, and characters of its lines of prose
LINES, WIDTH = 150, 160
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", ".github/**/*.md")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts
)
#: what pages tell their readers to make, as an example
EXAMPLE = "notice"
_CODE = re.compile(r"`((?:bot|handlers|storage|tests|docs)/[\w./-]*)`")


def find_missing(page: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    missing = []
    for link in list_links(page.read_text("utf-8")):
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue  # elsewhere
        path, _, anchor = unquote(link).partition("#")
        there = (ROOT / path.lstrip("/") if path.startswith("/") else page.parent / path) if path else page
        if not there.exists() or (anchor and anchor not in list_anchors(there.read_text("utf-8"))):
            missing.append(link)
    return missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_what_is_there(page: Path) -> None:
    assert find_missing(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = _CODE.findall(page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists() and EXAMPLE not in name] == []


def test_every_page_is_found_from_the_readme() -> None:
    reached, to_read = set[Path](), [ROOT / "README.md"]
    while to_read:
        page = to_read.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        links = [link.partition("#")[0] for link in list_links(page.read_text("utf-8"))]
        to_read += [page.parent / unquote(link) for link in links if link]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page.resolve() not in reached] == []


def test_links_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# One heading\n")
    page = tmp_path / "page.md"
    page.write_text("[a](other.md#one-heading) [b](other.md#two) [c](gone.md) [d](https://example.org/e) ![f](f.png)\n")
    assert find_missing(page) == ["other.md#two", "gone.md", "f.png"]


def test_the_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= LINES
    assert [line for line in lines if len(line) > WIDTH and not line.startswith("|")] == []


def test_the_readme_tells_the_two_commands_that_set_everything_up() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^    (make \w+)", text, flags=re.MULTILINE) == ["make run", "make test"]
