"""Give back what was typed with a command that came to nothing, with a button that tries again."""

from __future__ import annotations

from handlers.chat.cards import LONGEST_VALUE, Button, Buttons, Card, Part, Quote, Text
from handlers.chat.events import Command, Event, Message, Submission
from handlers.chat.say import Say
from handlers.chat.typed_commands import build_typed_command

#: minimum number of characters of a form's value that somebody has written rather than chosen
_WRITTEN = 30
#: verbs after which people write what a new record says
_BEGINNING = frozenset(
    {"exchange", "issue", "meeting", "solution", "input", "consultation", "timed", "stated", "sought"}
)


def draw_retry_card(say: Say, why: str, event: Event, *, opens: bool = False) -> Card:
    """Draw why nothing came of it and what was typed; nobody has to remember the words.

    `opens`: what was typed opens a form.
    """
    parts: list[Part] = [Text(why), *draw_typed_words(event)]
    if isinstance(event, Command) and not event.message:
        value = f"{event.name} {event.written}".strip()
        if len(value) <= LONGEST_VALUE:
            do = "commands.open" if opens else "commands.again"
            parts.append(Buttons((Button(say("Try again"), do, value, "primary"),)))
    return Card("", tuple(parts))


def draw_typed_words(event: Event) -> tuple[Part, ...]:
    """Quote what the person typed and would lose; a message is still in the chat."""
    if isinstance(event, Command):
        return (Quote(event.written),) if event.written and not event.message else ()
    if not isinstance(event, Submission):
        return ()
    return tuple(Quote(value) for value in event.values.values() if isinstance(value, str) and len(value) > _WRITTEN)


def draw_begun_words(event: Event) -> tuple[Part, ...]:
    """Quote what a line would have begun; a bare verb began nothing."""
    command = build_typed_command(event) if isinstance(event, Message) else event
    if not isinstance(command, Command):
        return draw_typed_words(event)
    begun = command.name in _BEGINNING and len(command.text.split()) > 1
    return (Quote(command.written),) if begun else ()
