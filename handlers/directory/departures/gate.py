"""The gate: who has left sees and does nothing but say where they belong, and is told nothing any more."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Click, Command, Event, HomeOpened, Message, Query, Reacted, Submission
from handlers.chat.turn import Turn
from storage.directory.people import Person
from storage.queue.delivery_rows import CHATTER

#: what a person does; what happens to a workspace or a message (it is deleted, the bot removed) goes on as it does
DOINGS = (Command, Click, Submission, Query, HomeOpened, Message, Reacted)
#: what is still theirs: joining again, their language, their other accounts, what is known of them
OPEN = ("members.", "accounts.", "departures.", "privacy.")
WORDS = ("me", "data", "erase")


def shut(event: Event, person: Person) -> bool:
    """Whether this is nothing for them any more."""
    if person.left_at is None or not isinstance(event, DOINGS):
        return False
    return not event.name.startswith(OPEN) and not (isinstance(event, Command) and event.name in WORDS)


def refuse(event: Event, turn: Turn) -> Reply | None:
    """In private; what they write among others is not for the bot."""
    if isinstance(event, Message | Query | Reacted):
        return None
    text = turn.say("You have left the network. Say where you belong now, and its contact lets you in again.")
    row = Buttons((Button(turn.say("Where do you belong?"), "members.where", style="primary"),))
    return Reply(Card("", (Text(text), row)))


def reaches(person: Person | None, kind: str, template: str) -> bool:
    """Whether a message that was promised still goes to its reader."""
    return person is None or person.left_at is None or kind == CHATTER or template.startswith(OPEN)
