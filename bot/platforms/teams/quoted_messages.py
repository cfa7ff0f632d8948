"""Read the message somebody pointed at from the HTML that Teams sends with an action."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from bot.platforms.teams.activities import Activity, build_activity_place, read_nested_text
from bot.platforms.teams.html_reader import read_teams_html
from handlers.chat.events import Quoted, Sender
from handlers.chat.rich_text.markup_writer import write_markup


def read_quoted_message(activity: Activity, author: Sender | None) -> Quoted | None:
    """Return the message an action was chosen on; None if it was chosen from the compose box."""
    payload = activity.value.get("messagePayload") if isinstance(activity.value, dict) else None
    if not isinstance(payload, dict):
        return None
    text = read_nested_text(payload, "body", "content")
    markup = ""
    if read_nested_text(payload, "body", "contentType").lower() != "text":
        text, markup = convert_html_to_text(text), write_markup(read_teams_html(text))
    id = read_nested_text(payload, "id")
    return Quoted(id, text.strip(), author, build_activity_place(activity, id), markup=markup)


class _PlainTextParser(HTMLParser):
    """Convert HTML to text: paragraphs and breaks become lines, list items get a dash."""

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


def convert_html_to_text(html: str) -> str:
    """Return what a reader of the HTML sees, with at most one empty line in a row."""
    parser = _PlainTextParser()
    parser.feed(html)
    parser.close()
    text = "".join(parser.pieces).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def read_quoted_author(activity: Activity) -> tuple[str, str]:
    """Return the directory id and the name of the author of the message that an action was chosen on."""
    user = ("messagePayload", "from", "user")
    return read_nested_text(activity.value, *user, "id"), read_nested_text(activity.value, *user, "displayName")
