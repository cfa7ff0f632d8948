"""Switch: who belongs to several organisations acts for one of them at a time."""

from __future__ import annotations

from handlers.access.organisation_fields import plain
from handlers.access.rights import trail
from handlers.chat.cards import Button, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from storage.directory.memberships import Belonging

router = Router()


@router.on(Click, "members.switch")
async def switch(event: Click, turn: Turn) -> Reply:
    for one in await turn.store.memberships.of(turn.person):
        if str(one.organisation.id) == event.value:
            return await _act(turn, one)
    raise UserError(turn.say("You do not belong to that organisation."))


async def write(turn: Turn, name: str) -> Reply:
    """`meg bytt til Prøvedal`: by its name, its code, or how the name begins."""
    wanted = plain(name)
    mine = await turn.store.memberships.of(turn.person)
    exact = [one for one in mine if wanted in (plain(one.organisation.name), plain(one.organisation.code))]
    near = exact or [one for one in mine if wanted and plain(one.organisation.name).startswith(wanted)]
    if len(near) != 1:
        names = turn.say.listed([one.organisation.name for one in mine]) or turn.say("none yet")
        raise UserError(turn.say("Which one? You belong to: {names}.", names=names))
    await trail.note_typed(turn, "members.switch", near[0].organisation.id)
    return await _act(turn, near[0])


def buttons(turn: Turn, belongs: list[Belonging]) -> list[Button]:
    return [
        Button(turn.say("Act for {name}", name=one.organisation.name), "members.switch", str(one.organisation.id))
        for one in belongs
        if one.confirmed and not one.acting
    ]


async def _act(turn: Turn, one: Belonging) -> Reply:
    say, name = turn.say, one.organisation.name
    if not one.confirmed:
        raise UserError(say("{organisation} has not confirmed yet that you belong there.", organisation=name))
    await turn.store.memberships.act_for(turn.person, one.organisation.id)
    return note(say("You act for {organisation} from now on. What you write carries its name.", organisation=name))
