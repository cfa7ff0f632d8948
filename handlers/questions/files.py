"""Name and link the files beside a message's text; each opens on the platform where it was uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.chat.cards import Button
from handlers.chat.events import File
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say

#: maximum number of links on one card
MOST_LINKS = 5


def serialise_files(files: Iterable[File]) -> list[Any]:
    """Convert files to the lists that records store: where the bot reads one, for pictures alone."""
    return [
        [file.kind, file.name[:200], file.link[:2000], *([file.source] if file.source and file.kind == "image" else [])]
        for file in files
    ]


def format_text_with_files(text: str, files: Sequence[Any], platform: str, say: Say) -> str:
    """Return the text, and a line for each file beside it: "[bilde plan.png: vises i Slack]"."""
    lines = [
        escape_marks(
            say("[{what}: shown in {platform}]", what=_describe_file(kind, name, say), platform=platform.title())
        )
        for kind, name, *_ in files
    ]
    return "\n".join((text, *lines) if text else lines)


def draw_file_buttons(files: Sequence[Any], platform: str, say: Say) -> tuple[Button, ...]:
    """Draw a button for each address, once."""
    named = {link: name for _, name, link, *_ in reversed(files) if link}
    here = say("Open in {platform}", platform=platform.title())
    several = len(named) > 1
    found = [Button(shorten_text(name, 40) if several and name else here, url=link) for link, name in named.items()]
    return tuple(reversed(found[-MOST_LINKS:]))


def _describe_file(kind: str, name: str, say: Say) -> str:
    word = {"image": say("image"), "file": say("file")}.get(kind, say("something else"))
    return f"{word} {shorten_text(name, 80)}" if name else word
