"""Read the name of an organisation, a person or a topic, as far as the reader may see them."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.directory.contacts import who_command
from handlers.directory.contacts.contact_search import ContactMatches, search_contacts
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.bare_words.readings import ORGANISATION, PERSON, TOPIC, Reading


async def read_contact_name(turn: Turn, text: str) -> Reading | None:
    """Read a name as `who` does. A guest finds nobody there, and so nobody here."""
    hits = ContactMatches() if turn.person.guest else await search_contacts(turn.store, text)
    if not hits:
        return None
    kind, targets = _describe_matches(hits)

    async def show_contact_matches(_event: Command, turn: Turn) -> Reply:
        return Reply(add_network_offer(turn, await who_command.draw_matches_card(turn, hits), text))

    return Reading(kind, targets[0] if len(hits) == 1 else None, show_contact_matches)


def _describe_matches(hits: ContactMatches) -> tuple[str, list[str]]:
    """Return the kind of the first hits, and their ids as files have them."""
    if hits.organisations:
        return ORGANISATION, [one.code for one in hits.organisations]
    if hits.people:
        return PERSON, [one.code or str(one.id) for one in hits.people]
    return TOPIC, [one.slug for one in hits.topics]
