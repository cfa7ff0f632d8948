"""What is asked of the bot itself: meetings, minutes, contacts, one's own data; the way to the network stays open."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts import asking as contacts
from handlers.directory.members import hours, profile
from handlers.directory.topics import listing as topics
from handlers.language.answerable import answerable
from handlers.meetings import listing as meetings
from handlers.meetings import personal
from handlers.meetings.actions import listing as actions
from handlers.meetings.agenda import showing as agenda
from handlers.meetings.minutes import listing as minutes
from handlers.overview.home import showing as home
from handlers.questions import asking

router = Router()


@router.on(Command, "asked")
async def answer(event: Command, turn: Turn) -> Reply | None:
    """`når er møtet?` is answered with the meetings; what turns out to be unknown is asked of the network."""
    what, of = answerable(event.text)
    card = await _card(turn, what, of)
    if card is None:
        return await asking.ask(event, turn)
    hint = Text(turn.say("I answer this myself, and have asked nobody."), "subtle")
    anyway = Buttons((Button(turn.say("Ask the network anyway"), "questions.ask_this", event.text.strip()),))
    return Reply(msgspec.structs.replace(card, parts=(*card.parts, hint, anyway)))


async def _card(turn: Turn, what: str, of: str) -> Card | None:
    match what:
        case "meeting":
            return await meetings.list_card(turn, 0)
        case "signing":
            return await _next(turn, signing=True)
        case "agenda":
            return await _next(turn, signing=False)
        case "minutes":
            return await minutes.list_card(turn)
        case "who":
            return await contacts.known(turn, of)
        case "data" | "language":
            return await profile.profile_card(turn)
        case "notices":
            return hours.card(turn)
        case "topics":
            return await topics.topics_card(turn, 0)
        case "questions":
            return await home.home_card(turn)
        case "actions":
            return await actions.my_card(turn)
    return None


async def _next(turn: Turn, *, signing: bool) -> Card:
    """The only meeting that comes, with what may be said to it, or its agenda; all of them when there are several."""
    found = await meetings.coming(turn, 2)
    if not found or (signing and len(found) > 1):
        return await meetings.list_card(turn, 0)
    if signing:
        return await personal.card(turn, found[0])
    return await agenda.personal_card(turn.store, found[0], turn.say, turn.person)
