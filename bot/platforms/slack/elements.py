"""The small pieces of Block Kit: plain texts, rich text, buttons. What a member wrote comes out as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.slack.texts import clean, cut, escape, shield
from handlers.chat.cards import Button
from handlers.chat.say import Say

Json = dict[str, Any]

#: characters, as Slack counts them (escaped)
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE, LONGEST_CONFIRM, LONGEST_URL = 3000, 75, 2000, 300, 3000
#: buttons side by side
ROW = 5
#: what would open a mention, a broadcast or a link, if it were not drawn as plain text
_OPENS = re.compile(r"<[@#!A-Za-z]")


def plain(text: str, most: int = LONGEST_TEXT) -> Json:
    """A text object that Slack does not format; `most` counts the escaped text."""
    return {"type": "plain_text", "text": shield(cut(clean(text), most)) or "…", "emoji": False}


def chunks(text: str, most: int = LONGEST_TEXT - 100) -> Iterator[str]:
    """The text in pieces of at most `most` escaped characters, parted at line breaks or words."""
    while len(escape(text)) > most:
        end = most
        while len(escape(text[:end])) > most:
            end -= max(1, (len(escape(text[:end])) - most) // 5)
        part = text[:end]
        at = max(part.rfind("\n"), part.rfind(" "))
        end = at if at > end // 2 else end
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text.strip():
        yield text


def spans(text: str, *, bold: bool = False) -> list[Json]:
    """Rich text elements: Slack parses nothing in them, not even entities."""
    style: Json = {"style": {"bold": True}} if bold else {}
    return [{"type": "text", "text": text, **style}] if text else []


def looks_like_a_mark(text: str) -> bool:
    """Whether the text holds what would be a control sequence elsewhere: it is then drawn escaped, to be safe twice."""
    return _OPENS.search(text) is not None


def rich(elements: list[Json], kind: str = "rich_text_section") -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def paragraphs(text: str, *, bold: bool = False, quote: bool = False) -> Iterator[Json]:
    """Blocks that show the whole text."""
    kind = "rich_text_quote" if quote else "rich_text_section"
    for part in chunks(clean(text)):
        if looks_like_a_mark(part):
            yield {"type": "section", "text": plain(part), "expand": True}
        else:
            yield rich(spans(part, bold=bold), kind)


def context(text: str) -> Iterator[Json]:
    """Small and grey."""
    for part in chunks(clean(text)):
        yield {"type": "context", "elements": [plain(part)]}


def actions(row: Iterable[Button], say: Say) -> Iterator[Json]:
    """Rows of buttons. An action_id may stand only once in a block, so a name that returns begins a new row."""
    elements: list[Json] = []
    for button in row:
        drawn = _button(button, say, len(elements))
        if drawn is None:
            continue
        if len(elements) == ROW or any(one["action_id"] == drawn["action_id"] for one in elements):
            yield {"type": "actions", "elements": elements}
            elements = []
        elements.append(drawn)
    if elements:
        yield {"type": "actions", "elements": elements}


def _button(button: Button, say: Say, number: int) -> Json | None:
    drawn: Json = {"type": "button", "text": plain(button.label, LONGEST_LABEL)}
    if button.url:
        url = link(button.url)
        if not url:
            return None
        drawn |= {"action_id": f"link.{number}", "url": url}
    elif button.do:
        drawn |= {"action_id": button.do, "value": button.value[:LONGEST_VALUE]}
    else:
        return None
    if button.style:
        drawn["style"] = button.style
    if button.confirm:
        drawn["confirm"] = {
            "title": plain(say("Are you sure?"), 100),
            "text": plain(button.confirm, LONGEST_CONFIRM),
            "confirm": plain(say("Yes"), 30),
            "deny": plain(say("Cancel"), 30),
        }
    return drawn


def link(url: str) -> str:
    """A web address Slack accepts; empty for anything else."""
    url = clean(url).strip().replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    parts = urlsplit(url)
    return url if parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST_URL else ""
