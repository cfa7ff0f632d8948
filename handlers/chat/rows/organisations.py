"""Organisations as rows: what and where they are, what they know, and who acts for them (ids of people)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.chat.rows import RowError, reason
from handlers.chat.rows.fields import Row, choice, need_known, number, text, texts
from storage.directory.organisations import CONTACT, DEPUTY, KINDS, Organisation
from storage.directory.people import Person
from storage.kit.database import Store

FIELDS = (
    "id", "name", "kind", "parent", "place", "region", "industry", "employees", "topics", "contacts", "deputies",
)  # fmt: skip
#: texts that a row may leave out, and the characters they hold
TEXTS = {"place": 200, "region": 64, "industry": 64}
#: who is in both fields is a contact
ROLES = {DEPUTY: "deputies", CONTACT: "contacts"}


async def seed_row(store: Store, row: Row) -> None:
    """A contact who is not loaded yet is known by the id until the people are."""
    need_known(row, FIELDS)
    code, name = text(row, "id", most=64, required=True), text(row, "name", most=200, required=True)
    found = await store.organisations.by_code(code)
    kind = choice(row, "kind", KINDS, default=found.kind if found else "company")
    texts_given = {name: text(row, name, most=most) for name, most in TEXTS.items() if name in row}
    acting = {role: texts(row, field, most=64) for role, field in ROLES.items()}
    employees, parent, topics = (
        number(row, "employees"),
        await _parent(store, row),
        await topic_ids(store, row, "topics"),
    )
    if found is None:
        found = await store.organisations.add(Organisation(code=code, name=name, kind=kind))
    found.name, found.kind = name, kind
    found.employees = employees if "employees" in row else found.employees
    found.parent_id = parent if "parent" in row else found.parent_id
    if "topics" in row:
        await store.organisations.know(found.id, topics)
    for name, value in texts_given.items():
        setattr(found, name, value)
    for role, field in ROLES.items():
        if field in row:
            await _appoint(store, found, role, acting[role])


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """By name, and what lies in another after it."""
    rows, every = [], _put_parents_first(await store.organisations.all())
    codes = {organisation.id: organisation.code for organisation in every}
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    for organisation in every:
        known = await store.organisations.topics(organisation.id)
        roles = await store.organisations.roles(organisation.id)
        people = {person.id: person for person in await store.organisations.representatives(organisation.id)}
        acting = {role: [code_of(people[id]) for id in people if roles[id] == role] for role in (CONTACT, DEPUTY)}
        rows.append(
            {
                "id": organisation.code, "name": organisation.name, "kind": organisation.kind,
                "parent": codes.get(organisation.parent_id or 0, ""),
                "place": organisation.place, "region": organisation.region, "industry": organisation.industry,
                "employees": organisation.employees, "topics": sorted(slugs[id] for id in known if id in slugs),
                "contacts": acting[CONTACT], "deputies": acting[DEPUTY],
            }
        )  # fmt: skip
    return rows


def _put_parents_first(every: Sequence[Organisation]) -> list[Organisation]:
    parents = {organisation.id: organisation.parent_id for organisation in every}

    def depth(organisation: Organisation) -> int:
        above, id = 0, organisation.parent_id
        while id is not None and above <= len(every):
            above, id = above + 1, parents.get(id)
        return above

    return sorted(every, key=depth)


def code_of(person: Person) -> str:
    """The id a person is seeded by; those who came by chat have a number, which seeding knows again."""
    return person.code or f"person-{person.id}"


async def _parent(store: Store, row: Row) -> int | None:
    """One that was read before: parks come first, and what lies in them after."""
    code = text(row, "parent", most=64)
    if code and code == row.get("id"):
        raise RowError("parent", reason("an organisation cannot lie within itself"))
    found = await store.organisations.by_code(code) if code else None
    if code and found is None:
        missing = reason("no organisation has the id {code}; put its row before this one", code=repr(code))
        raise RowError("parent", missing)
    if found is not None and await _inside(store, found, str(row.get("id"))):
        raise RowError("parent", reason("an organisation cannot lie within itself"))
    return found.id if found else None


async def _inside(store: Store, inner: Organisation, code: str) -> bool:
    """Whether it lies somewhere within the one of this code."""
    seen: set[int] = set()
    found: Organisation | None = inner
    while found is not None and found.id not in seen:
        if found.code == code:
            return True
        seen.add(found.id)
        found = await store.organisations.find(found.parent_id)
    return False


async def topic_ids(store: Store, row: Row, field: str) -> set[int]:
    """The topics that a field names by their slugs."""
    found = set()
    for slug in texts(row, field, most=64):
        topic = await store.topics.by_slug(slug)
        if topic is None:
            raise RowError(field, reason("unknown topic {slug}", slug=repr(slug)))
        found.add(topic.id)
    return found


async def _appoint(store: Store, organisation: Organisation, role: str, codes: list[str]) -> None:
    """These people, and no others, have this role."""
    wanted = [await _person(store, organisation, code) for code in codes]
    for id, held in (await store.organisations.roles(organisation.id)).items():
        if held == role and id not in {person.id for person in wanted}:
            await store.organisations.dismiss(organisation.id, id)
    for person in wanted:
        await store.organisations.appoint(organisation.id, person.id, role)


async def _person(store: Store, organisation: Organisation, code: str) -> Person:
    found = await store.people.coded(code)
    if found is None:
        found = await store.people.add(
            Person(code=code, name=code, language="nb", organisation_id=organisation.id, confirmed=True)
        )
    return found
