"""Lists of actions: mine, with the ways to be done with them; a meeting's, for those who may read its minutes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import signature
from handlers.meetings.actions.lines import buttons, due_note
from handlers.meetings.actions.lookup import may_steer_action
from handlers.meetings.agenda.lookup import load_visible_sitting
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.sittings import sitting
from storage.kit.database import Store
from storage.meetings.actions import OPEN, Action
from storage.meetings.minutes import LOCKED

router = Router()
#: actions on one card
MOST = 15


@router.on(Click, "actions.mine")
async def mine(_event: Click, turn: Turn) -> Reply:
    return Reply(await my_card(turn))


async def my_card(turn: Turn, lead: str = "") -> Card:
    """Most urgent first."""
    actions = await turn.store.actions.open_of(turn.person.id, limit=MOST)
    parts: list[Part] = [Text(lead)] if lead else []
    parts += [await item(turn, action) for action in actions]
    if not actions:
        parts.append(Text(turn.say("You have promised nothing that is not done.")))
    return Card(turn.say("Your actions"), tuple(parts))


async def item(turn: Turn, action: Action) -> Item:
    today = turn.now.astimezone(turn.arena.zone).date()
    note = [due_note(action, turn.say, today), await origin(turn.store, action)]
    return Item(action.text, "", " · ".join(filter(None, note)), buttons(turn.say, action))


async def origin(store: Store, action: Action) -> str:
    """The meeting it is from."""
    held = await sitting(store, action.occurrence_id)
    return held.title if held else ""


@router.on(Click, "actions.of")
async def of_meeting(event: Click, turn: Turn) -> Reply:
    """Open and done, in order of their days; with buttons for who runs the meeting."""
    say, found = turn.say, await load_visible_sitting(turn, event.value, lock=False)
    if not await may_read_minutes(turn.store, found, await turn.store.minutes.find(found.id), turn.person):
        raise UserError(say("The minutes of {title} are not there yet.", title=found.title))
    today = turn.now.astimezone(turn.arena.zone).date()
    written = await turn.store.minutes.find(found.id)
    drafted = written is not None and written.state != LOCKED
    parts: list[Part] = []
    for action in await turn.store.actions.of(found.id):
        who = await signature(turn.store, action.owner_id, action.organisation_id, say)
        row = steering(say, action, drafted=drafted) if action.state == OPEN and may_steer_action(turn, found) else ()
        parts.append(Item(action.text, who, due_note(action, say, today), row))
    if not parts:
        parts.append(Text(say("Nobody promised anything.")))
    parts.append(Buttons((Button(say("Minutes"), "minutes.show", str(found.id)),)))
    return Reply(Card(say("Actions: {title}", title=found.title), tuple(parts)))


def steering(say: Say, action: Action, *, drafted: bool = False) -> tuple[Button, ...]:
    """`drafted`: the minutes are not approved yet, and the action is changed in them rather than postponed."""
    row: tuple[Button, ...] = buttons(say, action)
    if drafted:
        row = (Button(say("Change"), "actions.edit", str(action.id), "primary"), row[0])
    return (
        *row,
        Button(say("Give to somebody else"), "actions.reassign", str(action.id)),
        Button(say("Drop"), "actions.drop", str(action.id)),
    )
