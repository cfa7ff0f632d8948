"""Act: somebody without a mandate is told who acts for their organisation, and asks them with one tap."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.consultations import words
from handlers.consultations.meant import open_one, visible_to
from handlers.consultations.publishing import notice_subject
from handlers.members.belonging import where_button
from handlers.naming import signature
from handlers.topics.telling import wait_until_awake
from storage.consultations import OPEN, Consultation
from storage.people import Person

router = Router()


async def who_acts(turn: Turn, consultation: Consultation, *, signing: bool = False) -> Card:
    """Who may say it, and the tap that asks them; `signing`: what their organisation has signed already is said."""
    from handlers.consultations import offers

    say, house = turn.say, await turn.store.organisations.find(turn.person.stands_for)
    if house is None:
        text = say("An organisation answers by its contact or deputy. Say where you belong first.")
        return Card("", (Text(text), Buttons((where_button(turn),))))
    if signing and await offers.find_signed(turn, consultation, [house]):
        return await offers.signed_card(turn, consultation, [house])
    people = await _acting(turn, house.id, consultation)
    if not people:
        text = say(
            "Nobody acts for {organisation} yet. Ask the secretariat to name a contact.", organisation=house.name
        )
        return Card("", (Text(text),))
    names = say.listed([person.name for person in people])
    text = say("{names} can say it for {organisation}.", names=names, organisation=house.name)
    value = f"{consultation.id}"
    ask = Button(say("Ask {names}", names=names[:60]), "consultations.ask", value, "primary")
    return Card("", (Text(text), Buttons((ask,))))


@router.on(Click, "consultations.ask")
async def ask(event: Click, turn: Turn) -> Reply:
    """Once for each version of the draft, whoever taps how often."""
    consultation, say = await open_one(turn, event.value, lock=False), turn.say
    house = await turn.store.organisations.find(turn.person.stands_for)
    people = await _acting(turn, house.id, consultation) if house is not None else []
    if house is None or not people:
        raise UserError(say("Nobody acts for your organisation yet. Ask the secretariat to name a contact."))
    args = {"consultation": consultation.id, "organisation": house.id, "by": turn.person.id}
    for person in people:
        key = f"consultation:{consultation.id}:asked:{house.id}:{consultation.version}:{person.id}"
        subject = notice_subject(consultation.id)
        await outgoing.to_person(turn.store, person, "consultations.asked", args, key=key, subject=subject)
    return note(say("{names} is asked.", names=say.listed([person.name for person in people])), replace=event.direct)


@router.card("consultations.asked")
async def draw(view: View) -> Card | None:
    """To who acts for the organisation, as long as it can be answered."""
    from handlers.consultations import offers, signing

    store, say = view.store, view.say
    consultation = await store.consultations.find(view["consultation"])
    house = await store.organisations.find(view["organisation"])
    if consultation is None or house is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return None
    if consultation.state == OPEN:
        wait_until_awake(view)
    by = await signature(store, view["by"], None, say)
    parts: list[Part] = [
        Text(say("{name} asks what {organisation} says.", name=by, organisation=house.name)),
        Text(words.state_line(view, consultation), "subtle"),
    ]
    parts += await offers.describe_signatures(view, consultation, [house])
    if consultation.state == OPEN:
        show = Button(say("Show"), "consultations.open", str(consultation.id))
        signed = consultation.version and await offers.find_signed(view, consultation, [house])
        row = () if signed else signing.buttons(say, consultation, house.id)
        parts.append(Buttons((*row, show)))
    return Card(words.named(consultation), tuple(parts))


async def _acting(turn: Turn, organisation_id: int, consultation: Consultation) -> list[Person]:
    """Contacts, or the deputies where there is no contact; those who may know of it."""
    ids = (await turn.store.organisations.acting()).get(organisation_id, [])
    found = [await turn.store.people.find(id) for id in ids]
    return [one for one in found if one is not None and await visible_to(turn.store, one, consultation)]
