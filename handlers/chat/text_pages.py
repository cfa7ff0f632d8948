"""Split a long text into pages, each about a screen of a phone."""

from __future__ import annotations

import re

from handlers.chat.cards import Quote

#: maximum number of characters of a page
PAGE = 900
_TITLE = re.compile(r"\A# .+\n+")
#: a link or bold words: half of it would be shown as it is written
_WHOLE = re.compile(r"\[[^\[\]\n]*\]\([^()\s]*\)|\*\*[^*\n]+\*\*")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def split_text_pages(text: str, most: int = PAGE) -> list[str]:
    """Cut the text at the end of a paragraph, a line or a word, and no link; a page has `most` characters at most."""
    found = []
    while len(text) > most:
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := text.rfind(mark, most // 2, most)) > 0), most)
        torn = (one.start() for one in _WHOLE.finditer(text[: 2 * most]) if one.start() < cut < one.end())
        cut = next(torn, 0) or cut
        found.append(text[:cut])
        text = text[cut:].lstrip()
    return [*found, text]


def draw_text_page(page: str) -> Quote:
    """Draw a page of a Markdown file as a chat shows it: its headings are bold, and the card has its title."""
    return Quote(_HEADING.sub(r"**\1**", _TITLE.sub("", page)))
