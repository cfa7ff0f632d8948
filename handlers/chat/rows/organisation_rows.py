"""Import and export organisations as rows: what and where they are, what they know, who acts for them (ids)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.chat.rows import RowError, reason
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_number_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from storage.directory.organisations import CONTACT, DEPUTY, KINDS, Organisation
from storage.directory.people import Person
from storage.kit.database import Store

FIELDS = (
    "id", "name", "kind", "parent", "place", "region", "industry", "employees", "topics", "contacts", "deputies",
)  # fmt: skip
#: optional texts of a row -> maximum number of characters
TEXTS = {"place": 200, "region": 64, "industry": 64}
#: A person in both fields is a contact, because contacts come later.
ROLES = {DEPUTY: "deputies", CONTACT: "contacts"}


async def seed_organisation_row(store: Store, row: Row) -> None:
    """Store the organisation of a row. Raises RowError.

    A contact who is not loaded yet is known by the id until the people are loaded.
    """
    validate_field_names(row, FIELDS)
    code, name = (
        parse_text_field(row, "id", most=64, required=True),
        parse_text_field(row, "name", most=200, required=True),
    )
    found = await store.organisations.find_organisation_by_code(code)
    kind = parse_choice_field(row, "kind", KINDS, default=found.kind if found else "company")
    texts_given = {name: parse_text_field(row, name, most=most) for name, most in TEXTS.items() if name in row}
    acting = {role: parse_texts_field(row, field, most=64) for role, field in ROLES.items()}
    employees, parent, topics = (
        parse_number_field(row, "employees"),
        await _find_parent_id(store, row),
        await parse_topic_ids(store, row, "topics"),
    )
    if found is None:
        found = await store.organisations.add(Organisation(code=code, name=name, kind=kind))
    found.name, found.kind, found.left_at = name, kind, None
    found.employees = employees if "employees" in row else found.employees
    found.parent_id = parent if "parent" in row else found.parent_id
    if "topics" in row:
        await store.organisations.set_known_topics(found.id, topics)
    for name, value in texts_given.items():
        setattr(found, name, value)
    for role, field in ROLES.items():
        if field in row:
            await _appoint_representatives(store, found, role, acting[role])


async def export_organisations_as_rows(store: Store) -> list[dict[str, Any]]:
    """Return the rows by name; an organisation within another comes after it."""
    rows, every = [], _put_parents_first(await store.organisations.list_all_organisations())
    codes = {organisation.id: organisation.code for organisation in every}
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    for organisation in every:
        known = await store.organisations.list_known_topic_ids(organisation.id)
        roles = await store.organisations.map_representative_roles(organisation.id)
        people = {person.id: person for person in await store.organisations.list_representatives(organisation.id)}
        acting = {
            role: [format_person_code(people[id]) for id in people if roles[id] == role] for role in (CONTACT, DEPUTY)
        }
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

    def measure_depth(organisation: Organisation) -> int:
        above, id = 0, organisation.parent_id
        while id is not None and above <= len(every):
            above, id = above + 1, parents.get(id)
        return above

    return sorted(every, key=measure_depth)


def format_person_code(person: Person) -> str:
    """Return the id a person is seeded by.

    A person who came by chat has a number, which seeding recognises again.
    """
    return person.code or f"person-{person.id}"


async def _find_parent_id(store: Store, row: Row) -> int | None:
    """Return the parent of a row, which was read before: parks come first, then the organisations within them.

    Raises RowError for an unknown parent, and for an organisation within itself.
    """
    code = parse_text_field(row, "parent", most=64)
    if code and code == row.get("id"):
        raise RowError("parent", reason("an organisation cannot be part of itself"))
    found = await store.organisations.find_organisation_by_code(code) if code else None
    if code and found is None:
        missing = reason("no organisation has the id {code}; put its row before this one", code=repr(code))
        raise RowError("parent", missing)
    if found is not None and await _is_inside_organisation(store, found, str(row.get("id"))):
        raise RowError("parent", reason("an organisation cannot be part of itself"))
    return found.id if found else None


async def _is_inside_organisation(store: Store, inner: Organisation, code: str) -> bool:
    """Return True if `inner` lies anywhere within the organisation of this code."""
    seen: set[int] = set()
    found: Organisation | None = inner
    while found is not None and found.id not in seen:
        if found.code == code:
            return True
        seen.add(found.id)
        found = await store.organisations.find(found.parent_id)
    return False


async def parse_topic_ids(store: Store, row: Row, field: str) -> set[int]:
    """Return the ids of the topics that a field names by their slugs. Raises RowError for an unknown one."""
    found = set()
    for slug in parse_texts_field(row, field, most=64):
        topic = await store.topics.find_topic_by_slug(slug)
        if topic is None:
            raise RowError(field, reason("unknown topic {slug}", slug=repr(slug)))
        found.add(topic.id)
    return found


async def _appoint_representatives(store: Store, organisation: Organisation, role: str, codes: list[str]) -> None:
    """Give these people, and no others, this role."""
    wanted = [await find_or_add_person(store, code, organisation.id) for code in codes]
    for id, held in (await store.organisations.map_representative_roles(organisation.id)).items():
        if held == role and id not in {person.id for person in wanted}:
            await store.organisations.dismiss_representative(organisation.id, id)
    for person in wanted:
        await store.organisations.appoint_representative(organisation.id, person.id, role)


async def find_or_add_person(store: Store, code: str, organisation_id: int | None) -> Person:
    """Return the person with this id, who is known by it alone until the people are loaded."""
    found = await store.people.find_person_by_reference(code)
    if found is None:
        found = await store.people.add_person_with_account(
            Person(
                code=code,
                name=code,
                language="nb",
                organisation_id=organisation_id,
                confirmed=organisation_id is not None,
            )
        )
    return found
