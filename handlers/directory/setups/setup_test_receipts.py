"""Notify the sender of a test card, once, that somebody in another workspace has seen it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Card, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature

router = Router()


@router.on(Click, "setups.seen")
async def on_setup_test_seen(event: Click, turn: Turn) -> Reply:
    key, _, id = event.value.rpartition(" ")
    workspace = await turn.store.workspaces.find_workspace_by_key(key)
    by = await turn.store.people.find(parse_id(id))
    if workspace is None or by is None:
        raise UserError(turn.say("That test is over."))
    args = {"person": turn.person.id}
    await outgoing.post_to_person(turn.store, by, "setups.seen", args, key=f"seen:{key}:{by.id}:{turn.person.id}")
    return build_text_reply(turn.say("{name} is told.", name=by.name))


@router.card("setups.seen")
async def draw_test_seen_card(view: View) -> Card | None:
    person = await view.store.people.find(view["person"])
    if person is None:
        return None
    who = await format_signature(view.store, person.id, person.stands_for, view.say)
    return Card("", (Text(view.say("{name} sees your test card.", name=who)),))
