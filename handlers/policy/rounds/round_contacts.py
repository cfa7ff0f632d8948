"""Find whether an organisation can be asked, and to whom a representative passes a round on."""

from __future__ import annotations

from handlers.policy.organisation_answers.representatives import list_acting_representatives
from storage.directory.people import Person
from storage.kit.database import Store


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
