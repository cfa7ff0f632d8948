"""Notify the sender of a test card, once, that somebody in another workspace has seen it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature

router = Router()


class SeenTestCard(ButtonValue, frozen=True):
    """Name the workspace that a test card comes from, and the person who sent it: "slack:T1 12"."""

    separator = " "

    workspace: str
    by: int


class SetupTestSeenNotice(CardArguments, frozen=True):
    template = "setups.seen"

    person: int


@router.on(Click, "setups.seen")
async def on_setup_test_seen(event: Click, turn: Turn) -> Reply:
    value = SeenTestCard.parse_value(event.value)
    workspace = await turn.store.workspaces.find_workspace_by_key(value.workspace)
    by = await turn.store.people.find(value.by)
    if workspace is None or by is None:
        raise UserError(turn.say("That test is over."))
    key = f"seen:{workspace.workspace_key}:{by.id}:{turn.person.id}"
    await outgoing.post_to_person(turn.store, by, SetupTestSeenNotice(turn.person.id), key=key)
    return build_text_reply(turn.say("{name} will be told.", name=by.name))


@router.card(SetupTestSeenNotice)
async def draw_test_seen_card(view: View[SetupTestSeenNotice]) -> Card | None:
    person = await view.store.people.find(view.args.person)
    if person is None:
        return None
    who = await format_signature(view.store, person.id, person.stands_for, view.say)
    return Card("", (Text(view.say("{name} sees your test card.", name=who)),))
