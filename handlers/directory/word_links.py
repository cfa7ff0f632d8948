"""Offer a Word file by a link for each language, which works for an hour."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import signed_links
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.say import LANGUAGES
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Turn
from handlers.directory.members.member_welcome import NAMES

#: validity of the links
OPEN = timedelta(hours=1)


def offer_word_links(turn: Turn, purpose: str, path: str, id: int, title: str) -> Reply:
    """Return a card with the links. Raise UserError where the bot has no public address."""
    say, link = turn.say, SignedLink(id, person_id=turn.person.id)
    url = signed_links.build_link_address(turn.arena, purpose, path, link, turn.now + OPEN)
    if not url:
        raise UserError(say("No link can be made here."))
    row = tuple(Button(f"Word, {NAMES[code]}", url=f"{url}/{code}.docx") for code in LANGUAGES)
    return Reply(Card(title, (Text(say("The link works for an hour, for whoever has it."), "subtle"), Buttons(row))))
