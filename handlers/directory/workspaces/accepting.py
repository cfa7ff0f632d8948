"""The secretariat says whose house a workspace is: from then on its people are members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from handlers.access.organisation_fields import organisation_chosen, organisation_field, organisation_named
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import keepers
from handlers.directory.members import confirming
from handlers.directory.rooms import returning
from handlers.directory.rooms.linking import use
from handlers.directory.slugs import slug_of
from handlers.directory.workspaces.claims import acting, claim
from handlers.directory.workspaces.naming import whose
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import GUEST, MEMBER
from storage.directory.rooms import WAITING, Room
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

router = Router()


async def ask(store: Store, workspace: Workspace, event_id: str) -> None:
    """Ask each of the secretariat whose it is."""
    for person in await store.people.secretariat():
        await outgoing.to_person(
            store, person, "workspaces.claim", {"workspace": workspace.key},
            key=f"workspace:{workspace.key}:claim:{event_id}:{person.id}", subject=f"workspace:{workspace.key}",
        )  # fmt: skip


@router.card("workspaces.claim")
async def draw_claim(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    if workspace is None:
        return None
    if workspace.pending:
        return await _claimed(view, workspace)
    if workspace.blocked or workspace.organisation_id is not None:
        shut = say("{workspace} is shut out.", workspace=workspace.title)
        return Card("", (Text(shut if workspace.blocked else await whose(view, workspace), "subtle"),))
    by = await view.store.people.find(workspace.installed_by_id)
    who = say("{name} installed me there.", name=by.name) + " " if by else ""
    text = who + say("Its people are guests until you say whose workspace it is. If you do not know them, ask first.")
    return Card(
        say("New workspace: {workspace}", workspace=workspace.title), (Text(text), Buttons((button(view, workspace),)))
    )


async def _claimed(view: View, workspace: Workspace) -> Card:
    """Its administrator has said whose it is: one click is enough, if that is so."""
    say, named = view.say, await claim(view.store, workspace)
    by = await view.store.people.find(workspace.installed_by_id)
    who = say("{name} says so.", name=by.name) if by else ""
    new = say("I do not know that organisation: your yes adds it.") if workspace.proposed else ""
    people = await acting(view, workspace)
    text = " ".join(filter(None, (who, new, say("If you do not know them, ask first."))))
    yes = Button(say("Yes, it is theirs"), "workspaces.agree", workspace.key, "primary")
    parts = (*((Text(people),) if people else ()), Text(text), Buttons((yes, button(view, workspace, style=""))))
    return Card(
        say("Is {workspace} the house of {organisation}?", workspace=workspace.title, organisation=named), parts
    )


def button(what: View | Turn, workspace: Workspace, *, style: Literal["", "primary"] = "primary") -> Button:
    return Button(what.say("Whose workspace is it?"), "workspaces.accept", workspace.key, style)


@router.on(Click, "workspaces.agree")
async def agree(event: Click, turn: Turn) -> Reply:
    """It is whose its administrator says; an organisation that is new is added."""
    workspace, store = await _acceptable(turn, event.value), turn.store
    organisation = await store.organisations.find(workspace.claimed_id)
    if organisation is None and workspace.proposed:
        organisation = await organisation_named(turn, workspace.proposed)
    if organisation is None and workspace.proposed:
        code = await store.organisations.free_code(slug_of(workspace.proposed))
        fresh = Organisation(code=code, name=workspace.proposed, kind="company")
        organisation = await store.organisations.add(fresh)
    if organisation is None:
        raise UserError(turn.say("That was answered already. «admin houses» shows how it is."))
    await let_in(turn, workspace, organisation, event.id)
    return note(await whose(turn, workspace))


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
    before = workspace.organisation_id
    workspace.organisation_id = organisation.id if organisation else None
    workspace.accepted, workspace.blocked = True, False
    workspace.claimed_id, workspace.proposed = None, ""
    if back and workspace.installed:
        await store.workspaces.reach(workspace.platform, workspace.workspace, away=False)
    rooms = await _greet(turn, workspace, before)
    if organisation is not None:
        await _appoint(turn, workspace, organisation)
    if back:
        await returning.come_back(store, rooms, event_id)
    await store.outbox.refresh(f"workspace:{workspace.key}")
    await store.outbox.refresh(keepers.subject(workspace.platform, workspace.workspace))
    by = await store.people.find(workspace.installed_by_id)
    if news and by is not None:
        key = f"workspace:{workspace.key}:accepted:{event_id}"
        await outgoing.to_person(store, by, "workspaces.accepted", {"workspace": workspace.key}, key=key)


async def _greet(turn: Turn, workspace: Workspace, before: int | None) -> Sequence[Room]:
    """Those who were guests only because nobody knew the workspace, and its rooms that were nobody else's."""
    for person, account in await turn.store.workspaces.members(workspace.platform, workspace.workspace):
        if person.role == GUEST and not account.guest and person.left_at is None:
            person.role = MEMBER
    rooms = await turn.store.workspaces.rooms(workspace.platform, workspace.workspace)
    for room in rooms:
        if room.organisation_id in (None, before):
            room.organisation_id = workspace.organisation_id
        if room.state == WAITING:
            await use(turn.store, room)
    return rooms


async def _appoint(turn: Turn, workspace: Workspace, organisation: Organisation) -> None:
    """Those whom its administrator named act for it, beside those who do already."""
    named = ((workspace.deputy_id, DEPUTY), (workspace.contact_id, CONTACT))
    workspace.contact_id = workspace.deputy_id = None
    for id, role in named:
        person = await turn.store.people.find(id)
        if person is None:
            continue
        await turn.store.organisations.appoint(organisation.id, person.id, role)
        await turn.store.memberships.add(person, organisation.id, confirmed=True)
        confirming.let_in(person)


@router.card("workspaces.accepted")
async def draw_accepted(view: View) -> Card | None:
    workspace, say = await view.store.workspaces.keyed(view["workspace"]), view.say
    organisation = await view.store.organisations.find(workspace.organisation_id) if workspace else None
    if workspace is None or organisation is None:
        return None
    text = say("This chat belongs to the network now, as the house of {organisation}.", organisation=organisation.name)
    again = Button(say("Show the set-up"), "setups.show", workspace.key)
    return Card("", (Text(text), Buttons((again,))))


async def _acceptable(turn: Turn, key: str) -> Workspace:
    workspace = await turn.store.workspaces.keyed(key)
    if workspace is None:
        raise Missing(turn.say("I do not find that workspace."))
    return workspace
