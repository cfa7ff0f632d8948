"""Hash minutes, to detect whether anything in them changed since somebody read them."""

from __future__ import annotations

import hashlib

from storage.kit.database import Store
from storage.meetings.minutes import Minutes


async def hash_minutes(store: Store, minutes: Minutes) -> str:
    """Return a hash of all that the minutes say: items, text, who was there, who does what until when."""
    id = minutes.occurrence_id
    items = [
        (one.id, one.kind, one.title, one.state, one.decision, one.note, one.carried_to_id)
        for one in await store.agenda.list_agenda_items(id)
    ]
    actions = [
        (one.id, one.item_id, one.text, one.owner_id, one.due, one.state)
        for one in await store.actions.list_actions_of_occurrence(id)
    ]
    there = sorted(one.person_id for one in await store.rsvps.list_rsvps_of_occurrence(id) if one.attended)
    said = repr((items, actions, there, minutes.text, minutes.others))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
