"""The first step: whose house it is and who acts for it. The secretariat confirms what only it can know."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.organisation_fields import organisation_chosen, organisation_field, organisation_named
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory import keepers
from handlers.directory.setups import listing
from handlers.directory.workspaces import accepting
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import Account, Person
from storage.directory.workspaces import Workspace

router = Router()
#: people to choose from, in a list
MOST = 98


@router.on(Click, "setups.house", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    workspace = await keepers.found(turn, event.value)
    say, house = turn.say, workspace.claimed_id or workspace.organisation_id
    roles = await turn.store.organisations.roles(house) if house else {}
    acts = {role: next((id for id, held in roles.items() if held == role), None) for role in (CONTACT, DEPUTY)}
    people = await _people(turn, workspace)
    other = Field(
        "other", say("Another organisation"), value=workspace.proposed, required=False, most=200,
        hint=say("If it is not in the list. The secretariat decides whether it comes in."),
    )  # fmt: skip
    fields = (
        await organisation_field(turn, chosen=house),
        other,
        _who("contact", say("Contact"), people, workspace.contact_id or acts[CONTACT] or turn.person.id),
        _who("deputy", say("Deputy"), people, workspace.deputy_id or acts[DEPUTY]),
    )
    why = say("People are in the list once they have written to me here, if only «hello».")
    return Reply(form=Form(say("Whose house is it?"), "setups.house", fields, say("Save"), workspace.key, note=why))


@router.on(Submission, "setups.house")
async def say_whose(event: Submission, turn: Turn) -> None:
    """What is so from now on, the card shows: there is nothing to say besides."""
    workspace, say = await keepers.found(turn, event.value), turn.say
    other = event.text("other")[:200]
    organisation = await (organisation_named(turn, other) if other else organisation_chosen(turn, event))
    if organisation is None and not other:
        raise UserError("", {"organisation": say("Choose an organisation, or write another one below.")})
    people = {person.id for person, _ in await _people(turn, workspace)}
    contact, deputy = _chosen(event, "contact", people), _chosen(event, "deputy", people)
    workspace.contact_id, workspace.deputy_id = contact, deputy if deputy != contact else None
    workspace.claimed_id, workspace.proposed = organisation.id if organisation else None, "" if organisation else other
    await turn.store.session.flush()
    if await _sure(turn, workspace, organisation):
        await accepting.let_in(turn, workspace, organisation, event.id)
    else:
        await accepting.ask(turn.store, workspace, event.id)
    await turn.store.outbox.refresh(keepers.subject(workspace.platform, workspace.workspace))
    await listing.show(turn, workspace, "first")


async def _sure(turn: Turn, workspace: Workspace, organisation: Organisation | None) -> bool:
    """The secretariat says so itself, or somebody who acts for the organisation; or it is so already.

    Whoever only installed the bot makes nobody act for an organisation.
    """
    if organisation is None:
        return False
    acts = await turn.store.organisations.roles(organisation.id)
    if turn.person.secretariat or turn.person.id in acts:
        return True
    named = {workspace.contact_id, workspace.deputy_id} - {None}
    return workspace.organisation_id == organisation.id and named <= set(acts)


async def _people(turn: Turn, workspace: Workspace) -> Sequence[tuple[Person, Account]]:
    """Those of this house whom the bot knows, oneself first; guests of the chat act for nobody."""
    found = await turn.store.workspaces.members(workspace.platform, workspace.workspace)
    those = {person.id: (person, account) for person, account in found if not account.guest}
    return sorted(those.values(), key=lambda pair: (pair[0].id != turn.person.id, pair[0].name))[:MOST]


def _who(name: str, label: str, people: Sequence[tuple[Person, Account]], chosen: int | None) -> Field:
    options = tuple((str(person.id), person.name) for person, _ in people)
    picked = str(chosen) if str(chosen) in dict(options) else ""
    return Field(name, label, "choice", picked, required=False, options=options)


def _chosen(event: Submission, name: str, people: set[int]) -> int | None:
    """Only somebody of this house."""
    given = parse_id(event.text(name))
    return given if given in people else None
