"""A message somebody pointed at, from the HTML that Teams sends with an action."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.platforms.teams.activities import Activity, dig, place
from handlers.chat.events import Quoted, Sender


def quoted(activity: Activity, author: Sender | None) -> Quoted | None:
    """The message an action was chosen on; None when it was chosen from the compose box."""
    payload = activity.value.get("messagePayload") if isinstance(activity.value, dict) else None
    if not isinstance(payload, dict):
        return None
    text = dig(payload, "body", "content")
    if dig(payload, "body", "contentType").lower() != "text":
        text = plain(text)
    id = dig(payload, "id")
    return Quoted(id, text.strip(), author, place(activity, id))


class _Plain(HTMLParser):
    """Text of HTML: paragraphs and breaks as lines, list items with a dash."""

    OPENING = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"})
    CLOSING = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "blockquote", "pre"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.OPENING:
            self.pieces.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.CLOSING:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain(html: str) -> str:
    """What a reader of the HTML sees, at most one empty line in a row."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    text = "".join(parser.pieces).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def author_of(activity: Activity) -> tuple[str, str]:
    """The directory id and the name of who wrote the message that an action was chosen on."""
    user = ("messagePayload", "from", "user")
    return dig(activity.value, *user, "id"), dig(activity.value, *user, "displayName")
