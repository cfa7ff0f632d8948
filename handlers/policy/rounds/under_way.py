"""Open rounds in which an organisation is asked, for whoever begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Telling
from handlers.directory.naming import shorten
from handlers.policy.rounds import words as state_words
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.policy.rounds import ANSWERED, DECLINED, OPEN

#: entries, and characters of the title of one
MOST, TITLE = 8, 150


async def list_rounds_under_way(at: Telling, _reader: Person, organisation: Organisation) -> list[Item]:
    say, items = at.say, []
    words = {ANSWERED: say("has answered"), DECLINED: say("does not answer")}
    for answer, round in await at.store.rounds.of_house(organisation.id):
        if round.state == OPEN:
            show = Button(say("Show"), "rounds.open", str(round.id))
            note = f"{organisation.name}: {words.get(answer.state, say('has said nothing'))}"
            title = shorten(f"{round.code} {round.title}", TITLE)
            items.append(Item(title, state_words.state_line(at, round), note, (show,)))
    return items[:MOST]
