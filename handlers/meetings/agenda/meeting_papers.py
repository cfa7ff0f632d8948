"""Parse and draw meeting papers: one a line, each a name and a link, or one of the two."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from handlers.chat.cards import Button, Buttons, Part, Text
from handlers.chat.say import Say

#: maximum number of papers of one meeting, and of characters on a button
MOST_PAPERS, LONGEST_LABEL = 20, 70
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def parse_meeting_papers(text: str) -> list[tuple[str, str]]:
    """Return name and link of each paper. The link may be empty, and stands in for a missing name."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        link = next((url for url in _LINK.findall(line) if _is_safe_paper_link(url)), "")
        name = " ".join(line.replace(link, " ").split()).strip(" :–-") if link else line
        found.append((name or urlsplit(link).path.rstrip("/").rpartition("/")[2] or link, link))
    return found[:MOST_PAPERS]


def draw_meeting_papers(text: str, say: Say) -> list[Part]:
    papers = parse_meeting_papers(text)
    if not papers:
        return []
    named = [Text(name) for name, link in papers if not link]
    linked = tuple(Button(name[:LONGEST_LABEL], url=link) for name, link in papers if link)
    return [Text(say("Papers"), "strong"), *named, *([Buttons(linked)] if linked else [])]


def _is_safe_paper_link(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname) and len(url) <= 2000
    except ValueError:
        return False
