"""The workspaces that installed the bot, for the secretariat: whose they are, and which wait."""

from __future__ import annotations

from handlers import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.workspaces.accepting import button
from storage.workspaces import Workspace

router = Router()
PAGE = 10


@router.on(Click, "workspaces.show")
async def show(event: Click, turn: Turn) -> Reply:
    """The page that begins with this one; empty for a first look. Those that wait come first."""
    await rights.need_secretariat(turn)
    say, rows = turn.say, await turn.store.workspaces.all()
    skip = int(event.value) if event.value.isdecimal() and int(event.value) < len(rows) else 0
    parts: list[Part] = [await _item(turn, workspace) for workspace in rows[skip : skip + PAGE]]
    row = []
    if skip:
        row.append(Button(say("Previous page"), "workspaces.show", str(max(0, skip - PAGE))))
    if skip + PAGE < len(rows):
        row.append(Button(say("Next page"), "workspaces.show", str(skip + PAGE)))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(say("Workspaces"), tuple(parts)), replace=bool(event.value))


async def _item(turn: Turn, workspace: Workspace) -> Item:
    say, organisation = turn.say, await turn.store.organisations.find(workspace.organisation_id)
    lines = [organisation.name if organisation else say("Nobody has said whose it is")]
    if not workspace.installed:
        lines.append(say("I was removed from there"))
    change = Button(say("Change"), "workspaces.accept", workspace.key)
    row = (change if organisation else button(turn, workspace),)
    return Item(workspace.name, "\n".join(lines), workspace.platform.capitalize(), row)
