"""List the workspaces for the secretariat: who owns each, and which are pending."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.workspaces.access_requests import draw_access_buttons
from handlers.directory.workspaces.workspace_acceptance import draw_acceptance_button
from handlers.directory.workspaces.workspace_names import find_workspace_name
from storage.directory.workspaces import Workspace

router = Router()
PAGE = 5


@router.on(Click, "workspaces.show")
async def on_workspaces_page(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this workspace; empty for a first look."""
    return Reply(await draw_workspace_list_card(turn, event.value), replace=bool(event.value))


async def draw_workspace_list_card(turn: Turn, value: str = "") -> Card:
    """Draw pending workspaces first, and blocked ones last."""
    say, rows = turn.say, await turn.store.workspaces.list_all_workspaces()
    start = parse_position(value)
    skip = start if start < len(rows) else 0
    parts: list[Part] = [await _draw_listed_workspace(turn, workspace) for workspace in rows[skip : skip + PAGE]]
    if not rows:
        parts.append(Text(say("None yet.")))
    row = [Button(say("Let in by id"), "workspaces.admit")] if turn.arena.gated else []
    row += draw_page_buttons(say, "workspaces.show", skip, PAGE, more=skip + PAGE < len(rows))
    if row:
        parts.append(Buttons(tuple(row)))
    return Card(say("Workspaces"), tuple(parts))


async def _draw_listed_workspace(turn: Turn, workspace: Workspace) -> Item:
    """Draw the owner, the status, and what the secretariat may do about the workspace."""
    say, organisation = turn.say, await turn.store.organisations.find(workspace.organisation_id)
    lines = [
        organisation.name if organisation else say("Nobody has said whose workspace it is"),
        *_list_workspace_state(turn, workspace),
    ]
    row: tuple[Button, ...]
    if workspace.is_knocking:
        row = draw_access_buttons(turn, workspace)
    elif workspace.blocked:
        row = (Button(say("Let in"), "workspaces.accept", workspace.workspace_key),)
    else:
        change = Button(say("Change"), "workspaces.accept", workspace.workspace_key)
        shut = Button(
            say("Block"),
            "workspaces.block",
            workspace.workspace_key,
            confirm=draw_access_buttons(turn, workspace)[1].confirm,
        )
        test = Button(say("Test"), "setups.choose", workspace.workspace_key)
        row = (change if organisation else draw_acceptance_button(turn, workspace), test, shut)
    # Under its organisation's name, the administrator recognises the workspace by its id.
    unnamed = organisation is not None and not workspace.own_name
    where = (workspace.platform.capitalize(), *((workspace.workspace,) if unnamed else ()))
    return Item(await find_workspace_name(turn.store, say, workspace), "\n".join(lines), " · ".join(where), row)


def _list_workspace_state(turn: Turn, workspace: Workspace) -> list[str]:
    say = turn.say
    if workspace.blocked:
        return [say("⛔ Blocked: nothing is received from there or sent there")]
    if workspace.is_knocking:
        return [say.many("Asked {n} time", "Asked {n} times", workspace.knocks)]
    if workspace.installed:
        return []
    return [say("I was removed from there") if workspace.installed_by_id else say("Nobody there has added me yet")]
