"""Refuse what departed members do, except stating where they belong."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Click, Command, Event, HomeOpened, Message, Query, Reacted, Submission
from handlers.chat.outgoing import FOR_DEPARTED
from handlers.chat.turn import Turn
from storage.directory.people import Person

#: Events that a person causes. Events about a workspace or a message, such as its deletion, are handled as usual.
DOINGS = (Command, Click, Submission, Query, HomeOpened, Message, Reacted)
WORDS = ("me", "data", "erase")


def is_closed_to_departed(event: Event, person: Person) -> bool:
    """Return True if the person has left and this event is no longer open to them."""
    if person.left_at is None or not isinstance(event, DOINGS):
        return False
    return not event.name.startswith(FOR_DEPARTED) and not (isinstance(event, Command) and event.name in WORDS)


def refuse_departed_member(event: Event, turn: Turn) -> Reply | None:
    """Answer a departed member in private. Return None for messages, queries and reactions among others."""
    if isinstance(event, Message | Query | Reacted):
        return None
    text = turn.say(
        "You have left the network. Say which organisation you belong to now, and its contact will let you in again."
    )
    row = Buttons((Button(turn.say("Choose your organisation"), "members.where", style="primary"),))
    return Reply(Card("", (Text(text), row)))
