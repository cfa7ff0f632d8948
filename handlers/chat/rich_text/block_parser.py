"""Parse a stored text into blocks: paragraphs, lists, quotes and preformatted text.

A line is what people in chats mean by it: a quote ends where its sign does, "17. mai" is a date, and ">5 MW" a size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.chat.rich_text.inline_parser import parse_inline
from handlers.chat.rich_text.model import Block, Run, normalise_blocks

#: signs that begin an item of a list
BULLETS = "-*•◦▪"
#: quotes in quotes are read so deep, and drawn as one
DEEPEST_QUOTE = 4
_ITEM = re.compile(rf"([ \t]*+)(?:([{BULLETS}])|(\d{{1,4}})([.)]))(?:[ \t]++(\S.*+)|[ \t]*+)")
_FENCE = re.compile(r"[ \t]{0,3}(```++)[^`]*+")
_QUOTED = re.compile(r"[ \t]{0,3}>(?=[ \t]|$)[ \t]?")
#: a sign at the start of a line whose meaning backslashes take away
_GUARDS = (
    re.compile(r"^([ \t]*+)(\\++)([-•◦▪>])(?=[ \t]|$)"),
    re.compile(r"^([ \t]*+\d{1,4})(\\++)([.)])(?=[ \t]|$)"),
)


def parse_markup(text: str) -> tuple[Block, ...]:
    """Return the blocks of a stored text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    return normalise_blocks(_Reader(lines).read_blocks())


def parse_line(line: str) -> list[Run]:
    """Return the runs of a line that begins no block."""
    for guard in _GUARDS:
        found = guard.match(line)
        if found:
            # the sign is words now, and so is every second backslash before it
            sign = found[1] + "\\" * (len(found[2]) // 2) + found[3]
            return [Run(sign), *parse_inline(line[found.end() :])]
    return parse_inline(line)


@dataclass
class _List:
    """Hold the levels of a list while its items are read: the indent of each, and the last number there."""

    indents: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def place_item(self, indent: int) -> int:
        """Return the level of an item with this indent."""
        while len(self.indents) > 1 and indent < self.indents[-1]:
            self.indents.pop()
            self.numbers.pop()
        if not self.indents or indent > self.indents[-1] + 1:
            self.indents.append(indent)
            self.numbers.append(0)
        return len(self.indents) - 1


class _Reader:
    """Read lines into blocks, each line once."""

    def __init__(self, lines: Sequence[str], depth: int = 0) -> None:
        self.lines = lines
        #: how many quotes the lines stand in
        self.depth = depth
        self.quote = depth > 0
        self.at = 0
        self.found: list[Block] = []
        #: lines of the paragraph that is being read
        self.paragraph: list[str] = []
        #: the last line with the number two, by its indent: a list goes on from one
        self.twos: dict[int, int] = {}
        for n, line in enumerate(lines):
            item = _ITEM.fullmatch(line)
            if item and item[3] == "2":
                self.twos[len(item[1])] = n
        #: shortest fence that is known not to be closed any more
        self.unclosed = len(max(lines, key=len, default="")) + 1

    def read_blocks(self) -> list[Block]:
        while self.at < len(self.lines):
            if self._read_quote() or self._read_pre() or self._read_list():
                continue
            if self.lines[self.at].strip():
                self.paragraph.append(self.lines[self.at])
            else:
                self._end_paragraph()
            self.at += 1
        self._end_paragraph()
        return self.found

    def _add_block(self, block: Block) -> None:
        self._end_paragraph()
        self.found.append(block)

    def _end_paragraph(self) -> None:
        if self.paragraph:
            self.found.append(Block(_join_lines(self.paragraph), quote=self.quote))
            self.paragraph = []

    def _read_quote(self) -> bool:
        inner: list[str] = []
        while self.depth < DEEPEST_QUOTE and self.at < len(self.lines):
            sign = _QUOTED.match(self.lines[self.at])
            if not sign:
                break
            inner.append(self.lines[self.at][sign.end() :])
            self.at += 1
        for block in _Reader(inner, self.depth + 1).read_blocks() if inner else ():
            self._add_block(block)
        if inner:
            self._end_paragraph()
        return bool(inner)

    def _read_pre(self) -> bool:
        opening = _FENCE.fullmatch(self.lines[self.at])
        n = len(opening[1]) if opening else self.unclosed
        if n >= self.unclosed:
            return False
        for end in range(self.at + 1, len(self.lines)):
            sign = self.lines[end].strip()
            if len(sign) >= n and not sign.strip("`"):
                self._add_block(Block((Run("\n".join(self.lines[self.at + 1 : end])),), "pre", quote=self.quote))
                self.at = end + 1
                return True
        self.unclosed = n
        return False

    def _read_list(self) -> bool:
        start, places, items = self.at, _List(), []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            item = _ITEM.fullmatch(line)
            if item and self._is_next_item(places, item):
                items.append((len(places.indents) - 1, "ordered" if item[3] else "bullet", [item[5] or ""]))
            elif not items or not self._goes_on(line):
                break
            elif line.strip() and not item:
                items[-1][2].append(line.strip())
            self.at += 1
        if not any(any(lines) for _, _, lines in items):
            self.paragraph += self.lines[start : self.at]
            return self.at > start
        for level, kind, lines in items:
            self._add_block(Block(_join_lines(lines), "ordered" if kind == "ordered" else "bullet", level, self.quote))
        return True

    def _is_next_item(self, places: _List, item: re.Match[str]) -> bool:
        """Return True if the line is an item of the list; a number must follow the one before it."""
        indent, number = len(item[1]), int(item[3] or 0)
        level = places.place_item(indent)
        if number > 1 and number != places.numbers[level] + 1:
            return False
        if number == 1 and item[4] == "." and self.twos.get(indent, -1) <= self.at:
            return False
        places.numbers[level] = number
        return number > 0 or not item[3]

    def _goes_on(self, line: str) -> bool:
        """Return True for a line of the last item, or an empty line before another item."""
        if line.strip():
            return line.startswith(("  ", "\t")) and not _QUOTED.match(line)
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        return _ITEM.fullmatch(after) is not None


def _join_lines(lines: Sequence[str]) -> tuple[Run, ...]:
    runs = [run for line in lines for run in (Run("\n"), *parse_line(line))]
    return tuple(runs[1:])
