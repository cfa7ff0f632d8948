"""Find whom a few words mean: by the whole name or code, else by how a word of the name begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.access import rights
from handlers.directory.topics.naming import topic_meant
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store

#: letters that a beginning must have, and hits of each kind that are shown
SHORTEST, MOST = 3, 8


@dataclass(frozen=True, slots=True)
class Hits:
    organisations: Sequence[Organisation] = ()
    people: Sequence[Person] = ()
    topics: Sequence[Topic] = ()

    def __len__(self) -> int:
        return len(self.organisations) + len(self.people) + len(self.topics)


async def find(store: Store, text: str) -> Hits:
    """What is named exactly comes alone. People are those who belong to the network."""
    wanted = " ".join(text.split()).strip("?.!").casefold()
    houses = await store.organisations.all()
    exact = [row for row in houses if wanted in (row.name.casefold(), row.code.casefold())]
    if exact:
        return Hits(organisations=exact[:1])
    topic = await topic_meant(store, text)
    topics = [topic] if topic is not None else []
    if topic is not None and wanted.strip("#") in _names(topic):
        return Hits(topics=topics)
    everybody = [person for person in await store.people.all() if rights.belongs(person)]
    same = [person for person in everybody if person.name.casefold() == wanted]
    if same:
        return Hits(people=same[:MOST])
    if len(wanted) < SHORTEST:
        return Hits(topics=topics)
    near = [row for row in houses if _begins(row.name, wanted)]
    people = [person for person in everybody if _begins(person.name, wanted)]
    return Hits(near[:MOST], people[:MOST], topics)


def _names(topic: Topic) -> set[str]:
    return {name.casefold() for name in (topic.slug, topic.name_nb, topic.name_nn, topic.name_en)}


def _begins(name: str, wanted: str) -> bool:
    """ "industri" begins a word of "Eksempel Industripark", and "eksempel ind" its first two."""
    words = name.casefold().split()
    return any(" ".join(words[n:]).startswith(wanted) for n in range(len(words)))
