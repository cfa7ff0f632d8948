r"""Write blocks as the text that records store: a small Markdown, with as few backslashes as its meaning needs.

`parse_markup` reads the same blocks back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handlers.chat.label_ends import end_label
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.line_writer import split_lines, write_line
from handlers.chat.rich_text.model import Block, Run, normalise_blocks

_TICKS = re.compile(r"`++")
#: one line of words that can only mean themselves, as most of what people type is
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ0-9]*+(?:[,;!?]*+ [A-Za-zÀ-ÖØ-öø-ÿ0-9]++)*+[!?]*+\.?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write_markup(blocks: Iterable[Block]) -> str:
    """Return the text of the blocks."""
    found = normalise_blocks(blocks)
    text = "\n".join(_write_lines(found, dates=True))
    return text if parse_markup(text) == found else "\n".join(_write_lines(found, dates=False))


def escape_marks(text: str) -> str:
    """Return text without marks as it is stored, and without what no platform carries: it may hide a mark."""
    return text if _PLAIN.fullmatch(text) else write_markup([Block((Run(_CONTROLS.sub("", text)),))])


def label_markup(label: str, text: str) -> str:
    """Return a stored text behind a label: in its first line, or above a list, a quote or code that it begins with."""
    first = next(iter(parse_markup(text)), None)
    plain = first is None or (first.kind == "paragraph" and not first.quote)
    return f"{escape_marks(end_label(label))}{' ' if plain else chr(10)}{text}"


def _write_lines(blocks: Sequence[Block], *, dates: bool) -> Iterator[str]:
    """Write the lines. With `dates`, a number at the start of a line is taken to begin no list ("17. mai")."""
    signs, last = _SignWriter(blocks), None
    for n, block in enumerate(blocks):
        if last is not None and last.kind == block.kind == "paragraph":
            yield ">" if last.quote and block.quote else ""
        for line in _write_block(block, signs.write_sign(n), dates):
            yield (f"> {line}" if line else ">") if block.quote else line
        last = block


def _write_block(block: Block, sign: str, dates: bool) -> Iterator[str]:
    if block.kind == "pre":
        fence = "`" * max(3, 1 + max((len(ticks) for ticks in _TICKS.findall(block.text)), default=0))
        yield from (fence, *block.text.split("\n"), fence)
        return
    for n, line in enumerate(split_lines(block.runs)):
        text = write_line(line, dates=dates)
        if not block.is_item:
            yield text
        else:
            yield f"{sign} {text}".rstrip() if not n else f"{' ' * (len(sign) + 1)}{text}"


class _SignWriter:
    """Write the signs of list items, with the indent that their level needs."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.numbers: list[int] = []
        self.indents: list[int] = []

    def write_sign(self, at: int) -> str:
        """Return the sign of the block at this place; "" for a block that is no item."""
        block, last = self.blocks[at], self.blocks[at - 1] if at else None
        if not block.is_item or last is None or not last.is_item or last.quote != block.quote:
            self.numbers, self.indents = [], [0]
        if not block.is_item:
            return ""
        self.numbers = [*self.numbers[: block.level + 1], *[0] * (block.level + 1 - len(self.numbers))]
        self.numbers[block.level] = self.numbers[block.level] + 1 if block.kind == "ordered" else 0
        mark = self._format_number(at, self.numbers[block.level]) if block.kind == "ordered" else "-"
        indent = self.indents[block.level]
        self.indents = [*self.indents[: block.level + 1], indent + len(mark) + 1]
        return f"{' ' * indent}{mark}"

    def _format_number(self, at: int, number: int) -> str:
        """Format the number; the only item of a list has a bracket, because "1. mai" is a date."""
        block = self.blocks[at]
        for after in self.blocks[at + 1 :] if number == 1 else ():
            if not after.is_item or after.level < block.level or after.quote != block.quote:
                return "1)"
            if after.level == block.level:
                return "1." if after.kind == "ordered" else "1)"
        return f"{number}." if number > 1 else "1)"
