"""Draw the people whom a card mentions: each is told by Teams."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from bot.platforms.teams.texts import Element, defuse_text, draw_text_blocks

#: Teams' markup characters, which are removed from names
_MARKS = str.maketrans("", "", "[]()*_~`#!|{}$\\\r\n")


def list_mention_entities(people: Iterable[tuple[str, str]]) -> list[Element]:
    """List the entities that belong to the tags of these (user, name) pairs."""
    return [
        {"type": "mention", "text": _draw_mention_tag(name), "mentioned": {"id": user, "name": defuse_text(name)}}
        for user, name in dict.fromkeys(people)
    ]


def draw_mentions(people: tuple[tuple[str, str], ...], text: str) -> list[Element]:
    """Draw mentions apart from the words, because only a TextBlock turns a tag into a mention."""
    names = ", ".join(_draw_mention_tag(name) for _, name in people)
    drawn: list[Element] = [{"type": "TextBlock", "text": names, "wrap": True}] if names else []
    return (draw_text_blocks(text, spacing="Small") if text else []) + drawn


def _draw_mention_tag(name: str) -> str:
    """Draw the tag of a mention for a TextBlock, where a name written as a link would become one."""
    return f"<at>{escape(defuse_text(name).translate(_MARKS))}</at>"
