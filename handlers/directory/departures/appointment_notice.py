"""Notify somebody that they act for an organisation now, with all that is under way for it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.departures import mandates
from handlers.directory.display_names import format_signature
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import Person

router = Router()


class AppointmentNotice(CardArguments, frozen=True):
    template = "departures.appointed"

    organisation: int
    by: int


async def notify_representative_appointed(turn: Turn, person: Person, organisation: Organisation) -> None:
    """Notify the appointed person. People who appoint themselves get nothing, and nobody gets it twice."""
    if person.id == turn.person.id:
        return
    notice = AppointmentNotice(organisation.id, turn.person.id)
    key = f"organisation:{organisation.id}:appointed:{person.id}:{int(turn.now.timestamp())}"
    await outgoing.post_to_person(turn.store, person, notice, key=key)


@router.card(AppointmentNotice)
async def draw_appointment_card(view: View[AppointmentNotice]) -> Card | None:
    organisation = await view.store.organisations.find(view.args.organisation)
    if organisation is None or view.person is None or view.person.guest:
        return None
    role = await view.store.organisations.get_representative_role(view.person.id, organisation.id)
    if not role:
        return None
    by, say = await format_signature(view.store, view.args.by, None, view.say), view.say
    text = (
        say("{name} has named you contact of {organisation}.", name=by, organisation=organisation.name)
        if role == CONTACT
        else say("{name} has named you deputy for {organisation}.", name=by, organisation=organisation.name)
    )
    what = say("You act for it here: you support, co-sign and answer in its name, and confirm who belongs to it.")
    parts: list[Part] = [Text(text), Text(what, "subtle")]
    parts += await mandates.draw_organisation_workload(view, view.person, organisation)
    people = Button(say("People"), "departures.people", str(organisation.id))
    return Card(say("You act for {organisation}", organisation=organisation.name), (*parts, Buttons((people,))))
