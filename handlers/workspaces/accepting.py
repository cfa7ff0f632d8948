"""The secretariat says whose house a workspace is: from then on its people are members."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.members.choosing import organisation_chosen, organisation_field
from handlers.rooms import returning
from handlers.workspaces.naming import whose
from storage.organisations import Organisation
from storage.people import GUEST, MEMBER
from storage.rooms import Room
from storage.workspaces import Workspace

router = Router()


async def ask(turn: Turn, workspace: Workspace, event_id: str) -> None:
    for person in await turn.store.people.secretariat():
        await outgoing.to_person(
            turn.store, person, "workspaces.claim", {"workspace": workspace.key},
            key=f"workspace:{workspace.key}:claim:{event_id}:{person.id}", subject=f"workspace:{workspace.key}",
        )  # fmt: skip


@router.card("workspaces.claim")
async def draw_claim(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    if workspace.blocked or workspace.organisation_id is not None:
        shut = say("{workspace} is shut out.", workspace=workspace.title)
        return Card("", (Text(shut if workspace.blocked else await whose(view, workspace), "subtle"),))
    by = await view.store.people.find(workspace.installed_by_id)
    who = say("{name} installed me there.", name=by.name) + " " if by else ""
    text = who + say("Its people are guests until you say whose workspace it is. If you do not know them, ask first.")
    return Card(
        say("New workspace: {workspace}", workspace=workspace.title), (Text(text), Buttons((button(view, workspace),)))
    )


def button(what: View | Turn, workspace: Workspace) -> Button:
    return Button(what.say("Whose workspace is it?"), "workspaces.accept", workspace.key, "primary")


@router.on(Click, "workspaces.accept", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    workspace, say = await _acceptable(turn, event.value), turn.say
    hint = say("You can say it later.") if optional(workspace) else ""
    chosen, required = workspace.organisation_id or workspace.claimed_id, not optional(workspace)
    fields = (await organisation_field(turn, chosen=chosen, required=required, hint=hint),)
    title = say("Whose workspace is it?")
    why = say("Everybody in {workspace} becomes a member, except its guests.", workspace=workspace.title)
    return Reply(form=Form(title, "workspaces.accept", fields, say("Save"), workspace.key, note=why))


@router.on(Submission, "workspaces.accept")
async def accept(event: Submission, turn: Turn) -> Reply:
    workspace, say = await _acceptable(turn, event.value), turn.say
    organisation = await organisation_chosen(turn, event)
    if organisation is None and not optional(workspace):
        raise UserError("", {"organisation": say("Choose an organisation.")})
    await let_in(turn, workspace, organisation, event.id)
    return note(await whose(turn, workspace) or say("{workspace} is let in.", workspace=workspace.title))


def optional(workspace: Workspace) -> bool:
    """Nobody is there yet whose house it would have to be."""
    return not workspace.installed


async def let_in(turn: Turn, workspace: Workspace, organisation: Organisation | None, event_id: str) -> None:
    """From now on it belongs to the network, as the house of this organisation."""
    store, news, back = turn.store, not workspace.accepted, workspace.blocked
    workspace.organisation_id = organisation.id if organisation else None
    workspace.accepted, workspace.blocked = True, False
    if back and workspace.installed:
        await store.workspaces.reach(workspace.platform, workspace.workspace, away=False)
    rooms = await _greet(turn, workspace)
    if back:
        await returning.come_back(store, rooms, event_id)
    await store.outbox.refresh(f"workspace:{workspace.key}")
    by = await store.people.find(workspace.installed_by_id)
    if news and by is not None:
        key = f"workspace:{workspace.key}:accepted:{event_id}"
        await outgoing.to_person(store, by, "workspaces.accepted", {"workspace": workspace.key}, key=key)


async def _greet(turn: Turn, workspace: Workspace) -> Sequence[Room]:
    """Those who were guests only because nobody knew the workspace, and its rooms without a house."""
    for person, account in await turn.store.workspaces.members(workspace.platform, workspace.workspace):
        if person.role == GUEST and not account.guest:
            person.role = MEMBER
    rooms = await turn.store.workspaces.rooms(workspace.platform, workspace.workspace)
    for room in rooms:
        room.organisation_id = room.organisation_id or workspace.organisation_id
    return rooms


@router.card("workspaces.accepted")
async def draw_accepted(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    organisation = await view.store.organisations.find(workspace.organisation_id) if workspace else None
    if workspace is None or organisation is None:
        return None
    text = say(
        "{workspace} belongs to the network now, as the house of {organisation}. Invite me to a channel to go on.",
        workspace=workspace.title, organisation=organisation.name,
    )  # fmt: skip
    return Card("", (Text(text),))


async def _acceptable(turn: Turn, key: str) -> Workspace:
    workspace = await turn.store.workspaces.keyed(key)
    if workspace is None:
        raise UserError(turn.say("I do not find that workspace."))
    return workspace
