"""Split a long text into pages, each about a screen of a phone."""

from __future__ import annotations

import re

from handlers.chat.cards import Quote

#: maximum number of characters of a page
PAGE = 900
_TITLE = re.compile(r"\A# .+\n+")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def split_text_pages(text: str, most: int = PAGE) -> list[str]:
    """Cut the text at the end of a paragraph, a line or a word. No page is longer than `most` characters."""
    found = []
    while len(text) > most:
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := text.rfind(mark, most // 2, most)) > 0), most)
        found.append(text[:cut])
        text = text[cut:].lstrip()
    return [*found, text]


def draw_text_page(page: str) -> Quote:
    """Draw a page of a Markdown file as a chat shows it: its headings are bold, and the card has its title."""
    return Quote(_HEADING.sub(r"**\1**", _TITLE.sub("", page)))
