"""List a reader's own actions with buttons, and a meeting's actions for those who may read its
minutes.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.meetings.actions.action_texts import describe_due_date, draw_action_buttons
from handlers.meetings.actions.lookup import may_steer_action
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import OPEN, Action
from storage.meetings.minutes import LOCKED

router = Router()
MOST_ACTIONS = 15
#: maximum number of actions on a home page and in a digest, and how far ahead they are due
PENDING, AHEAD = 8, timedelta(days=14)


@router.on(Click, "actions.mine")
async def on_my_actions(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_my_actions(turn))


async def draw_my_actions(turn: Turn, lead: str = "") -> Card:
    """List the reader's open actions, most urgent first."""
    actions = await turn.store.actions.list_open_actions_of_person(turn.person.id, limit=MOST_ACTIONS)
    parts: list[Part] = [Text(lead)] if lead else []
    parts += [await draw_action_item(turn, action) for action in actions]
    if not actions:
        parts.append(Text(turn.say("You have nothing to follow up.")))
    if not turn.person.guest:
        parts.append(Buttons((Button(turn.say("Joint tasks"), "tasks.list"),)))
    return Card(turn.say("Your actions"), tuple(parts))


async def draw_action_item(turn: Turn, action: Action) -> Item:
    today = turn.today
    note = [describe_due_date(action, turn.say, today), await describe_action_origin(turn.store, action, turn.person)]
    return Item(action.text, "", " · ".join(filter(None, note)), draw_action_buttons(turn.say, action))


async def describe_action_origin(store: Store, action: Action, reader: Person) -> str:
    """Return the title of the meeting that the action is from; empty when there is none that the reader may see."""
    held = await find_occurrence_view(store, action.occurrence_id)
    return held.title if held is not None and await may_see_meeting(store, held.meeting, reader) else ""


@router.on(Click, "actions.of")
async def on_meeting_actions(event: Click, turn: Turn) -> Reply:
    """List the open and closed actions of a meeting in order of due date. Organisers also get buttons."""
    say, found = turn.say, await load_visible_occurrence(turn, event.value, lock=False)
    if not await may_read_minutes(turn.store, found, await turn.store.minute_book.find_minutes(found.id), turn.person):
        raise UserError(say("The minutes of {title} are not there yet.", title=found.title))
    return Reply(await draw_meeting_actions(turn, found))


async def draw_meeting_actions(turn: Turn, found: OccurrenceView) -> Card:
    say, today = turn.say, turn.today
    written = await turn.store.minute_book.find_minutes(found.id)
    drafted = written is not None and written.state != LOCKED
    parts: list[Part] = []
    for action in await turn.store.actions.list_actions_of_occurrence(found.id):
        who = await format_signature(turn.store, action.owner_id, action.organisation_id, say)
        row = (
            draw_action_organiser_buttons(say, action, drafted=drafted)
            if action.state == OPEN and may_steer_action(turn, found)
            else ()
        )
        parts.append(Item(action.text, who, describe_due_date(action, say, today), row))
    if not parts:
        parts.append(Text(say("There is nothing to follow up.")))
    parts.append(Buttons((Button(say("Minutes"), "minutes.show", str(found.id)),)))
    return Card(say("Actions: {title}", title=found.title), tuple(parts))


def draw_action_organiser_buttons(say: Say, action: Action, *, drafted: bool = False) -> tuple[Button, ...]:
    """Return the organiser's buttons for an action.

    `drafted`: the minutes are not approved yet, so that the action is changed in them rather than
    postponed.
    """
    row: tuple[Button, ...] = draw_action_buttons(say, action)
    if drafted:
        row = (Button(say("Change"), "actions.edit", str(action.id), "primary"), row[0])
    return (
        *row,
        Button(say("Reassign"), "actions.reassign", str(action.id)),
        Button(say("Drop"), "actions.drop", str(action.id)),
    )


async def list_pending_actions(turn: Turn) -> list[Item]:
    """Return late actions and those of the next fortnight, most urgent first."""
    last = turn.arena.find_day(turn.now + AHEAD)
    actions = await turn.store.actions.list_open_actions_of_person(turn.person.id, limit=PENDING)
    return [await draw_action_item(turn, action) for action in actions if action.due <= last]
