"""Parse entries of RSS and Atom feeds. An entry gets a deadline only if its text names one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import feedparser

from handlers.chat.rich_text.html_reader import read_html
from handlers.chat.rich_text.plain_text import format_plain_text, write_cut_markup
from handlers.chat.rows import reason
from handlers.dates.calendar_words import MONTHS
from handlers.policy.source_parsers import ENTRIES, ParsingContext, Rows, cut_source_text

_FRIST = re.compile(
    r"(?:frist(?:en)?|deadline)\b[^.\d]{0,40}?(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"
    r"|(\d{1,2})\.?\s([a-zæøå]{3,9})\.?\s(\d{4}))",
    re.IGNORECASE,
)


def parse_feed(content: bytes, reader: ParsingContext) -> Rows:
    """Parse the entries that are not over.

    The content has been checked: it is well-formed and defines no entities.
    """
    feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    sender = _extract_html_text(feed.feed.get("title", ""))
    for number, entry in enumerate(feed.entries[:ENTRIES], 1):
        row = _parse_feed_entry(entry, sender)
        if row["deadline"] and row["deadline"] < reader.today.isoformat():
            continue
        yield reason("entry {n}", n=number), row


def _parse_feed_entry(entry: Any, sender: str) -> dict[str, Any]:
    link = str(entry.get("link", ""))
    said = read_html(_drop_nulls(entry.get("summary", "")), link)
    title = _extract_html_text(entry.get("title", ""))
    by = _extract_html_text(entry.get("publisher", "") or entry.get("author", ""))
    deadline = _parse_mentioned_deadline(f"{title}. {' '.join(format_plain_text(said).split())}")
    return {
        "id": str(entry.get("id", "") or link)[-200:],
        "title": cut_source_text(title, 300),
        "sender": cut_source_text(by or sender, 200),
        "link": link[:500] if link.startswith(("https://", "http://")) else "",
        "deadline": deadline.isoformat() if deadline else "",
        "text": write_cut_markup(said, 3000),
    }


def _parse_mentioned_deadline(text: str) -> date | None:
    """Parse "Høringsfrist: 3. februar 2027" or "Frist 03.02.2027"."""
    found = _FRIST.search(text)
    if found is None:
        return None
    y1, m1, d1, d2, m2, y2, d3, word, y3 = found.groups()
    try:
        if y1:
            return date(int(y1), int(m1), int(d1))
        if y2:
            return date(int(y2), int(m2), int(d2))
        return date(int(y3), MONTHS[word.casefold()], int(d3))
    except (ValueError, KeyError):
        return None


def _extract_html_text(html: object) -> str:
    return " ".join(format_plain_text(read_html(_drop_nulls(html))).split())


def _drop_nulls(html: object) -> str:
    return str(html).replace("\0", " ")
