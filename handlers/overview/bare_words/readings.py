"""Hold what a line is taken for, and how it is answered then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Click, Command
from handlers.chat.turn import Turn

#: what a line may be taken for
QUESTION, CONFIRM, COMMAND, RECORD, PAGE = "question", "confirm", "command", "record", "page"
ORGANISATION, PERSON, TOPIC, SMALLTALK = "organisation", "person", "topic", "smalltalk"
MEETING = "meeting"
#: answers a line once it is known what it is
Answer = Callable[[Command, Turn], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a line is taken for: one of the kinds above, and which one of that kind."""

    kind: str
    #: verb, page, code or id; None where there is none, or several to choose from
    target: str | None
    answer: Answer


#: reads a line without changing anything; None for a line that is nothing to it
Reader = Callable[[Turn, str], Awaitable[Reading | None]]


async def run_button_action(event: Command, turn: Turn, action: str, value: str) -> Reply | None:
    """Do what the button of this action does, with its rights."""
    click = Click(
        id=event.id,
        sender=event.sender,
        place=event.place,
        direct=event.direct,
        reply_to=event.reply_to,
        name=action,
        value=value,
    )
    return await rights.run_inner_action(turn, click)


def answer_with_button(action: str, value: str = "") -> Answer:
    """Return an answer that does what the button of this action does, with its rights."""

    async def press_typed_button(event: Command, turn: Turn) -> Reply | None:
        reply = await run_button_action(event, turn, action, value)
        if reply is None or reply.form is None or event.reply_to is None:
            return reply
        # A typed line cannot open a form, but a button can.
        button = Button(reply.form.title, action, value, "primary")
        return Reply(Card("", (Text(turn.say("A form opens.")), Buttons((button,)))))

    return press_typed_button
