"""Records: solutions as rows of a file, read in again and again without doubling, and written out the same way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.access.reaches.writing import read, written
from handlers.chat.rows import RowError
from handlers.language.finding import keep
from handlers.library.solutions.publishing import document, next_check, spread
from handlers.library.solutions.rows import noon, row_of, texts_of, values_of
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.library.solutions import PUBLISHED, RETIRED, Solution


async def seed_row(store: Store, row: Mapping[str, Any]) -> None:
    """The same for one row. Raises RowError, and then nothing of the row is kept."""
    (error,) = await seed_rows(store, (row,))
    if error is not None:
        raise error


async def seed_rows(store: Store, rows: Sequence[Mapping[str, Any]]) -> list[RowError | None]:
    """Add the solution of each id, or bring it in line with its row; what a row leaves out stays as it is.

    Found at once, and announced in no room. What members have changed since the same row was read stays changed, and
    what they have retired stays retired. Gives what is wrong with each row; nothing of such a row is kept.
    """
    texts: list[dict[str, str] | RowError] = [_read(row) for row in rows]
    batch = Batch(store)
    await batch.look_up([one["id"] for one in texts if not isinstance(one, RowError)])
    errors = [one if isinstance(one, RowError) else await batch.take(one) for one in texts]
    await batch.write()
    return errors


async def export_rows(store: Store) -> AsyncIterator[dict[str, Any]]:
    """Every published solution as a row that can be read in again, in the order of the codes."""
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    for solution in await store.solutions.published():
        topic = slugs.get(solution.topic_id) or await _slug(store, solution.topic_id)
        owner = await store.people.find(solution.owner_id)
        yield row_of(solution, topic, owner, await written(store, solution.reach_id))


@dataclass
class Batch:
    """Rows that are read in together: what they name is looked up once, and what is new is written at once."""

    store: Store
    solutions: dict[str, Solution] = field(default_factory=dict)
    #: those that are new, by their codes, until they are written
    new: dict[str, Solution] = field(default_factory=dict)
    _topics: dict[str, Topic | None] = field(default_factory=dict)
    _owners: dict[str, Person | None] = field(default_factory=dict)
    _organisations: dict[str, int] = field(default_factory=dict)

    async def look_up(self, codes: Sequence[str]) -> None:
        self.solutions = await self.store.solutions.by_codes({*codes, *(code.upper() for code in codes)})
        found = await self.store.organisations.all()
        self._organisations = {organisation.name.casefold(): organisation.id for organisation in found}

    async def take(self, texts: Mapping[str, str]) -> RowError | None:
        """One row; what is wrong with it, and then nothing of it is kept."""
        try:
            topic, owner = await self._topic(texts["topic"]), await self._owner(texts.get("owner", ""))
            values = values_of(texts, topic, owner)
            if "reach" in texts:
                reach = await read(self.store, texts["reach"])
                values["reach_id"] = reach.id if reach else None
        except RowError as error:
            return error
        if "park" in texts:
            values["organisation_id"] = self._organisations.get(texts["park"].casefold())
        seal = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
        code = texts["id"]
        if code in self.new or code.upper() in self.new:
            await self.write()
        found = self.solutions.get(code) or self.solutions.get(code.upper())
        if found is None:
            self._add(Solution(code=code, state=PUBLISHED, seeded=seal, **values), topic)
        elif found.state != RETIRED and found.seeded != seal:
            await self._update(found, values)
            found.seeded = seal
            await spread(self.store, found, announce=False)
        return None

    async def write(self) -> None:
        """Those that are new, with their place in the index. Nobody has a card of them yet, nor searched for them."""
        if self.new:
            await self.store.solutions.add_all(list(self.new.values()))
            await keep(self.store, *map(document, self.new.values()))
            self.solutions |= self.new
            self.new = {}

    def _add(self, solution: Solution, topic: Topic) -> None:
        """A record with a date was true then: it counts as verified on that day, by nobody in particular."""
        solution.verified_at = noon(solution.dated) if solution.dated else None
        if solution.verify_by is None:
            solution.verify_by = next_check(solution, solution.dated or self.store.now.date(), topic.slug)
        self.new[solution.code] = solution

    async def _update(self, solution: Solution, values: dict[str, Any]) -> None:
        """The file is newer than what it said the last time."""
        if all(getattr(solution, name) == value for name, value in values.items()):
            return
        await self.store.solutions.keep_version(solution, None)
        for name, value in values.items():
            setattr(solution, name, value)
        if solution.verified_by_id is None and solution.dated is not None:
            solution.verified_at = noon(solution.dated)

    async def _topic(self, slug: str) -> Topic:
        if slug not in self._topics:
            self._topics[slug] = await self.store.topics.by_slug(slug)
        topic = self._topics[slug]
        if topic is None:
            raise RowError("topic", f"unknown topic {slug!r}")
        return topic

    async def _owner(self, code: str) -> Person | None:
        if not code:
            return None
        if code not in self._owners:
            self._owners[code] = await self.store.people.coded(code)
        owner = self._owners[code]
        if owner is None:
            raise RowError("owner", f"no person has the id {code!r}")
        return owner


def _read(row: Mapping[str, Any]) -> dict[str, str] | RowError:
    try:
        return texts_of(row)
    except RowError as error:
        return error


async def _slug(store: Store, topic_id: int) -> str:
    """Of a topic that was merged: what it became."""
    topic = await store.topics.find(topic_id)
    now = await store.topics.by_slug(topic.slug) if topic else None
    return now.slug if now else ""
