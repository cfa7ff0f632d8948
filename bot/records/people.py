"""People as rows: who they are, where they belong, what they lead, and the accounts they write from.

{"id", "name", "organisation", "also": [organisations], "role", "language", "contact": "contact" or "deputy" or "",
"leads": [slugs], "deputy_leads": [slugs], "accounts": [{"platform", "workspace", "user"}]}. What is not there stays.
"""

from __future__ import annotations

from typing import Any

from bot.records.addresses import need_address
from handlers.chat.say import LANGUAGES
from handlers.records import RowError
from handlers.records.fields import Row, choice, need_known, text, texts, values
from handlers.records.organisations import code_of, topic_ids
from storage.database import Store
from storage.organisations import CONTACT, DEPUTY, Organisation
from storage.people import MEMBER, ROLES, Account, Person

FIELDS = (
    "id", "name", "organisation", "also", "role", "language", "contact", "leads", "deputy_leads", "accounts",
)  # fmt: skip


async def seed_row(store: Store, row: Row) -> None:
    need_known(row, FIELDS)
    code, name = text(row, "id", most=64, required=True), text(row, "name", most=200, required=True)
    role = choice(row, "role", ROLES)
    language = choice(row, "language", LANGUAGES)
    acts = choice(row, "contact", (CONTACT, DEPUTY))
    organisation = await _organisation(store, text(row, "organisation", most=64))
    if acts and organisation is None:
        raise RowError("organisation", f"is required for a {acts}")
    also = [await _organisation(store, code, "also") for code in texts(row, "also", most=64)]
    led = {field: await topic_ids(store, row, field) for field in ("leads", "deputy_leads")}
    accounts = [_account(value) for value in values(row, "accounts")]
    person = await _person(store, code, name, accounts)
    person.name, person.language = name, language or person.language
    person.language_open = person.language_open and not language
    if person.left_at is not None:  # an old file brings nobody back: they join again in chat
        return
    person.role = role or person.role
    if organisation is not None:
        await store.memberships.place(person, organisation.id)
        if acts:
            await store.organisations.appoint(organisation.id, person.id, acts)
        elif "contact" in row:
            await store.organisations.dismiss(organisation.id, person.id)
    for beside in also:
        if beside is not None:
            await store.memberships.add(person, beside.id, confirmed=True)
    for field, deputy in (("leads", False), ("deputy_leads", True)):
        if field in row:
            await store.topics.entrust_to(person.id, led[field], deputy=deputy)


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """Without accounts: whoever takes people out wants names and roles, not ways into their chats."""
    houses = {row.id: row for row in await store.organisations.all()}
    rows = []
    for person in await store.people.all():
        house = houses.get(person.organisation_id or 0)
        topics = await store.topics.led_by(person.id)
        deputy = {topic.id for topic in topics if person.id in await store.topics.deputies(topic.id)}
        rows.append(
            {
                "id": code_of(person), "name": person.name, "organisation": house.code if house else "",
                "also": [one.organisation.code for one in await store.memberships.of(person) if not one.acting],
                "role": person.role, "language": person.language,
                "contact": await store.organisations.role_of(person.id, person.organisation_id),
                "leads": [topic.slug for topic in topics if topic.id not in deputy],
                "deputy_leads": [topic.slug for topic in topics if topic.id in deputy],
            }
        )  # fmt: skip
    return rows


async def _person(store: Store, code: str, name: str, accounts: list[dict[str, str]]) -> Person:
    """By id, else by an account: somebody who wrote before they were loaded is the same person."""
    person = await store.people.coded(code)
    for address in accounts:
        known = await store.people.by_account(address["platform"], address["workspace"], address["user"])
        if known is None or (person is not None and known[0].id == person.id):
            continue
        other = known[0]
        if other.code is not None:
            raise RowError("accounts", f"{address['user']} is the account of {other.code!r}")
        person = other if person is None else await store.people.join(person, other)
    if person is None:
        person = await store.people.add(Person(name=name, language="nb", role=MEMBER))
    if person.code is None and code != code_of(person):
        person.code = code
    for address in accounts:
        if await store.people.by_account(address["platform"], address["workspace"], address["user"]) is None:
            await store.people.add_account(person.id, Account(**address, name=name))
    return person


def _account(value: Any) -> dict[str, str]:
    """{"platform": "slack", "workspace": "T1", "user": "U1"}, or "slack:T1:U1"."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(":", 2)]
        if len(parts) != 3:
            raise RowError("accounts", f"must be platform:workspace:user, not {value!r}")
        value = dict(zip(("platform", "workspace", "user"), parts, strict=True))
    if not isinstance(value, dict) or set(value) != {"platform", "workspace", "user"}:
        raise RowError("accounts", "each must have platform, workspace and user, and nothing else")
    if not all(isinstance(part, str) and len(part) <= 128 for part in value.values()):
        raise RowError("accounts", "platform, workspace and user must be texts of at most 128 characters")
    need_address(value["platform"], "accounts", workspace=value["workspace"], user=value["user"])
    return {name: str(part) for name, part in value.items()}


async def _organisation(store: Store, code: str, field: str = "organisation") -> Organisation | None:
    found = await store.organisations.by_code(code) if code else None
    if code and found is None:
        raise RowError(field, f"no organisation has the id {code!r}; load organisations first")
    return found
