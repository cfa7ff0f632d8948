"""Draw the small pieces of Block Kit: plain texts, rich text, buttons. A member's words come out as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.slack.texts import cut_at_word, escape_plain_text, escape_slack_text, strip_invalid_characters
from handlers.chat.cards import Button
from handlers.chat.say import Say

Json = dict[str, Any]

#: maximum numbers of characters, counted as Slack does (escaped)
LONGEST_TEXT, LONGEST_LABEL, LONGEST_VALUE, LONGEST_CONFIRM, LONGEST_URL = 3000, 75, 2000, 300, 3000
#: maximum numbers of elements in a row, and of options behind ⋯
ROW, OPTIONS = 6, 5
#: begins the action_id of a link, and of ⋯
LINK, OVERFLOW = "link.", "more."
#: text that would become a mention, a broadcast or a link if it were not drawn as plain text
_OPENS = re.compile(r"<[@#!A-Za-z]")


def draw_plain_text(text: str, most: int = LONGEST_TEXT) -> Json:
    """Draw a text object that Slack does not format; `most` counts the escaped text."""
    return {
        "type": "plain_text",
        "text": escape_plain_text(cut_at_word(strip_invalid_characters(text), most)) or "…",
        "emoji": False,
    }


def split_escaped_text(text: str, most: int = LONGEST_TEXT - 100) -> Iterator[str]:
    """Split the text into pieces of at most `most` escaped characters, at line breaks or words."""
    while len(escape_slack_text(text)) > most:
        end = most
        while len(escape_slack_text(text[:end])) > most:
            end -= max(1, (len(escape_slack_text(text[:end])) - most) // 5)
        part = text[:end]
        at = max(part.rfind("\n"), part.rfind(" "))
        end = at if at > end // 2 else end
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text.strip():
        yield text


def draw_text_spans(text: str, *, bold: bool = False) -> list[Json]:
    """Draw rich text elements: Slack parses nothing in them, not even entities."""
    style: Json = {"style": {"bold": True}} if bold else {}
    return [{"type": "text", "text": text, **style}] if text else []


def has_control_sequence(text: str) -> bool:
    """Return True if the text holds what would be a control sequence elsewhere.

    Such a text is drawn escaped, so that it stays safe where text is parsed once more.
    """
    return _OPENS.search(text) is not None


def draw_rich_text(elements: list[Json], kind: str = "rich_text_section") -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def draw_paragraph_blocks(text: str, *, bold: bool = False, quote: bool = False) -> Iterator[Json]:
    """Draw blocks that show the whole text."""
    kind = "rich_text_quote" if quote else "rich_text_section"
    for part in split_escaped_text(strip_invalid_characters(text)):
        if has_control_sequence(part):
            yield {"type": "section", "text": draw_plain_text(part), "expand": True}
        else:
            yield draw_rich_text(draw_text_spans(part, bold=bold), kind)


def draw_context_blocks(text: str) -> Iterator[Json]:
    """Draw the text small and grey."""
    for part in split_escaped_text(strip_invalid_characters(text)):
        yield {"type": "context", "elements": [draw_plain_text(part)]}


def draw_action_blocks(row: Iterable[Button], say: Say, more: Iterable[Button] = ()) -> Iterator[Json]:
    """Draw rows of buttons; those of `more` are options behind ⋯.

    An action_id may stand only once in a block, so a repeated name begins a new row.
    """
    drawn = [_draw_slack_button(button, say, number) for number, button in enumerate(filter(_is_drawable, row))]
    options = [_draw_option(button) for button in more if _is_drawable(button)]
    drawn += [
        {"type": "overflow", "action_id": f"{OVERFLOW}{at}", "options": options[at : at + OPTIONS]}
        for at in range(0, len(options), OPTIONS)
    ]
    elements: list[Json] = []
    for one in drawn:
        if len(elements) == ROW or any(other["action_id"] == one["action_id"] for other in elements):
            yield {"type": "actions", "elements": elements}
            elements = []
        elements.append(one)
    if elements:
        yield {"type": "actions", "elements": elements}


def read_pressed_action(action: Mapping[str, Any]) -> tuple[str, str]:
    """Return name and value of the pressed button, which may have been an option behind ⋯."""
    name, value = str(action.get("action_id", "")), str(action.get("value") or "")
    if action.get("type") == "overflow":
        name, _, value = str((action.get("selected_option") or {}).get("value", "")).partition(" ")
    return name, value


def _is_drawable(button: Button) -> bool:
    return bool(validate_slack_url(button.url) if button.url else button.do)


def _draw_option(button: Button) -> Json:
    label = draw_plain_text(button.label, LONGEST_LABEL)
    if button.url:
        return {"text": label, "value": LINK, "url": validate_slack_url(button.url)}
    return {"text": label, "value": f"{button.do} {button.value}"}


def _draw_slack_button(button: Button, say: Say, number: int) -> Json:
    drawn: Json = {"type": "button", "text": draw_plain_text(button.label, LONGEST_LABEL)}
    if button.url:
        drawn |= {"action_id": f"{LINK}{number}", "url": validate_slack_url(button.url)}
    else:
        drawn |= {"action_id": button.do, "value": button.value[:LONGEST_VALUE]}
    if button.style:
        drawn["style"] = button.style
    if button.confirm:
        drawn["confirm"] = {
            "title": draw_plain_text(say("Are you sure?"), 100),
            "text": draw_plain_text(button.confirm, LONGEST_CONFIRM),
            "confirm": draw_plain_text(say("Yes"), 30),
            "deny": draw_plain_text(say("Cancel"), 30),
        }
    return drawn


def validate_slack_url(url: str) -> str:
    """Return a web address that Slack accepts; empty for anything else."""
    url = strip_invalid_characters(url).strip().replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    parts = urlsplit(url)
    return url if parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST_URL else ""
