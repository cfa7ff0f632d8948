"""The minutes there are: of meetings one may see, newest first."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import showing
from handlers.meetings.agenda.lookup import may_see_sitting
from handlers.meetings.sittings import sitting

router = Router()
#: meetings on a card
PAGE = 8


@router.on(Click, "minutes.list")
async def past(event: Click, turn: Turn) -> Reply:
    """ "" and "8": from the ninth on, in place of the page before."""
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 6 else 0
    return Reply(await list_card(turn, skip), replace=bool(event.value))


async def list_card(turn: Turn, skip: int = 0) -> Card:
    say = turn.say
    parts: list[Part] = []
    looked = await turn.store.occurrences.closed(PAGE + 1, skip)
    for occurrence in looked[:PAGE]:
        held = await sitting(turn.store, occurrence.id)
        if held is not None and await may_see_sitting(turn.store, turn.person, held):
            row = (Button(say("Minutes"), "minutes.show", str(held.id)),)
            parts.append(Item(held.title, showing.when(held, say), buttons=row))
    if not parts:
        parts.append(Text(say("No minutes are approved yet.") if not skip else say("No more.")))
    if len(looked) > PAGE:
        parts.append(Buttons((Button(say("Next page"), "minutes.list", str(skip + PAGE)),)))
    return Card(say("Minutes of past meetings"), tuple(parts))
