"""Handle people who contact the bot from outside: count, explain once how to get in, ask the secretariat."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import secretariat_vacancy
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Knocked
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.workspaces.workspace_names import name_workspace
from handlers.directory.workspaces.workspace_ownership import describe_workspace_owner
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

router = Router()
#: Maximum number of workspaces waiting for acceptance. Requests beyond it are not stored.
MOST_WAITING = 100
#: Maximum number of requests a day that notify the secretariat. Later ones are only listed.
TOLD, DAY = 5, timedelta(days=1)


class AccessRequestCard(CardArguments, frozen=True):
    template = "workspaces.knock"
    for_secretariat = True

    workspace: str


@router.on(Knocked, "")
async def on_workspace_knock(event: Knocked, turn: Turn) -> Reply | None:
    """Answer the first request only. Nothing about the person is stored."""
    store, place = turn.store, event.place
    waiting = await store.workspaces.list_knocking_workspaces()
    known = await store.workspaces.find_workspace(place.platform, place.workspace)
    if known is None and len(waiting) >= MOST_WAITING:
        return None
    workspace = await store.workspaces.record_workspace_knocks(place.platform, place.workspace, event.times)
    if workspace.knocks > event.times:
        return None
    if sum(one.created_at > turn.now - DAY for one in waiting) < TOLD:
        await announce_access_request(turn.store, workspace)
    title = turn.say("You are not in {name} yet", name=turn.arena.name)
    return build_text_reply(await _describe_admission(turn, workspace), title=title)


async def _describe_admission(turn: Turn, workspace: Workspace) -> str:
    say = turn.say
    outside = say(
        "{name} is for the members of a network, and your organisation's chat is not let in yet.", name=turn.arena.name
    )
    read = await secretariat_vacancy.is_secretariat_reading(turn.store, rooms=False)
    asked = say("The secretariat is asked now.") if read else say("The secretariat has no members yet.")
    id = say(
        "If you know somebody there, give them this id: {workspace}. Nothing about you is stored.",
        workspace=workspace.workspace,
    )
    return f"{outside} {asked} {id}"


async def announce_access_request(store: Store, workspace: Workspace) -> None:
    """Show the request to each member of the secretariat."""
    for person in await store.people.list_secretariat():
        await outgoing.post_to_person(
            store, person, AccessRequestCard(workspace.workspace_key),
            key=f"workspace:{workspace.workspace_key}:knock:{person.id}",
            subject=f"workspace:{workspace.workspace_key}",
        )  # fmt: skip


@router.card(AccessRequestCard)
async def draw_access_request_card(view: View[AccessRequestCard]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    if workspace is None:
        return None
    if not workspace.is_knocking:
        return Card("", (Text(await describe_workspace_status(view, workspace), "subtle"),))
    text = say(
        "Only its id and the number of attempts are stored. Let it in if it belongs to a member: their"
        " administrator can tell you the id."
    )
    return Card(
        say("New request: {workspace}", workspace=name_workspace(say, workspace)),
        (Text(text), Buttons(draw_access_buttons(view, workspace))),
    )


def draw_access_buttons(what: View | Turn, workspace: Workspace) -> tuple[Button, Button]:
    """Draw *Slipp inn* and *Avvis*."""
    say = what.say
    sure = say("Nothing more will be received from there, and nothing will be sent there.")
    return (
        Button(say("Let in"), "workspaces.accept", workspace.workspace_key, "primary"),
        Button(say("Reject"), "workspaces.block", workspace.workspace_key, confirm=sure),
    )


async def describe_workspace_status(what: View | Turn, workspace: Workspace) -> str:
    """Describe in one sentence who owns the workspace, or that it is blocked."""
    if workspace.blocked:
        return what.say("{workspace} has been blocked.", workspace=name_workspace(what.say, workspace))
    return await describe_workspace_owner(what, workspace) or what.say(
        "{workspace} is let in.", workspace=name_workspace(what.say, workspace)
    )
