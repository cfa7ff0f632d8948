"""Let the secretariat admit a workspace by its id, before anybody there has contacted the bot."""

from __future__ import annotations

from uuid import UUID

from handlers.access import rights
from handlers.access.organisation_fields import draw_organisation_field, parse_organisation_field
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.workspaces.workspace_acceptance import accept_workspace
from handlers.directory.workspaces.workspace_names import name_workspace
from storage.directory.organisations import Organisation

router = Router()


@router.on(Click, "workspaces.admit", opens=True)
async def on_workspace_admit_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("The id that its administrator sees: 36 characters, such as {example}.", example=UUID(int=0))
    fields = (Field("id", say("Id"), most=36, hint=hint), await draw_organisation_field(turn))
    return Reply(form=Form(say("Let in by id"), "workspaces.admit", fields, say("Let in")))


@router.on(Submission, "workspaces.admit")
async def on_workspace_admit_submit(event: Submission, turn: Turn) -> Reply:
    return await admit_workspace_by_id(
        turn, event.get_text("id"), await parse_organisation_field(turn, event), event.id
    )


async def admit_workspace_by_id(turn: Turn, written: str, organisation: Organisation | None, event_id: str) -> Reply:
    """Admit the workspace of this id. `admin tenants add ID` calls it as well.

    Raises UserError for a malformed id.
    """
    await rights.need_secretariat(turn)
    say = turn.say
    if not turn.arena.gated:
        raise UserError(say("No chat here asks to be let in, so there is nothing to let in by id."))
    try:
        id = str(UUID(written.strip()))
    except ValueError:
        text = say("That is not an id. An id has 36 characters, such as {example}.", example=UUID(int=0))
        raise UserError(text, {"id": text}) from None
    workspace = await turn.store.workspaces.find_workspace(turn.arena.gated, id)
    if workspace is None:
        workspace = await turn.store.workspaces.ensure_workspace(turn.arena.gated, id)
        workspace.installed = False
    await accept_workspace(
        turn, workspace, organisation or await turn.store.organisations.find(workspace.organisation_id), event_id
    )
    return build_text_reply(
        say(
            "{workspace} is let in. Its people can add me and write to me now.",
            workspace=name_workspace(say, workspace),
        )
    )
