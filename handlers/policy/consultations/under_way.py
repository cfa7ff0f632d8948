"""Open consultations of which an organisation has said something, for whoever begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Telling
from handlers.directory.naming import shorten
from handlers.policy.consultations import words
from handlers.policy.consultations.voicing import name_voice
from storage.directory.organisations import Organisation
from storage.directory.people import Person

#: entries, and characters of the title of one
MOST, TITLE = 8, 150


async def list_consultations_under_way(at: Telling, reader: Person, organisation: Organisation) -> list[Item]:
    sight, items = await at.store.reaches.sight(reader), []
    for voice, one in await at.store.voices.taken_up(organisation.id, sight, MOST):
        show = Button(at.say("Show"), "consultations.open", str(one.id))
        note = f"{organisation.name}: {name_voice(at.say, voice)}"
        line = words.state_line(at, one)
        items.append(Item(shorten(words.named(one), TITLE), line, note, (show,)))
    return items
