"""Read: what a page of the documentation holds, as a reader of the rendered page finds it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
#: `![alt](path)`, and an element of HTML, which can have a width
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^()\s]+)\)|<img\b(?P<element>[^>]*)>")


def read_page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def read_section(page: str, title: str) -> str:
    """Return what stands below a heading, up to the next one of its level or higher."""
    found = re.search(rf"^(#+) {re.escape(title)}\n", page, re.MULTILINE)
    assert found, f"there is no section {title!r}"
    return re.split(rf"^#{{1,{len(found[1])}}} ", page[found.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def read_rows(text: str) -> list[list[str]]:
    """Return the cells of every table row in the text, without headers."""
    rows: list[list[str]] = []
    lines = text.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not _is_rule(line) and not _is_rule(after):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def _is_rule(line: str) -> bool:
    return re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line) is not None


def read_codes(cell: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def read_names(text: str) -> list[str]:
    """Return what the first cell of each row names, in order."""
    return [code for row in read_rows(text) for code in read_codes(row[0])]


def list_headings(page: str) -> list[tuple[int, str]]:
    return [(len(marks), title) for marks, title in _HEADING.findall(_FENCE.sub("", page))]


def list_anchors(page: str) -> set[str]:
    """Return the anchors of its headings, as GitHub makes them: a title that is there twice gets a number."""
    anchors: set[str] = set()
    for _, title in list_headings(page):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", title).lower()
        made = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        free = (name for name in (made, *(f"{made}-{n}" for n in range(1, 100))) if name not in anchors)
        anchors.add(next(free))
    return anchors


def list_links(page: str) -> list[str]:
    """Return where its links and pictures lead, outside of examples."""
    links = _LINK.findall(_leave_out_examples(page))
    return links + [path for path, _ in list_pictures(page) if path not in links]


def list_pictures(page: str) -> list[tuple[str, str]]:
    """Return where each of its pictures is, and what is said to those who cannot see it."""
    found = []
    for match in _PICTURE.finditer(_leave_out_examples(page)):
        given = match.groupdict() | dict(re.findall(r'(\w+)="([^"]*)"', match["element"] or ""))
        found.append((given.get("src") or given["path"], given.get("alt") or ""))
    return found


def _leave_out_examples(page: str) -> str:
    return re.sub(r"`[^`\n]*`", "`", _FENCE.sub("", page))
