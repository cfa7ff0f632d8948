"""Find what a few words name: by the whole name or code, else by the beginning of a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.access import rights
from handlers.directory.topics.topic_lookup import find_topic_by_words, list_topics_by_keyword
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store

#: minimum number of letters of a prefix, and maximum number of hits of each kind
SHORTEST_PREFIX, MOST_HITS = 3, 8


@dataclass(frozen=True, slots=True)
class ContactMatches:
    """Hold the organisations, people and topics that a search found."""

    organisations: Sequence[Organisation] = ()
    people: Sequence[Person] = ()
    topics: Sequence[Topic] = ()
    #: number of organisations and people that fit, of which these are the first
    fits: int = 0

    def __len__(self) -> int:
        return len(self.organisations) + len(self.people) + len(self.topics)


async def search_contacts(store: Store, text: str) -> ContactMatches:
    """Search by name, for topics by keyword too. An exact match is returned alone; only people of the network are
    found.
    """
    wanted = " ".join(text.split()).strip("?.!").casefold()
    organisations = await store.organisations.list_all_organisations()
    exact = [row for row in organisations if wanted in (row.name.casefold(), row.code.casefold())]
    if exact:
        return ContactMatches(organisations=exact[:1])
    topic = await find_topic_by_words(store, text)
    if topic is not None and is_topic_named(topic, text):
        return ContactMatches(topics=[topic])
    everybody = [person for person in await store.people.list_all_people() if rights.is_confirmed_member(person)]
    same = [person for person in everybody if person.name.casefold() == wanted]
    if same:
        return ContactMatches(people=same[:MOST_HITS])
    topics = [topic] if topic is not None else await list_topics_by_keyword(store, text)
    if len(wanted) < SHORTEST_PREFIX:
        return ContactMatches(topics=topics)
    near = [row for row in organisations if matches_name_prefix(row.name, wanted)]
    people = [person for person in everybody if matches_name_prefix(person.name, wanted)]
    return ContactMatches(near[:MOST_HITS], people[:MOST_HITS], topics, len(near) + len(people))


def is_topic_named(topic: Topic, text: str) -> bool:
    """Return True if the text is the topic's whole name, in any language."""
    names = {name.casefold() for name in (topic.slug, topic.name_nb, topic.name_nn, topic.name_en)}
    return " ".join(text.split()).strip("?.!").casefold().strip("#") in names


def matches_name_prefix(name: str, wanted: str) -> bool:
    """Return True if `wanted` begins at a word of the name.

    "industri" and "eksempel ind" both match "Eksempel Industripark".
    """
    words = name.casefold().split()
    return any(" ".join(words[n:]).startswith(wanted) for n in range(len(words)))
