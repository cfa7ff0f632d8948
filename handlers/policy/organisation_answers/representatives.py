"""Choose who is asked in an organisation: its contacts, or its deputies if those are away or missing.

One of them can pass it on to the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.directory.display_names import is_person_away
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store


async def list_acting_representatives(store: Store, organisation_id: int) -> list[Person]:
    """Return the representatives to ask.

    Those who can be reached come first; an absent contact is asked only if no deputy is present.
    """
    people = [one for one in await store.organisations.list_representatives(organisation_id) if not one.guest]
    roles = await store.organisations.map_representative_roles(organisation_id)
    contacts = [one for one in people if roles[one.id] == CONTACT]
    deputies = [one for one in people if roles[one.id] != CONTACT]
    here = await _list_reachable(store, contacts) or await _list_reachable(store, deputies)
    return here or contacts or deputies


async def _list_reachable(store: Store, people: Sequence[Person]) -> list[Person]:
    accounts = await store.people.map_last_used_accounts({one.id for one in people})
    return [one for one in people if one.id in accounts and not is_person_away(one, store.now)]


async def can_reach_organisation(store: Store, organisation_id: int) -> bool:
    """Return True if a representative of the organisation can be reached."""
    people = await list_acting_representatives(store, organisation_id)
    return bool(await store.people.map_last_used_accounts({one.id for one in people}))


async def list_other_representatives(store: Store, organisation_id: int, person: Person) -> list[Person]:
    """Return those to whom somebody passes a round on: the deputies, or for a deputy the contacts."""
    people = [one for one in await store.organisations.list_representatives(organisation_id) if not one.guest]
    roles = await store.organisations.map_representative_roles(organisation_id)
    mine = roles.get(person.id)
    rest = [one for one in people if one.id != person.id]
    return [one for one in rest if roles[one.id] != mine] or rest
