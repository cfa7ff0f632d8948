"""Somebody turns to the bot from outside: counted, told once how to get in, and shown to the secretariat."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.events import Knocked
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.workspaces.naming import whose
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

router = Router()
#: workspaces that may wait outside; of more nothing is kept
MOST = 100
#: knocks in a day that the secretariat is told of; further ones it finds in the list
TOLD, DAY = 5, timedelta(days=1)


@router.on(Knocked, "")
async def knock(event: Knocked, turn: Turn) -> Reply | None:
    """Answered the first time; nothing of who it was is kept."""
    store, place = turn.store, event.place
    waiting = await store.workspaces.knocking()
    known = await store.workspaces.at(place.platform, place.workspace)
    if known is None and len(waiting) >= MOST:
        return None
    workspace = await store.workspaces.knock(place.platform, place.workspace, event.times)
    if workspace.knocks > event.times:
        return None
    if sum(one.created_at > turn.now - DAY for one in waiting) < TOLD:
        await ask(turn.store, workspace)
    title = turn.say("You are not in {name} yet", name=turn.arena.name)
    return note(await _how_to_get_in(turn, workspace), title=title)


async def _how_to_get_in(turn: Turn, workspace: Workspace) -> str:
    say = turn.say
    outside = say(
        "{name} is for the members of a network, and your organisation's chat is not let in yet.", name=turn.arena.name
    )
    read = await vacancy.is_read(turn.store, rooms=False)
    asked = say("The secretariat is asked now.") if read else say("Its secretariat has no members yet.")
    id = say(
        "If you know somebody there, give them this id: {workspace}. I have kept nothing of you.",
        workspace=workspace.workspace,
    )
    return f"{outside} {asked} {id}"


async def ask(store: Store, workspace: Workspace) -> None:
    """Show it to each of the secretariat."""
    for person in await store.people.secretariat():
        await outgoing.to_person(
            store, person, "workspaces.knock", {"workspace": workspace.key},
            key=f"workspace:{workspace.key}:knock:{person.id}", subject=f"workspace:{workspace.key}",
        )  # fmt: skip


@router.card("workspaces.knock")
async def draw(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    if not workspace.knocking:
        return Card("", (Text(await standing(view, workspace), "subtle"),))
    text = say(
        "I have kept nothing but its id and how often. Let it in if it is a member's: their administrator can tell you "
        "the id."
    )
    return Card(
        say("Somebody knocks: {workspace}", workspace=workspace.title), (Text(text), Buttons(answers(view, workspace)))
    )


def answers(what: View | Turn, workspace: Workspace) -> tuple[Button, Button]:
    """*Slipp inn* and *Avvis*."""
    say = what.say
    sure = say("Nothing is taken from there any more, and nothing goes there.")
    return (
        Button(say("Let in"), "workspaces.accept", workspace.key, "primary"),
        Button(say("Reject"), "workspaces.block", workspace.key, confirm=sure),
    )


async def standing(what: View | Turn, workspace: Workspace) -> str:
    """Whose it is, or that it is shut out, in one sentence."""
    if workspace.blocked:
        return what.say("{workspace} is shut out.", workspace=workspace.title)
    return await whose(what, workspace) or what.say("{workspace} is let in.", workspace=workspace.title)
