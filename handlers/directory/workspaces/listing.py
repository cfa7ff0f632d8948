"""The workspaces that installed the bot, for the secretariat: whose they are, and which wait."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.workspaces.accepting import button
from handlers.directory.workspaces.knocking import answers
from handlers.directory.workspaces.naming import called
from storage.directory.workspaces import Workspace

router = Router()
PAGE = 10


@router.on(Click, "workspaces.show")
async def show(event: Click, turn: Turn) -> Reply:
    """The page that begins with this one; empty for a first look."""
    return Reply(await page(turn, event.value), replace=bool(event.value))


async def page(turn: Turn, value: str = "") -> Card:
    """Those that wait come first, those that are shut out last."""
    say, rows = turn.say, await turn.store.workspaces.all()
    skip = int(value) if value.isdecimal() and int(value) < len(rows) else 0
    parts: list[Part] = [await _item(turn, workspace) for workspace in rows[skip : skip + PAGE]]
    if not rows:
        parts.append(Text(say("None yet.")))
    row = [Button(say("Let in by id"), "workspaces.admit")] if turn.arena.gated else []
    if skip:
        row.append(Button(say("Previous page"), "workspaces.show", str(max(0, skip - PAGE))))
    if skip + PAGE < len(rows):
        row.append(Button(say("Next page"), "workspaces.show", str(skip + PAGE)))
    if row:
        parts.append(Buttons(tuple(row)))
    return Card(say("Workspaces"), tuple(parts))


async def _item(turn: Turn, workspace: Workspace) -> Item:
    """Whose it is, how it is there, and what the secretariat may do about it."""
    say, organisation = turn.say, await turn.store.organisations.find(workspace.organisation_id)
    lines = [organisation.name if organisation else say("Nobody has said whose it is"), *_state(turn, workspace)]
    row: tuple[Button, ...]
    if workspace.knocking:
        row = answers(turn, workspace)
    elif workspace.blocked:
        row = (Button(say("Let in"), "workspaces.accept", workspace.key),)
    else:
        change = Button(say("Change"), "workspaces.accept", workspace.key)
        shut = Button(say("Shut out"), "workspaces.block", workspace.key, confirm=answers(turn, workspace)[1].confirm)
        test = Button(say("Test"), "setups.choose", workspace.key)
        row = (change if organisation else button(turn, workspace), test, shut)
    # where the platform tells no name, the id is what its administrator knows it by
    where = (workspace.platform.capitalize(), *(() if workspace.name else (workspace.workspace,)))
    return Item(await called(turn.store, workspace), "\n".join(lines), " · ".join(where), row)


def _state(turn: Turn, workspace: Workspace) -> list[str]:
    say = turn.say
    if workspace.blocked:
        return [say("⛔ Shut out: nothing is taken from there, and nothing goes there")]
    if workspace.knocking:
        return [say.many("Knocked {n} time", "Knocked {n} times", workspace.knocks)]
    if workspace.installed:
        return []
    return [say("I was removed from there") if workspace.installed_by_id else say("Nobody there has added me yet")]
