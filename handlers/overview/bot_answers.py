"""Find the card that answers what is asked of the bot itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.directory.contacts import who_command
from handlers.directory.contacts.absence_answer import draw_absence_answer
from handlers.directory.contacts.appointment_question import draw_appointment_answer, draw_leading_answer
from handlers.directory.departures import departure_forms
from handlers.directory.members import profile
from handlers.directory.members.joining_answer import draw_joining_answer
from handlers.directory.members.network_members import draw_network_members
from handlers.directory.topics import topic_list
from handlers.exchange.listings.own_listings import draw_own_listings
from handlers.exchange.mapping.flow_map import draw_flow_map
from handlers.meetings import meeting_list, personal_meeting_card
from handlers.meetings.line_reader import read_meeting_line
from handlers.meetings.minutes import minutes_list
from handlers.overview.admin import inactive_organisations
from handlers.overview.admin.missing_answers import draw_missing_answers
from handlers.overview.bare_words.code_lookup import read_asked_code, read_named_code
from handlers.overview.bare_words.named_meetings import find_named_occurrence
from handlers.overview.bare_words.pages import PAGES_BY_TARGET, asks_for_own_listings
from handlers.overview.bare_words.readings import Reading
from handlers.overview.help import answer_small_talk
from handlers.overview.home import home_page


async def find_answer_card(event: Command, turn: Turn, what: str, of: str) -> Card | None:
    """Return the card that answers this kind of request; None for what is for the network."""
    if what in ANSWERS:
        return await ANSWERS[what](event, turn, of)
    return _take_card(await PAGES_BY_TARGET[what].answer(event, turn)) if what else None


async def _draw_small_talk(_event: Command, turn: Turn, _of: str) -> Card | None:
    return answer_small_talk(turn, "nothing").card


async def _draw_ways_out(turn: Turn) -> Card:
    """Draw what can be left, and the ways that are less or more than that: other hours, and to be forgotten."""
    say, choices = turn.say, await departure_forms.list_departure_choices(turn)
    text = say("Do I write too much? You decide when I write, and whether I do. You can also be forgotten.")
    hours = Button(say("Reminders and hours"), "members.hours")
    row = Buttons((hours, Button(say("Delete me"), "privacy.erase", style="danger")))
    title = say("Leave an organisation") if choices else ""
    return Card(title, (*choices, Text(text), row))


async def _find_hits(event: Command, turn: Turn, of: str) -> Card | None:
    return _take_card(
        await rights.run_inner_action(turn, dataclasses.replace(event, name="find", text=of or event.text))
    )


async def _find_coded_card(event: Command, turn: Turn, of: str) -> Card | None:
    return await _find_read_card(event, turn, await read_asked_code(turn, of))


async def _find_record_card(event: Command, turn: Turn, of: str) -> Card | None:
    return await _find_read_card(event, turn, await read_named_code(turn, of, event.text))


async def _find_read_card(event: Command, turn: Turn, reading: Reading | None) -> Card | None:
    return _take_card(await reading.answer(event, turn)) if reading is not None else None


async def _draw_rounds(event: Command, turn: Turn) -> Card | None:
    return _take_card(await rights.run_inner_action(turn, dataclasses.replace(event, name="input", text="")))


async def _draw_silent(_event: Command, turn: Turn, _of: str) -> Card | None:
    return _take_card(await inactive_organisations.draw_inactive_organisations(turn, ""))


async def _draw_people_card(turn: Turn) -> Card:
    """Say that this is no person, and name those who are."""
    card = await who_command.draw_own_contacts_card(turn)
    lead = Text(turn.say("I am a bot, and pass on what people write. These are people:"))
    return msgspec.structs.replace(card, parts=(lead, *card.parts))


def _take_card(reply: Reply | None) -> Card | None:
    return reply.card if reply is not None else None


async def _draw_meant_signup(turn: Turn, text: str) -> Card:
    """Draw the meeting of that title or day, else the only coming one, for signing up. List all when it is unclear."""
    named = await find_named_occurrence(turn, text)
    day = read_meeting_line(text, turn.now, turn.arena.zone, turn.say.language).day
    found = [named] if named is not None else await meeting_list.list_visible_occurrences(turn, 2, day=day)
    if len(found) != 1:
        return await meeting_list.draw_meeting_list(turn, 0)
    return await personal_meeting_card.draw_personal_meeting_card(turn, found[0])


async def _draw_asked_listings(event: Command, turn: Turn) -> Card | None:
    if asks_for_own_listings(event.text):
        return await draw_own_listings(turn)
    return _take_card(await PAGES_BY_TARGET["exchange"].answer(event, turn))


def _draw_profile(_event: Command, turn: Turn, _of: str) -> Awaitable[Card]:
    return profile.draw_profile_card(turn)


#: what is asked of the bot -> the card that answers it; for anything else, the page of that name does
ANSWERS: Mapping[str, Callable[[Command, Turn, str], Awaitable[Card | None]]] = {
    "meeting": lambda _event, turn, _of: meeting_list.draw_meeting_list(turn, 0),
    "signing": lambda event, turn, _of: _draw_meant_signup(turn, event.text),
    "minutes": lambda _event, turn, _of: minutes_list.draw_minutes_list(turn),
    "who": lambda _event, turn, of: who_command.find_contact_card(turn, of),
    "write": lambda _event, turn, of: who_command.draw_named_contact_card(turn, of),
    "appointment": lambda _event, turn, _of: draw_appointment_answer(turn),
    "rounds": lambda event, turn, _of: _draw_rounds(event, turn),
    "leading": lambda _event, turn, _of: draw_leading_answer(turn),
    "human": lambda _event, turn, _of: _draw_people_card(turn),
    "members": lambda event, turn, _of: draw_network_members(turn, event.text),
    "joining": lambda _event, turn, _of: draw_joining_answer(turn),
    "leave": lambda _event, turn, _of: _draw_ways_out(turn),
    "data": _draw_profile,
    "language": _draw_profile,
    "me": _draw_profile,
    "hours": lambda event, turn, _of: draw_absence_answer(turn, event.text),
    "topics": lambda _event, turn, _of: topic_list.draw_topic_list_card(turn, 0),
    "exchange": lambda event, turn, _of: _draw_asked_listings(event, turn),
    "map": lambda _event, turn, _of: draw_flow_map(turn),
    "home": lambda _event, turn, _of: home_page.draw_home_card(turn),
    "find": _find_hits,
    "smalltalk": _draw_small_talk,
    "code": _find_coded_card,
    "record": _find_record_card,
    "silent": _draw_silent,
    "missing": lambda _event, turn, _of: draw_missing_answers(turn),
}
