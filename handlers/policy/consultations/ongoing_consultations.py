"""List open consultations that an organisation has responded to, for a person who begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import RenderContext
from handlers.directory.display_names import shorten_text
from handlers.policy.consultations import consultation_texts
from handlers.policy.consultations.response_texts import describe_response
from storage.directory.organisations import Organisation
from storage.directory.people import Person

#: entries, and characters of the title of one
MOST, TITLE = 8, 150


async def list_ongoing_consultations(at: RenderContext, reader: Person, organisation: Organisation) -> list[Item]:
    sight, items = await at.store.reaches.build_viewer(reader), []
    for voice, one in await at.store.voices.list_responses_of_organisation(organisation.id, sight, MOST):
        show = Button(at.say("Show"), "consultations.open", str(one.id))
        note = f"{organisation.name}: {describe_response(at.say, voice)}"
        line = consultation_texts.describe_consultation_state(at, one)
        items.append(Item(shorten_text(consultation_texts.format_consultation_title(one), TITLE), line, note, (show,)))
    return items
