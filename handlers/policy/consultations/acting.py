"""Act: somebody without a mandate is told who acts for their organisation, and asks them with one tap."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.directory.topics.telling import wait_until_awake
from handlers.policy.consultations import words
from handlers.policy.consultations.lookup import load_open_consultation
from handlers.policy.consultations.voice_kind import VOICES
from handlers.policy.organisation_answers.mandates import ask_representatives, draw_mandates
from storage.policy.consultations import OPEN, Consultation

router = Router()


async def who_signs(turn: Turn, consultation: Consultation) -> Card:
    """Who may sign, and the tap that asks them; or that their organisation has signed already, and which version."""
    from handlers.policy.consultations import offers

    house = await VOICES.find_own(turn, consultation)
    if house is not None and await offers.find_signed(turn, consultation, [house]):
        return await offers.signed_card(turn, consultation, [house])
    return await draw_mandates(VOICES, turn, consultation)


@router.on(Click, "consultations.ask")
async def ask(event: Click, turn: Turn) -> Reply:
    consultation = await load_open_consultation(turn, event.value, lock=False)
    return await ask_representatives(VOICES, event, turn, consultation)


@router.card("consultations.asked")
async def draw(view: View) -> Card | None:
    """To who acts for the organisation, as long as it can be answered."""
    from handlers.policy.consultations import offers, signing

    store, say = view.store, view.say
    consultation = await store.consultations.find(view["consultation"])
    house = await store.organisations.find(view["organisation"])
    if consultation is None or house is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return withheld(view)
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
