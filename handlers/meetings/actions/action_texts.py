"""Describe actions as text for cards, minutes and lists."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.directory.display_names import format_signature
from storage.kit.database import Store
from storage.meetings.actions import DONE, DROPPED, OPEN, Action


async def describe_action(store: Store, action: Action, say: Say) -> str:
    """Return a line such as "Kari Nordmann, Eksempel Industripark: send the list, by 17 March 2027
    (done)".
    """
    who = await format_signature(store, action.owner_id, action.organisation_id, say)
    text = say("{name}: {text}, by {day}", name=who, text=action.text, day=say.format_day(action.due))
    state = {DONE: say("done"), DROPPED: say("dropped")}.get(action.state, "")
    return f"{text} ({state})" if state else text


def draw_action_buttons(say: Say, action: Action) -> tuple[Button, ...]:
    """Return the buttons that complete or postpone the action; once it is done, the one that takes that back."""
    id = str(action.id)
    if action.state != OPEN:
        return (Button(say("Not done yet"), "actions.reopen", id),) if action.state == DONE else ()
    return (Button(say("Done"), "actions.done", id, "primary"), Button(say("Postpone"), "actions.postpone", id))


def describe_due_date(action: Action, say: Say, today: date) -> str:
    """Return the state of the action or its distance from the due date, and how often it was postponed."""
    if action.state != OPEN:
        return say("Done") if action.state == DONE else say("Dropped")
    days = (action.due - today).days
    if days < 0:
        found = say.many("{n} day late", "{n} days late", -days)
    elif days == 0:
        found = say("Due today")
    else:
        found = say("Due {day}", day=say.format_day(action.due))
    if action.postponed:
        times = say.many("postponed {n} time", "postponed {n} times", action.postponed)
        return f"{found} · {times}"
    return found
