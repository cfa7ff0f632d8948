"""Readers: whether anybody in an organisation can be asked, and to whom somebody passes it on."""

from __future__ import annotations

from handlers.policy.organisation_answers.representatives import list_acting
from storage.directory.people import Person
from storage.kit.database import Store


async def reached(store: Store, organisation_id: int) -> bool:
    """Whether somebody who acts for it can be written to."""
    people = await list_acting(store, organisation_id)
    return bool(await store.people.last_accounts({one.id for one in people}))


async def others(store: Store, organisation_id: int, person: Person) -> list[Person]:
    """To whom somebody passes it on: deputies, for a deputy the contacts."""
    people = [one for one in await store.organisations.representatives(organisation_id) if not one.guest]
    roles = await store.organisations.roles(organisation_id)
    mine = roles.get(person.id)
    rest = [one for one in people if one.id != person.id]
    return [one for one in rest if roles[one.id] != mine] or rest
