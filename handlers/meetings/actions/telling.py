"""Tell an owner what they have been given, once whoever writes it down had time to correct it."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.actions.lines import buttons, due_note
from handlers.meetings.actions.listing import origin
from handlers.notifications.pushes import push
from storage.meetings.actions import OPEN, Action
from storage.queue.delivery_rows import LEASED, READY, SENT

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
    about = [subject(action.id)]
    known = any(
        f":given:{owner.id}:" in one.key and one.state == SENT for one in await turn.store.pushes.promised(about)
    )
    await push(
        turn.store,
        turn.arena,
        owner,
        "actions.given",
        {"action": action.id, "mark": mark(action), "changed": known},
        key=f"action:{action.id}:given:{owner.id}:{mark(action)}",
        at=turn.now + QUIET,
        subject=subject(action.id),
    )


async def settle(turn: Turn, action: Action) -> None:
    """Call off all that is still to be reminded of by what it was before; what is out says how it stands."""
    await turn.store.session.flush()
    await turn.store.outbox.cancel(subject=subject(action.id))
    await turn.store.outbox.refresh(subject(action.id))


async def tell_former(turn: Turn, action: Action, person_id: int) -> None:
    """Tell somebody who need no longer do it."""
    person = await turn.store.people.find(person_id)
    if person is not None and person.id != turn.person.id:
        key = f"action:{action.id}:taken:{person.id}:{turn.now.isoformat()}"
        await outgoing.to_person(turn.store, person, "actions.taken", {"action": action.id}, key=key)


@router.card("actions.given")
async def draw(view: View) -> Card | None:
    action, say = await view.store.actions.find(view["action"]), view.say
    if action is None or view.person is None or action.owner_id != view.person.id:
        return None
    if not still(view, action):
        return over(view, action)
    if not view.delivery.message and await _stands_in_minutes(view, action):
        return None
    today = view.now.astimezone(view.arena.zone).date()
    where = await origin(view.store, action)
    title = say("You have an action from {title}", title=where) if where else say("You have an action")
    if view.delivery.args.get("changed"):
        title = say("Your action from {title} is changed", title=where) if where else say("Your action is changed")
    parts = (Text(action.text), Text(due_note(action, say, today), "subtle"), Buttons(buttons(say, action)))
    return Card(title, parts)


async def _stands_in_minutes(view: View, action: Action) -> bool:
    """Whether the reader is told of it by the minutes, in the same message or since it was given: as it is now."""
    assert view.person is not None
    for template in ("minutes.draft", "minutes.approved"):
        for row in await view.store.pushes.of_template(view.person.id, template):
            if row.args.get("occurrence") == action.occurrence_id and row.due_at >= action.set_at:
                return True
    return False


async def is_given_now(view: View, action: Action) -> bool:
    """Whether the owner is told in the same message that they have this."""
    for row in await view.store.pushes.of_template(action.owner_id, "actions.given"):
        same = row.args.get("action") == action.id and row.args.get("mark") == mark(action)
        if same and row.state in (READY, LEASED) and row.due_at <= view.now:
            return True
    return False


def over(view: View, action: Action | None) -> Card | None:
    """In place of a word that is out and holds no longer; what is not out yet is not sent."""
    if not view.delivery.message or action is None:
        return None
    today = view.now.astimezone(view.arena.zone).date()
    return Card("", (Text(f"{action.text} · {due_note(action, view.say, today)}", "subtle"),))
