"""Read the name of an organisation, a person or a topic, as far as the reader may see them."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Reply
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.chat.verbs import fold_word
from handlers.directory.contacts import who_command
from handlers.directory.contacts.contact_search import ContactMatches, search_contacts
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.bare_words.readings import ORGANISATION, PERSON, TOPIC, Reading

#: means the grid, or the web: the topic is shown, with a button to the pages below it
WEB = "nett"


async def read_contact_name(turn: Turn, text: str) -> Reading | None:
    """Read a name as `who` does. A guest finds nobody there, and so nobody here."""
    hits = ContactMatches() if turn.person.guest else await search_contacts(turn.store, text)
    if not hits:
        return None
    kind, targets = _describe_matches(hits)

    async def show_contact_matches(_event: Command, turn: Turn) -> Reply:
        card = add_network_offer(turn, await who_command.draw_matches_card(turn, hits), text)
        return Reply(_add_web_button(turn, card) if fold_word(text) == WEB else card)

    return Reading(kind, targets[0] if len(hits) == 1 else None, show_contact_matches)


def _add_web_button(turn: Turn, card: Card) -> Card:
    row = Buttons((Button(turn.say("Open on the web"), "web.open"),))
    return msgspec.structs.replace(card, parts=(*card.parts, row))


def _describe_matches(hits: ContactMatches) -> tuple[str, list[str]]:
    """Return the kind of the first hits, and their ids as files have them."""
    if hits.organisations:
        return ORGANISATION, [one.code for one in hits.organisations]
    if hits.people:
        return PERSON, [one.code or str(one.id) for one in hits.people]
    return TOPIC, [one.slug for one in hits.topics]
