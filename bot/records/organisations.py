"""Organisations as rows: what and where they are, and who acts for them (`contacts` and `deputies`: ids of people)."""

from __future__ import annotations

from typing import Any

from bot.records.fields import Row, choice, need_known, text, texts
from storage.database import Store
from storage.organisations import CONTACT, DEPUTY, KINDS, Organisation
from storage.people import Person

FIELDS = ("id", "name", "kind", "place", "region", "industry", "contacts", "deputies")
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
    if found is None:
        found = await store.organisations.add(Organisation(code=code, name=name, kind=kind))
    found.name, found.kind = name, kind
    for name, value in texts_given.items():
        setattr(found, name, value)
    for role, field in ROLES.items():
        if field in row:
            await _appoint(store, found, role, acting[role])


async def export_rows(store: Store) -> list[dict[str, Any]]:
    rows = []
    for organisation in await store.organisations.all():
        roles = await store.organisations.roles(organisation.id)
        people = {person.id: person for person in await store.organisations.representatives(organisation.id)}
        acting = {role: [code_of(people[id]) for id in people if roles[id] == role] for role in (CONTACT, DEPUTY)}
        rows.append(
            {
                "id": organisation.code, "name": organisation.name, "kind": organisation.kind,
                "place": organisation.place, "region": organisation.region, "industry": organisation.industry,
                "contacts": acting[CONTACT], "deputies": acting[DEPUTY],
            }
        )  # fmt: skip
    return rows


def code_of(person: Person) -> str:
    """The id a person is seeded by; those who came by chat have a number, which seeding knows again."""
    return person.code or f"person-{person.id}"


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
