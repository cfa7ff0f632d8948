"""Switch the organisation that a person acts for: one at a time, of several."""

from __future__ import annotations

from handlers.access.organisation_fields import normalise_name
from handlers.access.rights import audit_trail
from handlers.chat.cards import Button, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from storage.directory.memberships import MembershipView

router = Router()


@router.on(Click, "members.switch")
async def on_member_switch(event: Click, turn: Turn) -> Reply:
    for one in await turn.store.memberships.list_memberships_of_person(turn.person):
        if str(one.organisation.id) == event.value:
            return await _act_for_organisation(turn, one)
    raise UserError(turn.say("You do not belong to that organisation."))


async def switch_by_name(turn: Turn, name: str) -> Reply:
    """Answer `meg bytt til Prøvedal`: match the name, the code, or the beginning of the name."""
    wanted = normalise_name(name)
    mine = await turn.store.memberships.list_memberships_of_person(turn.person)
    exact = [
        one for one in mine if wanted in (normalise_name(one.organisation.name), normalise_name(one.organisation.code))
    ]
    near = exact or [one for one in mine if wanted and normalise_name(one.organisation.name).startswith(wanted)]
    if len(near) != 1:
        names = turn.say.listed([one.organisation.name for one in mine]) or turn.say("none yet")
        raise UserError(turn.say("Which one? You belong to: {names}.", names=names))
    await audit_trail.record_typed_action(turn, "members.switch", near[0].organisation.id)
    return await _act_for_organisation(turn, near[0])


def draw_switch_buttons(turn: Turn, belongs: list[MembershipView]) -> list[Button]:
    return [
        Button(turn.say("Act for {name}", name=one.organisation.name), "members.switch", str(one.organisation.id))
        for one in belongs
        if one.confirmed and not one.acting
    ]


async def _act_for_organisation(turn: Turn, one: MembershipView) -> Reply:
    say, name = turn.say, one.organisation.name
    if not one.confirmed:
        raise UserError(say("{organisation} has not confirmed yet that you belong there.", organisation=name))
    await turn.store.memberships.switch_acting_organisation(turn.person, one.organisation.id)
    return build_text_reply(
        say("You act for {organisation} from now on. Its name appears on what you write.", organisation=name)
    )
