"""Declare the record kind of actions."""

from __future__ import annotations

from handlers.chat.record_kinds import HandoverEntry, Ownership, RecordKind
from handlers.chat.turn import RenderContext
from handlers.meetings.actions import action_list
from handlers.meetings.actions.action_notices import build_action_subject
from storage.kit.database import Store
from storage.meetings.actions import Action


async def _describe_action_record(what: RenderContext, id: int) -> HandoverEntry:
    found = await what.store.actions.find(id)
    return HandoverEntry(found.text if found else "", what.say("Action"), "actions.mine")


async def _restart_action_reminders(store: Store, id: int) -> None:
    """Cancel the pending reminders, so that the new owner is reminded from the start."""
    action = await store.actions.find(id)
    if action is not None:
        await store.outbox.cancel_deliveries(subject=build_action_subject(id))
        action.set_at = store.now


ACTION = RecordKind(
    name="action",
    label=lambda say: say("Action"),
    table=Action,
    find=lambda store, key: store.actions.find(key),
    ownerships=(Ownership("action", _describe_action_record, _restart_action_reminders),),
    list_pending=action_list.list_pending_actions,
)
KINDS = (ACTION,)
