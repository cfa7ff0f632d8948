"""Draw what members wrote as Slack's rich text, in which Slack itself reads no marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.platforms.slack.elements import Json, draw_paragraph_blocks
from bot.platforms.slack.texts import escape_slack_text, strip_invalid_characters
from handlers.chat.rich_text.model import Block, Run, slice_runs
from handlers.chat.rich_text.plain_text import format_plain_text, has_marks

#: maximum number of escaped characters in one block
LONGEST_BLOCK = 2900
#: places to split a text, so that no part would be a mention, a broadcast or a link where text is parsed once more
_SEAMS = re.compile(r"(?<=<)(?=[@#!A-Za-z])")


def draw_rich_blocks(blocks: Sequence[Block], *, quote: bool) -> Iterator[Json]:
    """Draw a member's words; with `quote` they are set apart.

    Words without marks are drawn as a plain paragraph. Where the words quote somebody, only those are set apart.
    """
    if not has_marks(blocks):
        yield from draw_paragraph_blocks(format_plain_text(blocks), quote=quote)
        return
    apart = quote and not any(block.quote for block in blocks)
    elements: list[Json] = []
    size = 0
    for element, count in _draw_elements([piece for block in blocks for piece in _split_block(block)], apart):
        if elements and size + count > LONGEST_BLOCK:
            yield {"type": "rich_text", "elements": elements}
            elements, size = [], 0
        elements.append(element)
        size += count
    if elements:
        yield {"type": "rich_text", "elements": elements}


def _split_block(block: Block) -> Iterator[Block]:
    """Split a block that is too long for one of Slack's, at a space."""
    text = block.text
    most = LONGEST_BLOCK * len(text) // max(1, len(escape_slack_text(text)))
    if len(text) <= most:
        yield block
        return
    spans, start = [], 0
    while start < len(text):
        end = min(start + max(1, most // 2), len(text))
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) if end < len(text) else -1
        end = space + 1 if space > start else end
        spans.append((start, end))
        start = end
    for runs in slice_runs(block.runs, spans):
        yield Block(tuple(runs), block.kind, block.level, block.quote)


def _draw_elements(blocks: Iterable[Block], apart: bool) -> Iterator[tuple[Json, int]]:
    """Draw elements, each with its number of escaped characters."""
    numbers: list[int] = []
    for (kind, _, quoted), group in groupby(blocks, lambda block: (block.kind, block.level, block.quote)):
        for found in _limit_group(list(group)):
            size = sum(len(escape_slack_text(block.text)) for block in found)
            border = {"border": 1} if apart or quoted else {}
            if kind == "paragraph":
                runs = [run for block in found for run in (Run("\n\n"), *block.runs)][1:]
                name = "rich_text_quote" if apart or quoted else "rich_text_section"
                yield {"type": name, "elements": draw_runs(runs)}, size
            elif kind == "pre":
                for block in found:
                    yield {"type": "rich_text_preformatted", "elements": draw_runs(block.runs), **border}, size
            else:
                yield _draw_list(found, numbers) | border, size
            if kind not in ("bullet", "ordered"):
                numbers.clear()


def _limit_group(blocks: list[Block]) -> Iterator[list[Block]]:
    """Split a row of blocks that are too long together."""
    found: list[Block] = []
    size = 0
    for block in blocks:
        count = len(escape_slack_text(block.text))
        if found and size + count > LONGEST_BLOCK:
            yield found
            found, size = [], 0
        found.append(block)
        size += count
    yield found


def _draw_list(items: Sequence[Block], numbers: list[int]) -> Json:
    """Draw items of one level. An ordered list that was interrupted by a deeper one goes on with its number."""
    level, kind = items[0].level, items[0].kind
    numbers[level + 1 :] = []
    numbers += [0] * (level + 1 - len(numbers))
    offset = {"offset": numbers[level]} if kind == "ordered" and numbers[level] else {}
    numbers[level] = numbers[level] + len(items) if kind == "ordered" else 0
    sections = [{"type": "rich_text_section", "elements": draw_runs(item.runs or (Run(" "),))} for item in items]
    return {"type": "rich_text_list", "style": kind, "indent": level, "elements": sections, **offset}


def draw_runs(runs: Iterable[Run]) -> list[Json]:
    return [element for run in runs for element in _draw_run(run)]


def _draw_run(run: Run) -> Iterator[Json]:
    style = {name: True for name in ("bold", "italic", "strike", "code") if getattr(run, name)}
    extra: Json = {"style": style} if style else {}
    text = strip_invalid_characters(run.text)
    if run.link:
        yield {"type": "link", "url": strip_invalid_characters(run.link), "text": text, **extra}
        return
    yield from ({"type": "text", "text": piece, **extra} for piece in _SEAMS.split(text) if piece)
