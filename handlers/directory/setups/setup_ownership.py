"""Take the first step of the set-up: who owns the workspace and who acts for it.

The secretariat confirms what only it can know.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.access.organisation_fields import (
    draw_organisation_field,
    find_organisation_by_name,
    parse_organisation_field,
)
from handlers.chat.cards import Field, Form, OptionSource, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory import setup_permission
from handlers.directory.setups import setup_checklist
from handlers.directory.workspaces import workspace_acceptance
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import Account, Person
from storage.directory.workspaces import Workspace

router = Router()


@router.on(Click, "setups.house", opens=True)
async def on_setup_ownership_open(event: Click, turn: Turn) -> Reply:
    workspace = await setup_permission.load_setup_workspace(turn, event.value)
    say, organisation_id = turn.say, workspace.claimed_id or workspace.organisation_id
    roles = await turn.store.organisations.map_representative_roles(organisation_id) if organisation_id else {}
    acts = {role: next((id for id, held in roles.items() if held == role), None) for role in (CONTACT, DEPUTY)}
    people = await _list_workspace_people(turn, workspace)
    other = Field(
        "other", say("Another organisation"), value=workspace.proposed, required=False, most=200,
        hint=say("If it is not in the list. The secretariat decides whether to admit it."),
    )  # fmt: skip
    fields = (
        await draw_organisation_field(turn, chosen=organisation_id),
        other,
        _draw_representative_field(
            "contact", say("Contact"), people, workspace.contact_id or acts[CONTACT] or turn.person.id, workspace
        ),
        _draw_representative_field("deputy", say("Deputy"), people, workspace.deputy_id or acts[DEPUTY], workspace),
    )
    why = say("People appear in the list once they have written to me here, even just “hello”.")
    return Reply(
        form=Form(say("Your organisation"), "setups.house", fields, say("Save"), workspace.workspace_key, note=why)
    )


@router.on(Query, "setups.house")
async def on_setup_ownership_search(event: Query, turn: Turn) -> Reply:
    """Find people of the workspace that the event's value names."""
    people = await _list_workspace_people(turn, await setup_permission.load_setup_workspace(turn, event.value))
    return reply_with_found_options(event, [(str(person.id), person.name) for person, _ in people])


@router.on(Submission, "setups.house")
async def on_setup_ownership_submit(event: Submission, turn: Turn) -> None:
    """Store who owns the workspace and who acts for it. The redrawn card is the only answer."""
    workspace, say = await setup_permission.load_setup_workspace(turn, event.value), turn.say
    other = event.get_text("other")[:200]
    organisation = await (find_organisation_by_name(turn, other) if other else parse_organisation_field(turn, event))
    if organisation is None and not other:
        raise UserError("", {"organisation": say("Choose an organisation, or write another one below.")})
    people = {person.id for person, _ in await _list_workspace_people(turn, workspace)}
    contact, deputy = _parse_representative(event, "contact", people), _parse_representative(event, "deputy", people)
    workspace.contact_id, workspace.deputy_id = contact, deputy if deputy != contact else None
    workspace.claimed_id, workspace.proposed = organisation.id if organisation else None, "" if organisation else other
    await turn.store.session.flush()
    if await _is_ownership_confirmed(turn, workspace, organisation):
        await workspace_acceptance.accept_workspace(turn, workspace, organisation, event.id)
    else:
        await workspace_acceptance.ask_workspace_owner(turn.store, workspace, event.id)
    await turn.store.outbox.refresh_copies(
        setup_permission.build_setup_subject(workspace.platform, workspace.workspace)
    )
    await setup_checklist.post_setup_card(turn, workspace, "first")


async def _is_ownership_confirmed(turn: Turn, workspace: Workspace, organisation: Organisation | None) -> bool:
    """Return True if no confirmation is needed: the secretariat or a representative decides, or the owner is unchanged.

    The installer alone cannot appoint representatives.
    """
    if organisation is None:
        return False
    acts = await turn.store.organisations.map_representative_roles(organisation.id)
    if turn.person.secretariat or turn.person.id in acts:
        return True
    named = {workspace.contact_id, workspace.deputy_id} - {None}
    return workspace.organisation_id == organisation.id and named <= set(acts)


async def _list_workspace_people(turn: Turn, workspace: Workspace) -> Sequence[tuple[Person, Account]]:
    """List the known people of the workspace, the reader first. Guests of the chat cannot act for anybody."""
    found = await turn.store.workspaces.list_workspace_members(workspace.platform, workspace.workspace)
    those = {person.id: (person, account) for person, account in found if not account.guest}
    return sorted(those.values(), key=lambda pair: (pair[0].id != turn.person.id, pair[0].name))


def _draw_representative_field(
    name: str, label: str, people: Sequence[tuple[Person, Account]], chosen: int | None, workspace: Workspace
) -> Field:
    options = [(str(person.id), person.name) for person, _ in people]
    return draw_option_field(
        name, label, options, OptionSource("setups.house", workspace.workspace_key), chosen=(str(chosen),)
    )


def _parse_representative(event: Submission, name: str, people: set[int]) -> int | None:
    """Parse the chosen id. Return None unless that person is in the workspace."""
    given = parse_id(event.get_text(name))
    return given if given in people else None
