"""Text that comes out as typed: no mention, no date function and no Markdown grows out of what a member wrote."""

from __future__ import annotations

import re
from typing import Any

Element = dict[str, Any]

#: where a text is parted, so that no piece holds a mention tag or a `{{DATE()}}` that Teams would act on
_SEAMS = re.compile(r"(?i)(?<=<)(?=/?at\b)|(?<=\{)(?=\{)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: an invisible character for texts that cannot be parted
_JOINER = "\u2060"
#: lines drawn as paragraphs of their own; the rest of a very long text stays in one
_MOST_LINES = 60


def cut(text: str, most: int) -> str:
    """At most this many characters, the last one "…" where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def tame(text: str) -> str:
    """For labels and notifications, which are plain text but for the two things Teams looks for in them."""
    return _SEAMS.sub(_JOINER, _sound(text))


def untame(text: str) -> str:
    """What `tame` was given: for a text that was put into an input and comes back."""
    return text.replace(f"<{_JOINER}", "<").replace(f"{{{_JOINER}", "{")


def paragraphs(text: str, *, spacing: str = "", **style: Any) -> list[Element]:
    """A text as rich text blocks, one for each line: Teams interprets nothing in a text run."""
    lines = _sound(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    lines[_MOST_LINES:] = ["\n".join(lines[_MOST_LINES:])] if len(lines) > _MOST_LINES else []
    blocks: list[Element] = []
    for line in lines:
        block: Element = {"type": "RichTextBlock", "inlines": _runs(line or " ", style)}
        if blocks:
            block["spacing"] = "None"
        elif spacing:
            block["spacing"] = spacing
        blocks.append(block)
    return blocks


def _runs(line: str, style: dict[str, Any]) -> list[Element]:
    return [{"type": "TextRun", "text": piece, **style} for piece in _SEAMS.split(line)]


def _sound(text: str) -> str:
    """Without half characters, which JSON cannot carry, and control characters but line breaks and tabs."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode())
