"""Map people to rows: names, organisations, roles, topics they lead, accounts.

{"id", "name", "organisation", "also": [organisations], "waiting": [organisations that have not
confirmed it], "role", "language", "contact": "contact" or "deputy" or "", "leads": [slugs],
"deputy_leads": [slugs], "accounts": [{"platform", "workspace", "user", and where needed "name" and
"guest"}]}, and the fields of `person_preferences`. What a row leaves out stays.
"""

from __future__ import annotations

from typing import Any

from bot.importers.file_kinds import FileKind, seed_one_by_one
from bot.importers.rows import person_preferences
from bot.importers.rows.platform_addresses import validate_platform_address
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import format_person_code, parse_topic_ids
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_flag_field,
    parse_list_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from handlers.chat.say import LANGUAGES
from handlers.directory.members.secretariat_admission import show_secretariat_queue
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import MEMBER, ROLES, SECRETARIAT, Account, Person
from storage.kit.database import Store

FIELDS = (
    "id", "name", "organisation", "also", "waiting", "role", "language", "contact", "contact_also", "deputy_also",
    "leads", "deputy_leads", "accounts", *person_preferences.FIELDS,
)  # fmt: skip
#: field of other organisations -> whether they have confirmed the person, and the person's role there
FURTHER = {
    "also": (True, ""), "waiting": (False, ""), "contact_also": (True, CONTACT), "deputy_also": (True, DEPUTY),
}  # fmt: skip
#: required and optional fields of an account
ADDRESS, BESIDE = ("platform", "workspace", "user"), ("name", "guest")


async def seed_person_row(store: Store, row: Row) -> None:
    validate_field_names(row, FIELDS)
    code, name = (
        parse_text_field(row, "id", most=64, required=True),
        parse_text_field(row, "name", most=200, required=True),
    )
    role = parse_choice_field(row, "role", ROLES)
    language = parse_choice_field(row, "language", LANGUAGES)
    acts = parse_choice_field(row, "contact", (CONTACT, DEPUTY))
    organisation = await _find_seeded_organisation(store, parse_text_field(row, "organisation", most=64))
    if acts and organisation is None:
        raise RowError("organisation", f"is required for a {acts}")
    beside = await _read_further_organisations(store, row)
    led = {field: await parse_topic_ids(store, row, field) for field in ("leads", "deputy_leads")}
    accounts = [_parse_account(value) for value in parse_list_field(row, "accounts")]
    chosen = person_preferences.read_preferences(row)
    follows = await person_preferences.read_followed_topics(store, row)
    person = await _get_seeded_person(store, code, name, accounts)
    if person.erased_at is not None:  # an old file does not bring back what was deleted
        return
    person.name, person.language = name, language or person.language
    person.language_open = person.language_open and not language
    if person.left_at is not None:  # an old file does not restore membership: they join again in chat
        return
    for column, value in chosen.items():
        setattr(person, column, value)
    await person_preferences.replace_followed_topics(store, person, row, follows)
    joins = role == SECRETARIAT and not person.secretariat
    person.role = role or person.role
    if joins:
        await show_secretariat_queue(store, person)
    if organisation is not None:
        await _place_in_organisation(store, row, person, organisation, acts)
    for other, confirmed, further in beside:
        await store.memberships.add_membership(person, other.id, confirmed=confirmed)
        if further:
            await store.organisations.appoint_representative(other.id, person.id, further)
    for field, deputy in (("leads", False), ("deputy_leads", True)):
        if field in row:
            await store.topics.set_topics_led_by_person(person.id, led[field], deputy=deputy)


async def _read_further_organisations(store: Store, row: Row) -> list[tuple[Organisation, bool, str]]:
    """Return the organisations beside the person's own: whether it has confirmed the person, and their role there."""
    found = []
    for field, (confirmed, role) in FURTHER.items():
        for code in parse_texts_field(row, field, most=64):
            other = await _find_seeded_organisation(store, code, field)
            if other is not None:
                found.append((other, confirmed, role))
    return found


async def _place_in_organisation(store: Store, row: Row, person: Person, organisation: Organisation, acts: str) -> None:
    """Let the person belong to the organisation; whoever does already acts for the one they chose in chat.

    Somebody who is moved acts for the organisation before no longer.
    """
    known, before = await store.memberships.find_membership(person, organisation.id), person.organisation_id
    if known is None or not known.confirmed:
        await store.memberships.assign_acting_organisation(person, organisation.id)
        if before is not None and before != organisation.id:
            await store.organisations.dismiss_representative(before, person.id)
    if acts:
        await store.organisations.appoint_representative(organisation.id, person.id, acts)
    elif "contact" in row:
        await store.organisations.dismiss_representative(organisation.id, person.id)


async def export_people_rows(store: Store) -> list[dict[str, Any]]:
    """Return people without accounts.

    Whoever exports people wants names and roles, not ways into their chats.
    """
    return [await _write_person(store, person) for person in await store.people.list_all_people()]


async def export_people_with_accounts(store: Store) -> list[dict[str, Any]]:
    """Return the people of the network with accounts and preferences, for a file that founds the network anew."""
    rows = []
    for person in await store.people.list_all_people():
        if person.left_at is None:
            accounts = [_write_person_account(one, person) for one in await store.people.list_all_accounts(person.id)]
            chosen = await person_preferences.write_preferences(store, person)
            rows.append(await _write_person(store, person) | {"accounts": accounts} | chosen)
    return rows


async def _write_person(store: Store, person: Person) -> dict[str, Any]:
    topics = await store.topics.list_topics_led_by(person.id)
    deputy = {topic.id for topic in topics if person.id in await store.topics.list_topic_deputy_ids(topic.id)}
    belongs = await store.memberships.list_memberships_of_person(person)
    also = [one.organisation for one in belongs if one.confirmed and not one.acting]
    roles = {one.id: await store.organisations.get_representative_role(person.id, one.id) for one in also}
    return {
        "id": format_person_code(person), "name": person.name,
        "organisation": next((one.organisation.code for one in belongs if one.acting and one.confirmed), ""),
        "also": [one.code for one in also],
        "waiting": [one.organisation.code for one in belongs if not one.confirmed],
        "role": person.role, "language": person.language,
        "contact": await store.organisations.get_representative_role(person.id, person.organisation_id),
        "contact_also": [one.code for one in also if roles[one.id] == CONTACT],
        "deputy_also": [one.code for one in also if roles[one.id] == DEPUTY],
        "leads": [topic.slug for topic in topics if topic.id not in deputy],
        "deputy_leads": [topic.slug for topic in topics if topic.id in deputy],
    }  # fmt: skip


def _write_person_account(account: Account, person: Person) -> dict[str, Any]:
    written = {"platform": account.platform, "workspace": account.workspace, "user": account.user}
    named = {"name": account.name} if account.name not in ("", person.name) else {}
    return {**written, **named, **({"guest": True} if account.guest else {})}


async def _get_seeded_person(store: Store, code: str, name: str, accounts: list[dict[str, Any]]) -> Person:
    """Return the person by id, else by an account, else a new one.

    Somebody who wrote before they were loaded is the same person.
    """
    person = await store.people.find_person_by_reference(code)
    if person is not None and person.erased_at is not None:
        return person
    for address in accounts:
        known = await store.people.find_person_by_account(address["platform"], address["workspace"], address["user"])
        if known is None or (person is not None and known[0].id == person.id):
            continue
        other = known[0]
        if other.code is not None:
            raise RowError("accounts", f"{address['user']} is the account of {other.code!r}")
        person = other if person is None else await store.people.merge_person_rows(person, other)
    if person is None:
        person = await store.people.add_person_with_account(Person(name=name, language="nb", role=MEMBER))
    if person.code is None and code != format_person_code(person):
        person.code = code
    for address in accounts:
        if (
            await store.people.find_person_by_account(address["platform"], address["workspace"], address["user"])
            is None
        ):
            await store.people.add_account(person.id, Account(**{"name": name, **address}))
    return person


def _parse_account(value: Any) -> dict[str, Any]:
    """Parse {"platform": "slack", "workspace": "T1", "user": "U1"}, or "slack:T1:U1"."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(":", 2)]
        if len(parts) != 3:
            raise RowError("accounts", f"must be platform:workspace:user, not {value!r}")
        value = dict(zip(ADDRESS, parts, strict=True))
    if not isinstance(value, dict) or not set(ADDRESS) <= set(value) <= {*ADDRESS, *BESIDE}:
        raise RowError("accounts", "each must have platform, workspace and user, may have name and guest, and no more")
    if not all(isinstance(value[part], str) and len(value[part]) <= 128 for part in ADDRESS):
        raise RowError("accounts", "platform, workspace and user must be texts of at most 128 characters")
    validate_platform_address(value["platform"], "accounts", workspace=value["workspace"], user=value["user"])
    found: dict[str, Any] = {part: str(value[part]) for part in ADDRESS}
    if parse_text_field(value, "name", most=200):
        found["name"] = parse_text_field(value, "name", most=200)
    return found | ({"guest": True} if parse_flag_field(value, "guest") else {})


async def _find_seeded_organisation(store: Store, code: str, field: str = "organisation") -> Organisation | None:
    found = await store.organisations.find_organisation_by_code(code) if code else None
    if code and found is None:
        raise RowError(field, f"no organisation has the id {code!r}; load organisations first")
    return found


FILE = FileKind(
    name="people",
    seed=seed_one_by_one(seed_person_row),
    export=export_people_rows,
    export_whole=export_people_with_accounts,
    fields={"": FIELDS, "accounts": (*ADDRESS, *BESIDE)},
)
