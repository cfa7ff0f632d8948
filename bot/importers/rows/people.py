"""People as rows: who they are, where they belong, what they lead, and the accounts they write from.

{"id", "name", "organisation", "also": [organisations], "waiting": [organisations that have not confirmed it], "role",
"language", "contact": "contact" or "deputy" or "", "leads": [slugs], "deputy_leads": [slugs], "accounts":
[{"platform", "workspace", "user", and where it is so "name" and "guest"}]}, and what `wishes` tells. What is not there
stays.
"""

from __future__ import annotations

from typing import Any

from bot.importers.rows import wishes
from bot.importers.rows.addresses import need_address
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, choice, flag, need_known, text, texts, values
from handlers.chat.rows.organisations import code_of, topic_ids
from handlers.chat.say import LANGUAGES
from handlers.directory.members.secretariat import show_waiting
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import MEMBER, ROLES, SECRETARIAT, Account, Person
from storage.kit.database import Store

FIELDS = (
    "id", "name", "organisation", "also", "waiting", "role", "language", "contact", "leads", "deputy_leads", "accounts",
    *wishes.FIELDS,
)  # fmt: skip
#: what an account must have, and what it may have
ADDRESS, BESIDE = ("platform", "workspace", "user"), ("name", "guest")


async def seed_row(store: Store, row: Row) -> None:
    need_known(row, FIELDS)
    code, name = text(row, "id", most=64, required=True), text(row, "name", most=200, required=True)
    role = choice(row, "role", ROLES)
    language = choice(row, "language", LANGUAGES)
    acts = choice(row, "contact", (CONTACT, DEPUTY))
    organisation = await _organisation(store, text(row, "organisation", most=64))
    if acts and organisation is None:
        raise RowError("organisation", f"is required for a {acts}")
    beside = [
        (confirmed, await _organisation(store, code, field))
        for field, confirmed in (("also", True), ("waiting", False))
        for code in texts(row, field, most=64)
    ]
    led = {field: await topic_ids(store, row, field) for field in ("leads", "deputy_leads")}
    accounts = [_account(value) for value in values(row, "accounts")]
    chosen, follows = await wishes.read_wishes(store, row), await wishes.read_follows(store, row)
    person = await _person(store, code, name, accounts)
    person.name, person.language = name, language or person.language
    person.language_open = person.language_open and not language
    if person.left_at is not None:  # an old file brings nobody back: they join again in chat
        return
    for column, value in chosen.items():
        setattr(person, column, value)
    await wishes.keep_follows(store, person, row, follows)
    joins = role == SECRETARIAT and not person.secretariat
    person.role = role or person.role
    if joins:
        await show_waiting(store, person)
    if organisation is not None:
        await _place(store, row, person, organisation, acts)
    for confirmed, house in beside:
        if house is not None:
            await store.memberships.add(person, house.id, confirmed=confirmed)
    for field, deputy in (("leads", False), ("deputy_leads", True)):
        if field in row:
            await store.topics.entrust_to(person.id, led[field], deputy=deputy)


async def _place(store: Store, row: Row, person: Person, organisation: Organisation, acts: str) -> None:
    await store.memberships.place(person, organisation.id)
    if acts:
        await store.organisations.appoint(organisation.id, person.id, acts)
    elif "contact" in row:
        await store.organisations.dismiss(organisation.id, person.id)


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """Without accounts: whoever takes people out wants names and roles, not ways into their chats."""
    return [await _write_row(store, person) for person in await store.people.all()]


async def export_with_accounts(store: Store) -> list[dict[str, Any]]:
    """Those who belong to the network, with their accounts and wishes: for a file that founds the network anew."""
    rows = []
    for person in await store.people.all():
        if person.left_at is None:
            accounts = [_write_account(one, person) for one in await store.people.every_account(person.id)]
            chosen = await wishes.write_wishes(store, person)
            rows.append(await _write_row(store, person) | {"accounts": accounts} | chosen)
    return rows


async def _write_row(store: Store, person: Person) -> dict[str, Any]:
    topics = await store.topics.led_by(person.id)
    deputy = {topic.id for topic in topics if person.id in await store.topics.deputies(topic.id)}
    belongs = await store.memberships.of(person)
    return {
        "id": code_of(person), "name": person.name,
        "organisation": next((one.organisation.code for one in belongs if one.acting and one.confirmed), ""),
        "also": [one.organisation.code for one in belongs if one.confirmed and not one.acting],
        "waiting": [one.organisation.code for one in belongs if not one.confirmed],
        "role": person.role, "language": person.language,
        "contact": await store.organisations.role_of(person.id, person.organisation_id),
        "leads": [topic.slug for topic in topics if topic.id not in deputy],
        "deputy_leads": [topic.slug for topic in topics if topic.id in deputy],
    }  # fmt: skip


def _write_account(account: Account, person: Person) -> dict[str, Any]:
    written = {"platform": account.platform, "workspace": account.workspace, "user": account.user}
    named = {"name": account.name} if account.name not in ("", person.name) else {}
    return {**written, **named, **({"guest": True} if account.guest else {})}


async def _person(store: Store, code: str, name: str, accounts: list[dict[str, Any]]) -> Person:
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
            await store.people.add_account(person.id, Account(**{"name": name, **address}))
    return person


def _account(value: Any) -> dict[str, Any]:
    """{"platform": "slack", "workspace": "T1", "user": "U1"}, or "slack:T1:U1"."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(":", 2)]
        if len(parts) != 3:
            raise RowError("accounts", f"must be platform:workspace:user, not {value!r}")
        value = dict(zip(ADDRESS, parts, strict=True))
    if not isinstance(value, dict) or not set(ADDRESS) <= set(value) <= {*ADDRESS, *BESIDE}:
        raise RowError("accounts", "each must have platform, workspace and user, may have name and guest, and no more")
    if not all(isinstance(value[part], str) and len(value[part]) <= 128 for part in ADDRESS):
        raise RowError("accounts", "platform, workspace and user must be texts of at most 128 characters")
    need_address(value["platform"], "accounts", workspace=value["workspace"], user=value["user"])
    found: dict[str, Any] = {part: str(value[part]) for part in ADDRESS}
    if text(value, "name", most=200):
        found["name"] = text(value, "name", most=200)
    return found | ({"guest": True} if flag(value, "guest") else {})


async def _organisation(store: Store, code: str, field: str = "organisation") -> Organisation | None:
    found = await store.organisations.by_code(code) if code else None
    if code and found is None:
        raise RowError(field, f"no organisation has the id {code!r}; load organisations first")
    return found
