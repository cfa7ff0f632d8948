"""Delete the proposals of a person who is erased; a consultation that was taken up stays without the name."""

from __future__ import annotations

from storage.directory.people import Person
from storage.kit.database import Store


async def retract_proposals(store: Store, person: Person) -> set[int]:
    for proposal in await store.consultations.list_consultations_proposed_by(person.id):
        await store.consultations.delete_proposal(proposal)
    return await store.personal_data.authored_content.list_involved_consultation_ids(person.id)
