"""Draw text that comes out as typed.

No mention, no date function and no Markdown grows out of what a member wrote.
"""

from __future__ import annotations

import re
from typing import Any

from bot.platforms.figure_binding import squeeze_spaces

Element = dict[str, Any]

#: positions to split a text, so that no part contains a mention tag or `{{DATE()}}`, which Teams would interpret
_SEAMS = re.compile(r"(?i)(?<=<)(?=/?at\b)|(?<=\{)(?=\{)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: what a TextBlock reads as Markdown, as a tag or as an address
_MARKDOWN = re.compile(r"[*_~`\[\]\\<>&#|!]|^\s*(?:[-+]|\d+[.)])(?:\s|$)|://|@")
#: invisible character for texts that cannot be split
_JOINER = "\u2060"
#: maximum number of lines that become paragraphs; the rest of a long text is one paragraph
_MOST_LINES = 60


def truncate_text(text: str, most: int) -> str:
    """Return at most this many characters, the last one "…" where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def defuse_text(text: str) -> str:
    """Make a label or notification safe: plain text, but for the two things Teams looks for in it."""
    return _SEAMS.sub(_JOINER, strip_uncarried_characters(text))


def restore_defused_text(text: str) -> str:
    """Return the text that `defuse_text` was given, for a text that was put into an input and comes back."""
    return text.replace(f"<{_JOINER}", "<").replace(f"{{{_JOINER}", "{")


def draw_text_blocks(text: str, *, spacing: str = "", **style: Any) -> list[Element]:
    """Draw a text as rich text blocks, one for each line: Teams interprets nothing in a text run."""
    lines = strip_uncarried_characters(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    lines[_MOST_LINES:] = ["\n".join(lines[_MOST_LINES:])] if len(lines) > _MOST_LINES else []
    blocks: list[Element] = []
    for line in lines:
        block: Element = {"type": "RichTextBlock", "inlines": _draw_text_runs(line or " ", style)}
        if blocks:
            block["spacing"] = "None"
        elif spacing:
            block["spacing"] = spacing
        blocks.append(block)
    return blocks


def draw_heading_blocks(text: str, size: str = "Default") -> list[Element]:
    """Draw a title that screen readers find as a heading.

    Only a TextBlock can be one, and it reads Markdown: a title that holds signs of it is only bold.
    """
    line = strip_uncarried_characters(text)
    if not line or line != squeeze_spaces(line) or _MARKDOWN.search(line) or _SEAMS.search(line):
        return draw_text_blocks(text, weight="Bolder", size=size)
    # Without a size a heading is larger than the title of its card.
    style = {"style": "heading", "weight": "Bolder", "size": size}
    return [{"type": "TextBlock", "text": line, "wrap": True, **style}]


def _draw_text_runs(line: str, style: dict[str, Any]) -> list[Element]:
    return [{"type": "TextRun", "text": piece, **style} for piece in split_harmless_pieces(line)]


def split_harmless_pieces(text: str) -> list[str]:
    """Split a text so that no piece holds what Teams would interpret."""
    return [piece for piece in _SEAMS.split(text) if piece]


def strip_uncarried_characters(text: str) -> str:
    """Strip half characters, which JSON cannot carry, and control characters but line breaks and tabs."""
    if text.isprintable():  # most texts of one line, and neither kind of character is
        return text
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode())
