"""Detect that minutes changed since somebody read them, and reply to the later of two writers.

That one gets the form once more, with their input and the present text.
"""

from __future__ import annotations

import hashlib

import msgspec

from handlers.chat.cards import Form, Reply
from handlers.chat.events import Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.meetings.agenda.forms import restore_typed_values
from storage.kit.database import Store
from storage.meetings.minutes import Minutes


async def reply_minutes_conflict(turn: Turn, event: Submission, form: Form, now: str = "") -> Reply:
    """Return `form`, the newest one, with the typed values. `now` is its present text, where that is to
    be read.
    """
    if now:
        lead = turn.say("Somebody has changed it in the meantime. It now says: {text}", text=shorten_text(now, 500))
    else:
        lead = turn.say("Somebody has changed it in the meantime. Check it, and save again.")
    return Reply(form=msgspec.structs.replace(restore_typed_values(form, event), note=lead))


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
