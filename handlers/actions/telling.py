"""Tell an owner what they have been given, once whoever writes it down had time to correct it."""

from __future__ import annotations

from datetime import timedelta

from handlers.actions.lines import due_note
from handlers.actions.listing import buttons, origin
from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.pushes import push
from storage.actions import OPEN, Action

router = Router()
#: how long it may be corrected first
QUIET = timedelta(minutes=30)


def subject(action_id: int) -> str:
    """Every word to its owner: called off together when it is done, dropped, moved or given away."""
    return f"action:{action_id}"


def mark(action: Action) -> str:
    """What a word about it was for: another day or another owner is another promise."""
    return f"{action.due}:{int(action.set_at.timestamp() * 1000)}"


def still(view: View, action: Action | None) -> bool:
    """Whether a word that was promised still holds for its reader."""
    return action is not None and action.state == OPEN and mark(action) == view["mark"]


async def give(turn: Turn, action: Action) -> None:
    """Who gives something to themselves knows it."""
    owner = await turn.store.people.find(action.owner_id)
    if owner is None or owner.id == turn.person.id:
        return
    await push(
        turn.store,
        turn.arena,
        owner,
        "actions.given",
        {"action": action.id, "mark": mark(action)},
        key=f"action:{action.id}:given:{mark(action)}",
        at=turn.now + QUIET,
        subject=subject(action.id),
    )


@router.card("actions.given")
async def draw(view: View) -> Card | None:
    action, say = await view.store.actions.find(view["action"]), view.say
    if action is None or view.person is None or action.owner_id != view.person.id:
        return None
    if not still(view, action):
        return over(view, action)
    today = view.now.astimezone(view.arena.zone).date()
    where = await origin(view.store, action)
    title = say("You have an action from {title}", title=where) if where else say("You have an action")
    parts = (Text(action.text), Text(due_note(action, say, today), "subtle"), Buttons(buttons(say, action)))
    return Card(title, parts)


def over(view: View, action: Action | None) -> Card | None:
    """In place of a word that is out and holds no longer; what is not out yet is not sent."""
    if not view.delivery.message or action is None:
        return None
    today = view.now.astimezone(view.arena.zone).date()
    return Card("", (Text(f"{action.text} · {due_note(action, view.say, today)}", "subtle"),))
