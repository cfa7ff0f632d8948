"""Offer a document as files, by a link for each kind and language, which works for an hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from handlers.chat import signed_links
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.say import LANGUAGES
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Turn
from handlers.directory.members.member_welcome import NAMES
from handlers.documents import MARKDOWN, PDF, WORD
from handlers.documents.pdf_content import is_pdf_drawer_installed

LINK_VALIDITY = timedelta(hours=1)
#: kind of file, by its extension -> its name
KINDS = {WORD: "Word", PDF: "PDF", MARKDOWN: "Markdown"}


def offer_file_links(turn: Turn, purpose: str, path: str, id: int, title: str) -> Reply:
    """Return a card with the links. Raise UserError where the bot has no public address."""
    url = build_file_address(turn, purpose, path, id)
    if not url:
        raise UserError(turn.say("No link can be made here."))
    return Reply(Card(title, tuple(draw_file_links(turn, url, list_paper_kinds()))))


def build_file_address(turn: Turn, purpose: str, path: str, id: int) -> str:
    """Return the address of a file without its language and kind, for this reader; "" where none can be made."""
    link = SignedLink(id, person_id=turn.person.id)
    return signed_links.build_link_address(turn.arena, purpose, path, link, turn.now + LINK_VALIDITY)


def list_file_addresses(turn: Turn, purpose: str, path: str, id: int) -> list[tuple[str, str]]:
    """Return a label and an address for each kind of file in the reader's language, for a page of theirs.

    There is none for guests, and none where no link can be made.
    """
    url = "" if turn.person.guest else build_file_address(turn, purpose, path, id)
    if not url:
        return []
    here, say = url.removeprefix(turn.arena.base_url.rstrip("/")), turn.say
    return [
        (say("As a file: {kind}", kind=KINDS[kind]), f"{here}/{say.language}.{kind}") for kind in list_paper_kinds()
    ]


def list_paper_kinds() -> list[str]:
    """Return the kinds of files to read on paper: a PDF only where something is installed that draws it."""
    return [WORD, *([PDF] if is_pdf_drawer_installed() else [])]


def draw_file_links(turn: Turn, url: str, kinds: Iterable[str]) -> Iterator[Part]:
    yield Text(turn.say("The link works for an hour, for whoever has it."), "subtle")
    for kind in kinds:
        yield Buttons(tuple(Button(f"{KINDS[kind]}, {NAMES[code]}", url=f"{url}/{code}.{kind}") for code in LANGUAGES))
