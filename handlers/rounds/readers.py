"""Readers: who is asked in an organisation. Its contacts; its deputies where those are away, or there are none."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.naming import away
from storage.database import Store
from storage.organisations import CONTACT
from storage.people import Person


async def acting(store: Store, organisation_id: int) -> list[Person]:
    """Those who can be reached come first: a contact who is away is asked only where no deputy is there."""
    people = [one for one in await store.organisations.representatives(organisation_id) if not one.guest]
    roles = await store.organisations.roles(organisation_id)
    contacts = [one for one in people if roles[one.id] == CONTACT]
    deputies = [one for one in people if roles[one.id] != CONTACT]
    here = await _here(store, contacts) or await _here(store, deputies)
    return here or contacts or deputies


async def reached(store: Store, organisation_id: int) -> bool:
    """Whether somebody who acts for it can be written to."""
    people = await acting(store, organisation_id)
    return bool(await store.people.last_accounts({one.id for one in people}))


async def others(store: Store, organisation_id: int, person: Person) -> list[Person]:
    """To whom somebody passes it on: deputies, for a deputy the contacts."""
    people = [one for one in await store.organisations.representatives(organisation_id) if not one.guest]
    roles = await store.organisations.roles(organisation_id)
    mine = roles.get(person.id)
    rest = [one for one in people if one.id != person.id]
    return [one for one in rest if roles[one.id] != mine] or rest


async def _here(store: Store, people: Sequence[Person]) -> list[Person]:
    accounts = await store.people.last_accounts({one.id for one in people})
    return [one for one in people if one.id in accounts and not away(one, store.now)]
