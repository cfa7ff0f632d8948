"""What an organisation has under way, for whoever begins to speak for it: issues, consultations and input rounds."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.cards import Button, Item, Part, Text
from handlers.chat.turn import Turn, View
from handlers.consultations import words as consultation_words
from handlers.consultations.voicing import name_voice
from handlers.issues import words as issue_words
from handlers.naming import shorten
from handlers.rounds import words as round_words
from storage.organisations import Organisation
from storage.people import Person
from storage.rounds import ANSWERED, DECLINED, OPEN

#: entries of one kind
MOST = 8
#: characters
TITLE = 150


async def draw_under_way(
    at: Turn | View, reader: Person, organisation: Organisation, listed: Collection[str] = ()
) -> list[Part]:
    """Draw what the organisation has said and is asked, as far as this reader may see it.

    `listed`: values of buttons for records that the message names already ("issues.open:12").
    """
    items = [
        *await _list_issues(at, reader, organisation),
        *await _list_consultations(at, reader, organisation),
        *await _list_rounds(at, organisation),
    ]
    items = [item for item in items if f"{item.buttons[0].do}:{item.buttons[0].value}" not in listed]
    if not items:
        return []
    lead = at.say("This is under way for {organisation}:", organisation=organisation.name)
    return [Text(lead, "strong"), *items]


async def _list_issues(at: Turn | View, reader: Person, organisation: Organisation) -> list[Item]:
    sight, say, items = await at.store.reaches.sight(reader), at.say, []
    for issue, support in await at.store.supports.under_way(organisation.id, sight, MOST):
        told = [say("raised by {organisation}", organisation=organisation.name)]
        if issue.organisation_id != organisation.id:
            told = []
        if support is not None:
            told.append(f"{organisation.name}: {issue_words.stances(say)[support.stance]}")
        show = Button(say("Show"), "issues.open", str(issue.id))
        note = " · ".join((issue_words.states(say)[issue.state], *told))
        items.append(Item(shorten(f"{issue.code} {issue.title}", TITLE), note=note, buttons=(show,)))
    return items


async def _list_consultations(at: Turn | View, reader: Person, organisation: Organisation) -> list[Item]:
    sight, items = await at.store.reaches.sight(reader), []
    for voice, one in await at.store.voices.taken_up(organisation.id, sight, MOST):
        show = Button(at.say("Show"), "consultations.open", str(one.id))
        note = f"{organisation.name}: {name_voice(at.say, voice)}"
        line = consultation_words.state_line(at, one)
        items.append(Item(shorten(consultation_words.named(one), TITLE), line, note, (show,)))
    return items


async def _list_rounds(at: Turn | View, organisation: Organisation) -> list[Item]:
    say, items = at.say, []
    words = {ANSWERED: say("has answered"), DECLINED: say("does not answer")}
    for answer, round in await at.store.rounds.of_house(organisation.id):
        if round.state == OPEN:
            show = Button(say("Show"), "rounds.open", str(round.id))
            note = f"{organisation.name}: {words.get(answer.state, say('has said nothing'))}"
            title = shorten(f"{round.code} {round.title}", TITLE)
            items.append(Item(title, round_words.state_line(at, round), note, (show,)))
    return items[:MOST]
