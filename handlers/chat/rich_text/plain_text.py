"""Show a stored text without its marks: for lines, titles, searches and whatever draws no marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import write_markup
from handlers.chat.rich_text.model import Block, Run, replace_text, slice_runs

#: characters that do not stand before "…" where a text is cut
BEFORE_CUT = " \n.,;:"
#: a text without any of these is what it shows
_MAY_MEAN = re.compile(r"[*_~`\[\\]|^[ \t]*(?:[-•◦▪>]|1[.)])", re.MULTILINE)


def extract_plain_text(text: str) -> str:
    """Return what a reader of the stored text sees."""
    return format_plain_text(parse_markup(text)) if _MAY_MEAN.search(text) else text


def spell_out_links(text: str) -> str:
    """Return what a reader sees, with its address behind each linked word: for files and lines that hold no links."""
    if not _MAY_MEAN.search(text):
        return text
    return format_plain_text(
        msgspec.structs.replace(block, runs=tuple(_add_addresses(block.runs))) for block in parse_markup(text)
    )


def _add_addresses(runs: Iterable[Run]) -> Iterator[Run]:
    for link, linked in groupby(runs, lambda run: run.link):
        words = list(linked)
        yield from words
        if link and "".join(run.text for run in words) not in (link, link.partition("://")[2], link.partition(":")[2]):
            yield Run(f" ({link.removeprefix('mailto:')})")


class ItemNumbers:
    """Count the items of ordered lists while the blocks are drawn in order."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def count_item(self, block: Block) -> int:
        """Return the number of an ordered item; 0 for any other block."""
        level = block.level if block.is_item else -1
        self.numbers = [*self.numbers[: level + 1], *[0] * (level + 1 - len(self.numbers))]
        if block.kind == "ordered":
            self.numbers[level] += 1
        elif block.is_item:
            self.numbers[level] = 0
        return self.numbers[level] if block.is_item else 0


def format_plain_text(blocks: Iterable[Block]) -> str:
    """Format blocks as lines of plain text; items have their signs, and levels their indents."""
    lines: list[str] = []
    numbers, last = ItemNumbers(), None
    for block in blocks:
        if last is not None and last.kind == block.kind == "paragraph":
            lines.append("")
        number = numbers.count_item(block)
        sign = f"{number}. " if number else "- " if block.is_item else ""
        indent = "  " * block.level
        first, *rest = block.text.split("\n")
        lines += [f"{indent}{sign}{first}".rstrip(), *(f"{indent}{' ' * len(sign)}{line}" for line in rest)]
        last = block
    return "\n".join(lines)


def shorten_markup(text: str, most: int) -> str:
    """Shorten a stored text to one line, cut at a word; its words keep their marks and links."""
    runs: list[Run] = []
    for n, block in enumerate(parse_markup(text)):
        runs += [Run(" ")] if n else []
        runs += [replace_text(run, re.sub(r"\s+", " ", run.text)) for run in block.runs]
    line = "".join(run.text for run in runs)
    if len(line) > most:
        end = len(line[: most - 1].rsplit(" ", 1)[0].rstrip(BEFORE_CUT))
        runs = [*slice_runs(runs, [(0, end)])[0], Run("…")]
    return write_markup([Block(tuple(runs))])


def shorten_text(text: str, most: int) -> str:
    """Shorten the text to one line without marks, cut at a word."""
    line = " ".join(extract_plain_text(text).split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(BEFORE_CUT)}…"


def cut_markup(text: str, most: int) -> str:
    """Cut a stored text at a word; what is kept has its paragraphs, lists, marks and links."""
    return text if len(text) <= most else write_markup(cut_blocks(parse_markup(text), most))


def write_cut_markup(blocks: Sequence[Block], most: int) -> str:
    """Return the blocks as a stored text of at most this many characters, cut at a word.

    Links and marks take room too: what is shown becomes shorter until all of it fits.
    """
    shown, text = sum(len(block.text) for block in blocks), write_markup(blocks)
    while len(text) > most and shown:
        shown = shown * most // len(text)
        text = write_markup(cut_blocks(blocks, shown))
    return text if len(text) <= most else ""


def has_marks(blocks: Iterable[Block]) -> bool:
    """Return True unless the blocks are paragraphs without marks and links."""
    return any(
        block.kind != "paragraph" or block.quote or any(run != Run(run.text) for run in block.runs) for block in blocks
    )


def cut_blocks(blocks: Sequence[Block], most: int) -> tuple[Block, ...]:
    """Return at most this many characters, ended at a word with "…" if the text had to be cut."""
    found: list[Block] = []
    left = most
    for block in blocks:
        text = block.text
        if len(text) <= left:
            found.append(block)
            left -= len(text)
            continue
        end = max(left - 1, 0)
        word = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        end = len(text[: word if word > end // 2 else end].rstrip(BEFORE_CUT))
        kept = slice_runs(block.runs, [(0, end)])[0]
        found.append(msgspec.structs.replace(block, runs=(*kept, Run("…"))))
        break
    return tuple(found)
