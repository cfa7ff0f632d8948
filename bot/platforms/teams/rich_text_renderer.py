"""Draw what members wrote as runs of rich text blocks, in which Teams itself reads no marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bot.platforms.teams.texts import Element, draw_text_blocks, split_harmless_pieces
from handlers.chat.rich_text.line_writer import split_lines
from handlers.chat.rich_text.model import Block, Run
from handlers.chat.rich_text.plain_text import ItemNumbers, format_plain_text, has_marks

#: how deep an item of a list is moved in, and the signs of items by their level
_INDENT, _BULLETS = "\xa0" * 4, ("•", "◦", "▪")
_LINK: Element = {"color": "Accent", "underline": True}


def draw_rich_text_blocks(blocks: Sequence[Block], **style: Any) -> list[Element]:
    """Draw a member's words, a rich text block for each line. Quotes and preformatted text have a container."""
    if not has_marks(blocks):
        return draw_text_blocks(format_plain_text(blocks), **style) if blocks else []
    numbers = ItemNumbers()
    elements: list[Element] = []
    for (quote, pre), group in groupby(blocks, lambda block: (block.quote, block.kind == "pre")):
        items = [line for block in group for line in _draw_block(block, numbers, style)]
        if quote or pre:
            elements.append({"type": "Container", "style": "accent" if quote else "default", "items": items})
        else:
            elements += items
    return elements


def _draw_block(block: Block, numbers: ItemNumbers, style: dict[str, Any]) -> Iterator[Element]:
    number = numbers.count_item(block)
    sign = f"{number}." if number else _BULLETS[block.level % len(_BULLETS)]
    before = _INDENT * block.level
    for n, line in enumerate(split_lines(block.runs)):
        inlines = [piece for run in line for piece in _draw_run(run, style, pre=block.kind == "pre")]
        if block.is_item:
            head = f"{before}{sign}\xa0" if not n else f"{before}\xa0\xa0"
            inlines.insert(0, {"type": "TextRun", "text": head, **style})
        drawn: Element = {"type": "RichTextBlock", "inlines": inlines or [{"type": "TextRun", "text": " ", **style}]}
        yield drawn | ({"spacing": "None"} if n or block.is_item else {})


def _draw_run(run: Run, style: dict[str, Any], *, pre: bool) -> Iterator[Element]:
    own: Element = {"weight": "Bolder"} if run.bold else {}
    own |= {"italic": True} if run.italic else {}
    own |= {"strikethrough": True} if run.strike else {}
    own |= {"fontType": "Monospace"} if run.code or pre else {}
    if run.link:
        own |= _LINK | {"selectAction": {"type": "Action.OpenUrl", "url": run.link}}
    text = run.text.replace(" ", "\xa0") if pre else run.text
    for piece in split_harmless_pieces(text):
        yield {"type": "TextRun", "text": piece, **style, **own}
