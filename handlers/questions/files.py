"""Files: what is in a message beside its text is named and linked; it is opened where it was put."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.chat.cards import Button
from handlers.chat.events import File
from handlers.chat.say import Say
from handlers.directory.naming import shorten

#: links on one card
MOST_LINKS = 5


def kept(files: Iterable[File]) -> list[Any]:
    """As records keep them."""
    return [[file.kind, file.name[:200], file.link[:2000]] for file in files]


def words(text: str, files: Sequence[Any], platform: str, say: Say) -> str:
    """What was said, and a line for each thing beside it: "[bilde plan.png: vises i Slack]"."""
    lines = [
        say("[{what}: shown in {platform}]", what=_what(kind, name, say), platform=platform.title())
        for kind, name, _ in files
    ]
    return "\n".join((text, *lines) if text else lines)


def links(files: Sequence[Any], platform: str, say: Say) -> tuple[Button, ...]:
    """A button for each address, once."""
    named = {link: name for _, name, link in reversed(files) if link}
    here = say("Open in {platform}", platform=platform.title())
    several = len(named) > 1
    found = [Button(shorten(name, 40) if several and name else here, url=link) for link, name in named.items()]
    return tuple(reversed(found[-MOST_LINKS:]))


def _what(kind: str, name: str, say: Say) -> str:
    word = {"image": say("image"), "file": say("file")}.get(kind, say("something else"))
    return f"{word} {shorten(name, 80)}" if name else word
