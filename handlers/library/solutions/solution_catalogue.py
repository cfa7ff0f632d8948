"""List the whole library for somebody who browses, with what it is sorted and narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.access import rights
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.library.solutions.solution_badge import describe_solution_badge
from handlers.library.solutions.solution_card import describe_level, describe_maturity
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.library.solutions import Solution

#: entries at most: more would be searched, not browsed
MOST_SOLUTIONS = 1000
LONGEST_PROBLEM = 200


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """Describe one solution. What it is narrowed by comes in the reader's words."""

    id: str
    code: str
    title: str
    problem: str
    topic: str
    #: how far it has come
    kind: str
    organisation: str
    #: who sees it
    level: str
    badge: str
    #: day of its last verification, else of its text, as it is sorted by
    day: str
    #: further words that it is found by
    words: str


async def list_catalogue_entries(store: Store, person: Person, say: Say, today: date) -> list[CatalogueEntry]:
    """List every published solution that this person may see, newest first."""
    viewer = await store.audiences.build_viewer(person)
    rows = await store.solutions.list_newest_solutions(
        None, rights.list_solution_levels(person), viewer, MOST_SOLUTIONS
    )
    topics = {topic.id: topic for topic in await store.topics.list_all_topics()}
    houses = {row.id: row.name for row in await store.organisations.list_known_organisations()}
    return [_describe_entry(row, topics, houses, say, today) for row in rows]


def _describe_entry(
    row: Solution, topics: Mapping[int, Topic], houses: Mapping[int, str], say: Say, today: date
) -> CatalogueEntry:
    topic, kind = topics.get(row.topic_id), describe_maturity(say, row.maturity)
    latest = row.verified_at.astimezone(say.zone).date() if row.verified_at else row.dated
    return CatalogueEntry(
        id=str(row.id),
        code=row.code,
        title=row.title,
        problem=shorten_text(row.problem, LONGEST_PROBLEM),
        topic=topic.get_name(say.language) if topic else "",
        kind=kind[:1].upper() + kind[1:],  # one that was imported is as somebody wrote it
        organisation=houses.get(row.organisation_id or 0, row.park),
        level=describe_level(say, row.level),
        badge=describe_solution_badge(row, say, today),
        day=(latest or row.created_at.astimezone(say.zone).date()).isoformat(),
        words=" ".join((row.done, row.result, *row.keywords)),
    )
