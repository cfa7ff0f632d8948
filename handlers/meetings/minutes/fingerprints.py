"""Fingerprints of minutes: whether anything that they say was changed since somebody read them."""

from __future__ import annotations

import hashlib

from storage.kit.database import Store
from storage.meetings.minutes import Minutes


async def hash_minutes(store: Store, minutes: Minutes) -> str:
    """Return a hash of all that the minutes say: items, text, who was there, who does what until when."""
    id = minutes.occurrence_id
    items = [
        (one.id, one.kind, one.title, one.state, one.decision, one.note, one.carried_to_id)
        for one in await store.agenda.of(id)
    ]
    actions = [(one.id, one.item_id, one.text, one.owner_id, one.due, one.state) for one in await store.actions.of(id)]
    there = sorted(one.person_id for one in await store.rsvps.of(id) if one.attended)
    said = repr((items, actions, there, minutes.text, minutes.others))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
