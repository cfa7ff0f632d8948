"""The secretariat lets a workspace in by its id, before anybody there has turned to the bot."""

from __future__ import annotations

from uuid import UUID

from handlers.access import rights
from handlers.access.organisation_fields import organisation_chosen, organisation_field
from handlers.chat.cards import Field, Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.workspaces.accepting import let_in
from storage.directory.organisations import Organisation

router = Router()


@router.on(Click, "workspaces.admit", opens=True)
async def write(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("As its administrator sees it: 36 characters, such as {example}.", example=UUID(int=0))
    fields = (Field("id", say("Id"), most=36, hint=hint), await organisation_field(turn))
    return Reply(form=Form(say("Let in by id"), "workspaces.admit", fields, say("Let in")))


@router.on(Submission, "workspaces.admit")
async def admit(event: Submission, turn: Turn) -> Reply:
    return await by_id(turn, event.text("id"), await organisation_chosen(turn, event), event.id)


async def by_id(turn: Turn, written: str, organisation: Organisation | None, event_id: str) -> Reply:
    """`admin tenants add ID` as well."""
    await rights.need_secretariat(turn)
    say = turn.say
    if not turn.arena.gated:
        raise UserError(say("No chat here asks before it comes in: there is nothing to let in by id."))
    try:
        id = str(UUID(written.strip()))
    except ValueError:
        text = say("That is no id. It has 36 characters, such as {example}.", example=UUID(int=0))
        raise UserError(text, {"id": text}) from None
    workspace = await turn.store.workspaces.at(turn.arena.gated, id)
    if workspace is None:
        workspace = await turn.store.workspaces.know(turn.arena.gated, id)
        workspace.installed = False
    await let_in(
        turn, workspace, organisation or await turn.store.organisations.find(workspace.organisation_id), event_id
    )
    return note(say("{workspace} is let in. Its people can add me and write to me now.", workspace=workspace.title))
