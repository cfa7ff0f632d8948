"""Accept a workspace: the secretariat says which organisation owns it, and its people become members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from handlers.access.organisation_fields import (
    draw_organisation_field,
    find_organisation_by_name,
    parse_organisation_field,
)
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory import setup_permission
from handlers.directory.departures.appointment_notice import notify_representative_appointed
from handlers.directory.departures.mandates import redraw_for_representatives
from handlers.directory.members import membership_confirmation
from handlers.directory.members.guest_requests import tell_admitted_guest
from handlers.directory.members.membership_claims import build_member_subject
from handlers.directory.rooms import room_recovery
from handlers.directory.rooms.room_links import activate_room
from handlers.directory.workspaces.workspace_names import (
    apply_workspace_name,
    draw_workspace_name_field,
    name_workspace,
)
from handlers.directory.workspaces.workspace_ownership import (
    describe_workspace_contacts,
    describe_workspace_owner,
    find_claimed_owner,
)
from handlers.language.name_folding import make_slug
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import GUEST, MEMBER
from storage.directory.rooms import WAITING, Room
from storage.directory.workspaces import Workspace
from storage.kit.database import Store

router = Router()


class WorkspaceClaimCard(CardArguments, frozen=True):
    template = "workspaces.claim"
    for_secretariat = True

    workspace: str


class WorkspaceAcceptedNotice(CardArguments, frozen=True):
    template = "workspaces.accepted"

    workspace: str


async def ask_workspace_owner(store: Store, workspace: Workspace, event_id: str) -> None:
    """Ask each member of the secretariat who owns the workspace."""
    for person in await store.people.list_secretariat():
        await outgoing.post_to_person(
            store, person, WorkspaceClaimCard(workspace.workspace_key),
            key=f"workspace:{workspace.workspace_key}:claim:{event_id}:{person.id}",
            subject=f"workspace:{workspace.workspace_key}",
        )  # fmt: skip


@router.card(WorkspaceClaimCard)
async def draw_workspace_claim_card(view: View[WorkspaceClaimCard]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    if workspace is None:
        return None
    if workspace.is_pending:
        return await _draw_claimed_workspace(view, workspace)
    if workspace.blocked or workspace.organisation_id is not None:
        shut = say("{workspace} has been blocked.", workspace=name_workspace(say, workspace))
        return Card(
            "", (Text(shut if workspace.blocked else await describe_workspace_owner(view, workspace), "subtle"),)
        )
    by = await view.store.people.find(workspace.installed_by_id)
    who = say("{name} installed me there.", name=by.name) + " " if by else ""
    text = who + say(
        "The people there are guests until you say whose workspace it is. If you do not know them, ask first."
    )
    return Card(
        say("New workspace: {workspace}", workspace=name_workspace(say, workspace)),
        (Text(text), Buttons((draw_acceptance_button(view, workspace),))),
    )


async def _draw_claimed_workspace(view: View, workspace: Workspace) -> Card:
    """Draw the claim of its administrator, which the secretariat can accept by one click."""
    say, named = view.say, await find_claimed_owner(view.store, workspace)
    by = await view.store.people.find(workspace.installed_by_id)
    who = say("{name} says this.", name=by.name) if by else ""
    new = say("I do not know that organisation yet. If you say yes, it is added.") if workspace.proposed else ""
    people = await describe_workspace_contacts(view, workspace)
    text = " ".join(filter(None, (who, new, say("If you do not know them, ask first."))))
    yes = Button(say("Yes, it is theirs"), "workspaces.agree", workspace.workspace_key, "primary")
    parts = (
        *((Text(people),) if people else ()),
        Text(text),
        Buttons((yes, draw_acceptance_button(view, workspace, style=""))),
    )
    return Card(
        say("Does {workspace} belong to {organisation}?", workspace=name_workspace(say, workspace), organisation=named),
        parts,
    )


def draw_acceptance_button(
    what: View | Turn, workspace: Workspace, *, style: Literal["", "primary"] = "primary"
) -> Button:
    return Button(what.say("Whose workspace is it?"), "workspaces.accept", workspace.workspace_key, style)


@router.on(Click, "workspaces.agree")
async def on_workspace_agree(event: Click, turn: Turn) -> Reply:
    """Accept the administrator's claim. An unknown organisation is added."""
    workspace, store = await _load_workspace_by_key(turn, event.value), turn.store
    organisation = await store.organisations.find(workspace.claimed_id)
    if organisation is None and workspace.proposed:
        organisation = await find_organisation_by_name(turn, workspace.proposed)
    if organisation is None and workspace.proposed:
        code = await store.organisations.find_free_organisation_code(make_slug(workspace.proposed))
        fresh = Organisation(code=code, name=workspace.proposed, kind="company")
        organisation = await store.organisations.add(fresh)
    if organisation is None:
        raise UserError(turn.say("That has already been answered. “admin houses” shows the status."))
    await accept_workspace(turn, workspace, organisation, event.id)
    return build_text_reply(await describe_workspace_owner(turn, workspace))


@router.on(Click, "workspaces.accept", opens=True)
async def on_workspace_accept_open(event: Click, turn: Turn) -> Reply:
    workspace, say = await _load_workspace_by_key(turn, event.value), turn.say
    hint = say("You can choose this later.") if is_owner_optional(workspace) else ""
    chosen, required = workspace.organisation_id or workspace.claimed_id, not is_owner_optional(workspace)
    owner = await draw_organisation_field(turn, chosen=chosen, required=required, hint=hint)
    fields = (owner, draw_workspace_name_field(say, workspace))
    title = say("Whose workspace is it?")
    why = say("Everybody in {workspace} becomes a member, except its guests.", workspace=name_workspace(say, workspace))
    return Reply(form=Form(title, "workspaces.accept", fields, say("Save"), workspace.workspace_key, note=why))


@router.on(Submission, "workspaces.accept")
async def on_workspace_accept_submit(event: Submission, turn: Turn) -> Reply:
    workspace, say = await _load_workspace_by_key(turn, event.value), turn.say
    organisation = await parse_organisation_field(turn, event)
    if organisation is None and not is_owner_optional(workspace):
        raise UserError("", {"organisation": say("Choose an organisation.")})
    apply_workspace_name(event, workspace)
    await accept_workspace(turn, workspace, organisation, event.id)
    return build_text_reply(
        await describe_workspace_owner(turn, workspace)
        or say("{workspace} is let in.", workspace=name_workspace(say, workspace))
    )


def is_owner_optional(workspace: Workspace) -> bool:
    """Return True if the bot is not installed: no members of this organisation yet."""
    return not workspace.installed


async def accept_workspace(turn: Turn, workspace: Workspace, organisation: Organisation | None, event_id: str) -> None:
    """Accept the workspace into the network, as that of this organisation."""
    store, news, back = turn.store, not workspace.accepted, workspace.blocked
    before = workspace.organisation_id
    workspace.organisation_id = organisation.id if organisation else None
    workspace.accepted, workspace.blocked = True, False
    workspace.claimed_id, workspace.proposed = None, ""
    if back and workspace.installed:
        await store.workspaces.set_workspace_reachability(workspace.platform, workspace.workspace, away=False)
    rooms = await _admit_workspace_members(turn, workspace, before)
    if organisation is not None:
        await _appoint_claimed_representatives(turn, workspace, organisation)
    if back:
        await room_recovery.retry_lost_rooms(store, rooms, event_id)
    await store.outbox.refresh_copies(f"workspace:{workspace.workspace_key}")
    await store.outbox.refresh_copies(setup_permission.build_setup_subject(workspace.platform, workspace.workspace))
    by = await store.people.find(workspace.installed_by_id)
    if news and by is not None:
        key = f"workspace:{workspace.workspace_key}:accepted:{event_id}"
        await outgoing.post_to_person(store, by, WorkspaceAcceptedNotice(workspace.workspace_key), key=key)


async def _admit_workspace_members(turn: Turn, workspace: Workspace, before: int | None) -> Sequence[Room]:
    """Make members of people who were guests only for an unknown workspace.

    Assign rooms without another owner to the organisation, and return all rooms.
    """
    told = (workspace.installed_by_id, workspace.contact_id, workspace.deputy_id)  # who hear more than that
    for person, account in await turn.store.workspaces.list_workspace_members(workspace.platform, workspace.workspace):
        if person.role == GUEST and not account.guest and person.left_at is None:
            person.role = MEMBER
            await turn.store.outbox.refresh_copies(build_member_subject(person))
            if person.id not in told:
                await tell_admitted_guest(turn, person)
    rooms = await turn.store.workspaces.lock_workspace_rooms(workspace.platform, workspace.workspace)
    for room in rooms:
        if room.organisation_id in (None, before):
            room.organisation_id = workspace.organisation_id
        if room.state == WAITING:
            await activate_room(turn.store, room)
    return rooms


async def _appoint_claimed_representatives(turn: Turn, workspace: Workspace, organisation: Organisation) -> None:
    """Appoint those whom the administrator named, beside the present representatives."""
    named = ((workspace.deputy_id, DEPUTY), (workspace.contact_id, CONTACT))
    workspace.contact_id = workspace.deputy_id = None
    for id, role in named:
        person = await turn.store.people.find(id)
        if person is None:
            continue
        before = await turn.store.organisations.get_representative_role(person.id, organisation.id)
        await turn.store.organisations.appoint_representative(organisation.id, person.id, role)
        await turn.store.memberships.add_membership(person, organisation.id, confirmed=True)
        membership_confirmation.admit_member(person)
        if before != role:
            await notify_representative_appointed(turn, person, organisation)
    await redraw_for_representatives(turn.store, organisation.id)


@router.card(WorkspaceAcceptedNotice)
async def draw_workspace_accepted_card(view: View[WorkspaceAcceptedNotice]) -> Card | None:
    workspace, say = await view.store.workspaces.find_workspace_by_key(view.args.workspace), view.say
    organisation = await view.store.organisations.find(workspace.organisation_id) if workspace else None
    if workspace is None or organisation is None:
        return None
    text = say(
        "This chat now belongs to the network, as the workspace of {organisation}.", organisation=organisation.name
    )
    again = Button(say("Show the set-up"), "setups.show", workspace.workspace_key)
    return Card("", (Text(text), Buttons((again,))))


async def _load_workspace_by_key(turn: Turn, key: str) -> Workspace:
    workspace = await turn.store.workspaces.find_workspace_by_key(key)
    if workspace is None:
        raise Missing(turn.say("I cannot find that workspace."))
    return workspace
