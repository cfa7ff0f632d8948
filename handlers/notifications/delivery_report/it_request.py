"""Write a text for IT: what an administrator of a chat has to do, ready to be copied and sent."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Card, Quote, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.notifications.delivery_failures import BLOCKED
from handlers.notifications.delivery_report.delivery_status import FOR_IT

router = Router()


class ITRequestValue(ButtonValue, frozen=True):
    """Name what stands in the way, and the organisation in whose chat: "blocked:5"."""

    state: str
    #: 0 for rooms without an organisation
    organisation: int


@router.on(Click, "deliveries.letter")
async def on_delivery_letter(event: Click, turn: Turn) -> Reply:
    """Show the text for "blocked:5": what stands in the way, and in which organisation's chat.

    The text says nothing that is not on the card.
    """
    value = ITRequestValue.parse_value(event.value)
    if value.state not in FOR_IT:
        raise Missing(turn.say("I cannot find that."))
    organisation = await turn.store.organisations.find(value.organisation)
    say, where = turn.say, organisation.name if organisation else turn.say("our organisation")
    text = write_it_request(say, turn.arena.name, where, value.state)
    how = Text(say("Copy this and send it to whoever administers the chat there:"))
    return Reply(Card(say("Text for IT"), (how, Quote(text))))


def write_it_request(say: Say, name: str, where: str, state: str) -> str:
    """Return the text in the words of whoever sends it."""
    asked = (
        say(
            "Please let the app post in its channels. Check each channel's rules for who may post, and whether the"
            " app is allowed or suspended in your app administration."
        )
        if state == BLOCKED
        else say(
            "Please check that the app is allowed and installed, and add it to the channel again. Then anyone who"
            " uses the channel can invite it there."
        )
    )
    return "\n\n".join((
        say("Hi. {where} belongs to a network of industrial parks that"
" communicates through the app {app}.", where=where, app=name),
        say("The app can no longer post in one or more of our channels, so questions and answers do not reach us."),
        asked,
        say("The app reads only what is addressed to it and what is in the threads it opened."),
    ))  # fmt: skip
