"""The record kind of actions."""

from __future__ import annotations

from handlers.chat.records import Entry, Ownership, RecordKind
from handlers.chat.turn import Telling
from handlers.meetings.actions import waiting
from handlers.meetings.actions.telling import subject
from storage.directory import handovers
from storage.kit.database import Store
from storage.meetings.actions import Action


async def _describe(what: Telling, id: int) -> Entry:
    found = await what.store.actions.find(id)
    return Entry(found.text if found else "", what.say("Action"), "actions.mine")


async def _redraw(store: Store, id: int) -> None:
    """Its new owner is reminded of it anew."""
    action = await store.actions.find(id)
    if action is not None:
        await store.outbox.cancel(subject=subject(id))
        action.set_at = store.now


ACTION = RecordKind(
    name="action",
    label=lambda say: say("Action"),
    table=Action,
    find=lambda store, key: store.actions.find(key),
    ownerships=(Ownership(handovers.ACTION, _describe, _redraw),),
    list_pending=waiting.items,
)
KINDS = (ACTION,)
