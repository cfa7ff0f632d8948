"""Somebody in another house has seen the test card: the one who sent it is told so, once."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Card, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature

router = Router()


@router.on(Click, "setups.seen")
async def see(event: Click, turn: Turn) -> Reply:
    key, _, id = event.value.rpartition(" ")
    workspace = await turn.store.workspaces.keyed(key)
    by = await turn.store.people.find(parse_id(id))
    if workspace is None or by is None:
        raise UserError(turn.say("That test is over."))
    args = {"person": turn.person.id}
    await outgoing.to_person(turn.store, by, "setups.seen", args, key=f"seen:{key}:{by.id}:{turn.person.id}")
    return note(turn.say("{name} is told.", name=by.name))


@router.card("setups.seen")
async def draw(view: View) -> Card | None:
    person = await view.store.people.find(view["person"])
    if person is None:
        return None
    who = await signature(view.store, person.id, person.stands_for, view.say)
    return Card("", (Text(view.say("{name} sees your test card.", name=who)),))
