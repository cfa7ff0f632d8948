"""Import solutions from rows of a file, idempotently, and export them in the same form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.access.visibility.audience_format import format_audience, parse_audience
from handlers.chat.rows import RowError
from handlers.chat.turn import Arena
from handlers.language.document_search import index_documents
from handlers.library.solutions.publication import build_solution_document, compute_verify_by, synchronise_solution
from handlers.library.solutions.row_format import (
    compute_noon,
    format_solution_row,
    parse_row_texts,
    parse_solution_values,
)
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.library.solutions import PUBLISHED, RETIRED, Solution


async def import_solution_row(store: Store, row: Mapping[str, Any], *, arena: Arena | None = None) -> None:
    """Import one row. Raises RowError, and then keeps nothing of the row."""
    (error,) = await import_solutions(store, arena or Arena(), (row,))
    if error is not None:
        raise error


async def import_solutions(store: Store, arena: Arena, rows: Sequence[Mapping[str, Any]]) -> list[RowError | None]:
    """Add the solution of each id, or update it from its row; fields that a row leaves out stay.

    The solutions are searchable at once, and announced in no room. Changes by members since the same row was
    read stay. A retired solution stays retired. Return the error of each row or None; nothing of a wrong row is
    kept.
    """
    texts: list[dict[str, str] | RowError] = [_parse_solution_row(row) for row in rows]
    batch = SolutionBatch(store, arena)
    await batch.load_named_records([one["id"] for one in texts if not isinstance(one, RowError)])
    errors = [one if isinstance(one, RowError) else await batch.import_row(one) for one in texts]
    await batch.write_new_solutions()
    return errors


async def export_solutions(store: Store) -> AsyncIterator[dict[str, Any]]:
    """Yield every published solution as a row that can be imported again, ordered by code."""
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    for solution in await store.solutions.list_published_solutions():
        topic = slugs.get(solution.topic_id) or await _find_merged_slug(store, solution.topic_id)
        owner = await store.people.find(solution.owner_id)
        yield format_solution_row(solution, topic, owner, await format_audience(store, solution.reach_id))


@dataclass
class SolutionBatch:
    """Import rows together: look up each named record once and write new solutions at once."""

    store: Store
    arena: Arena
    solutions: dict[str, Solution] = field(default_factory=dict)
    #: new solutions by code, until they are stored
    new: dict[str, Solution] = field(default_factory=dict)
    _topics: dict[str, Topic | None] = field(default_factory=dict)
    _owners: dict[str, Person | None] = field(default_factory=dict)
    _organisations: dict[str, int] = field(default_factory=dict)

    async def load_named_records(self, codes: Sequence[str]) -> None:
        self.solutions = await self.store.solutions.map_solutions_by_code({*codes, *(code.upper() for code in codes)})
        found = await self.store.organisations.list_all_organisations()
        self._organisations = {organisation.name.casefold(): organisation.id for organisation in found}

    async def import_row(self, texts: Mapping[str, str]) -> RowError | None:
        """Import one row; return its error, and then keep nothing of the row."""
        try:
            topic, owner = await self._load_topic(texts["topic"]), await self._find_owner(texts.get("owner", ""))
            values = parse_solution_values(texts, topic, owner)
            if "reach" in texts:
                audience = await parse_audience(self.store, texts["reach"])
                values["reach_id"] = audience.id if audience else None
        except RowError as error:
            return error
        if "park" in texts:
            values["organisation_id"] = self._organisations.get(texts["park"].casefold())
        seal = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
        code = texts["id"]
        if code in self.new or code.upper() in self.new:
            await self.write_new_solutions()
        found = self.solutions.get(code) or self.solutions.get(code.upper())
        if found is None:
            self._add_solution(Solution(code=code, state=PUBLISHED, seeded=seal, **values), topic)
        elif found.state != RETIRED and found.seeded != seal:
            await self._update_solution(found, values)
            found.seeded = seal
            await synchronise_solution(self.store, found, announce=False)
        return None

    async def write_new_solutions(self) -> None:
        """Write the new solutions and index them. No room has a card of them, and no search lists them yet."""
        if self.new:
            await self.store.solutions.add_coded_solutions(list(self.new.values()))
            await index_documents(self.store, *map(build_solution_document, self.new.values()))
            self.solutions |= self.new
            self.new = {}

    def _add_solution(self, solution: Solution, topic: Topic) -> None:
        """Add a new solution; a dated record counts as verified on that day, by nobody in particular."""
        solution.verified_at = compute_noon(solution.dated) if solution.dated else None
        if solution.verify_by is None:
            solution.verify_by = compute_verify_by(
                solution, solution.dated or self.arena.find_day(self.store.now), topic.slug
            )
        self.new[solution.code] = solution

    async def _update_solution(self, solution: Solution, values: dict[str, Any]) -> None:
        """Update the solution from a file that is newer than its last import."""
        if all(getattr(solution, name) == value for name, value in values.items()):
            return
        await self.store.solutions.store_solution_version(solution, None)
        for name, value in values.items():
            setattr(solution, name, value)
        if solution.verified_by_id is None and solution.dated is not None:
            solution.verified_at = compute_noon(solution.dated)

    async def _load_topic(self, slug: str) -> Topic:
        if slug not in self._topics:
            self._topics[slug] = await self.store.topics.find_topic_by_slug(slug)
        topic = self._topics[slug]
        if topic is None:
            raise RowError("topic", f"unknown topic {slug!r}")
        return topic

    async def _find_owner(self, code: str) -> Person | None:
        if not code:
            return None
        if code not in self._owners:
            self._owners[code] = await self.store.people.find_person_by_reference(code)
        owner = self._owners[code]
        if owner is None:
            raise RowError("owner", f"no person has the id {code!r}")
        return owner


def _parse_solution_row(row: Mapping[str, Any]) -> dict[str, str] | RowError:
    try:
        return parse_row_texts(row)
    except RowError as error:
        return error


async def _find_merged_slug(store: Store, topic_id: int) -> str:
    """Follow topic merges and return the slug of the remaining topic."""
    topic = await store.topics.find(topic_id)
    now = await store.topics.find_topic_by_slug(topic.slug) if topic else None
    return now.slug if now else ""
