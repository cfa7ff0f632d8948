"""Read a verb of the reader's language in which one letter is wrong: "møet" is "møte", and no topic."""

from __future__ import annotations

from handlers.chat.mistyped_verbs import find_verb_with_slip
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_search import is_topic_named, search_contacts
from handlers.overview.bare_words.pages import answer_with_verb
from handlers.overview.bare_words.readings import COMMAND, Reading


async def read_mistyped_verb(turn: Turn, text: str) -> Reading | None:
    """Read the verb unless the word is a name: of an organisation, a person or a topic."""
    name = find_verb_with_slip(text, turn.say.language)
    if not name or await _is_name(turn, text):
        return None
    return Reading(COMMAND, name, answer_with_verb(name))


async def _is_name(turn: Turn, text: str) -> bool:
    """Return True if somebody or something of the network is called so. A guest finds nobody."""
    if turn.person.guest:
        return False
    hits = await search_contacts(turn.store, text)
    return bool(hits.organisations or hits.people) or any(is_topic_named(topic, text) for topic in hits.topics)
