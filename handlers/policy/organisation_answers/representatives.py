"""Who is asked in an organisation: its contacts; its deputies where those are away, or there are none."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.directory.naming import away
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store


async def list_acting(store: Store, organisation_id: int) -> list[Person]:
    """Those who can be reached come first: a contact who is away is asked only where no deputy is there."""
    people = [one for one in await store.organisations.representatives(organisation_id) if not one.guest]
    roles = await store.organisations.roles(organisation_id)
    contacts = [one for one in people if roles[one.id] == CONTACT]
    deputies = [one for one in people if roles[one.id] != CONTACT]
    here = await _list_here(store, contacts) or await _list_here(store, deputies)
    return here or contacts or deputies


async def _list_here(store: Store, people: Sequence[Person]) -> list[Person]:
    accounts = await store.people.last_accounts({one.id for one in people})
    return [one for one in people if one.id in accounts and not away(one, store.now)]
