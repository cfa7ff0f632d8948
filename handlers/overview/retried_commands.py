"""Run a command again that came to nothing, from the button that carries its words."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Command
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn

router = Router()


@router.on(Click, "commands.again")
@router.on(Click, "commands.open", opens=True)
async def on_command_again(event: Click, turn: Turn) -> Reply | None:
    """Answer as if it had just been typed, with the rights of the command."""
    name, _, written = event.value.partition(" ")
    command = Command(
        id=event.id,
        sender=event.sender,
        place=event.place,
        direct=event.direct,
        ephemeral=event.ephemeral,
        name=name,
        text=extract_plain_text(written),
        markup=written,
    )
    if (Command, name) not in turn.handlers:
        raise Missing(turn.say("I cannot find that command."))
    return await rights.run_gated_action(turn, command)
