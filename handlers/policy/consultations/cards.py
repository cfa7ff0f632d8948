"""The card of a consultation in the rooms of its topics, redrawn when anything changes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.policy.consultations import showing, signing, steps, strength, words
from storage.policy.consultations import OPEN, PUBLIC

router = Router()
#: characters of what it is about
ROOM = 400


@router.card("consultations.card")
async def draw(view: View) -> Card | None:
    """None once it is taken back: there is nothing to redraw."""
    consultation, say = await view.store.consultations.find(view["consultation"]), view.say
    if consultation is None or consultation.state not in PUBLIC or view["sending"] != consultation.sendings:
        return None
    parts: list[Part] = [*await showing.core(view, consultation, ROOM)]
    coming = await steps.next_line(view, consultation)
    if coming and consultation.state == OPEN:
        parts.append(Text(coming))
    parts += await strength.parts(view, consultation)
    parts += await showing.ended(view, consultation)
    row = list(signing.buttons(say, consultation)) if consultation.state == OPEN else []
    row.append(Button(say("Show more"), "consultations.open", str(consultation.id)))
    if consultation.link:
        row.append(Button(say("Go to it"), url=consultation.link))
    if consultation.state == OPEN:
        parts.append(Text(say("An organisation says it once, by its contact or deputy."), "subtle"))
    title = words.named(consultation)
    summary = f"{title}: {words.state_line(view, consultation)}"
    return Card(title, (*parts, Buttons(tuple(row))), summary=summary)
