"""Answer questions to the bot itself: meetings, minutes, contacts, one's own data.

A button still leads to the network.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts import who_command
from handlers.directory.contacts.appointment_question import draw_appointment_answer
from handlers.directory.departures import departure_forms
from handlers.directory.members import notification_hours, profile
from handlers.directory.topics import topic_list
from handlers.language import classify_smalltalk
from handlers.language.bot_request_model import NEWS, find_bot_request
from handlers.language.statement_words import tells_deed
from handlers.meetings import meeting_list, personal_meeting_card
from handlers.meetings.actions import action_list
from handlers.meetings.minutes import minutes_list
from handlers.overview import me_command
from handlers.overview.admin import inactive_organisations
from handlers.overview.bare_words.code_lookup import read_asked_code, read_visible_code
from handlers.overview.bare_words.named_meetings import read_changed_meeting
from handlers.overview.bare_words.network_offer import add_network_offer, read_open_words
from handlers.overview.bare_words.pages import PAGES_BY_TARGET
from handlers.overview.bare_words.readings import Reading
from handlers.overview.bare_words.undo_page import show_what_can_be_undone
from handlers.overview.help import answer_small_talk
from handlers.overview.home import home_page
from handlers.overview.news_offers import offer_news_back

router = Router()
#: number of words up to which thanks are the bot's: "tusen takk for hjelpen"; longer ones may be for people
MOST_THANKING_WORDS = 5
#: what guests are told as well: what this is, who reads what they write, what waits for them, whom to ask, and what
#: they may see of the record that they name
FOR_GUESTS = frozenset(
    ("code", "data", "help", "home", "human", "language", "leave", "me", "privacy", "record", "smalltalk")
)


@router.on(Command, "asked", searches=True)
async def on_bot_question(event: Command, turn: Turn) -> Reply | None:
    """Answer `når er møtet?` with the meetings. An unrecognised question, or one with a file, goes to the network."""
    named = None if event.files or turn.person.guest else await read_changed_meeting(turn, event.text)
    if named is not None:
        return await named.answer(event, turn)
    what, of = ("", "") if event.files else find_bot_request(event.text)
    if (
        what == "smalltalk"
        and len(event.text.split()) <= MOST_THANKING_WORDS
        and classify_smalltalk(event.text) == "thanks"
    ):
        return answer_small_talk(turn, "thanks")
    if what == "language" and me_command.orders_language(event.text):
        return await me_command.answer_language(event, turn)
    if what == NEWS:
        return await offer_news_back(event, turn)
    if what == "undo":
        return await show_what_can_be_undone(event, turn)
    if what == "silent" and not turn.person.secretariat:  # who has not been heard of is for the secretariat to know
        return await (await read_open_words(turn, event.text)).answer(event, turn)
    if what == "solution":
        return await _begin_solution(event, turn)
    if turn.person.guest and what and what not in FOR_GUESTS and (what, of) != ("who", ""):
        await rights.need_member(turn)
    card = await _find_answer_card(event, turn, what, of)
    if card is None:
        return await rights.run_gated_action(turn, dataclasses.replace(event, name="ask"))
    return Reply(add_network_offer(turn, card, event.text))


async def _begin_solution(event: Command, turn: Turn) -> Reply | None:
    """Begin a solution as its verb does: with what stands after a colon, or with a line that tells what was done."""
    _, _, told = event.text.partition(":")
    if not told and tells_deed([verbs.fold_word(word) for word in event.text.split()]):
        told = event.text
    text = f"new {told.strip()}" if told.strip() else ""
    return await rights.run_gated_action(turn, dataclasses.replace(event, name="solution", text=text))


async def _find_answer_card(event: Command, turn: Turn, what: str, of: str) -> Card | None:
    if what in ANSWERS:
        return await ANSWERS[what](event, turn, of)
    return _take_card(await PAGES_BY_TARGET[what].answer(event, turn)) if what else None


async def _draw_absence(event: Command, turn: Turn, _of: str) -> Card:
    return notification_hours.draw_absence_card(turn, event.text)


async def _draw_small_talk(_event: Command, turn: Turn, _of: str) -> Card | None:
    return answer_small_talk(turn, "nothing").card


async def _draw_ways_out(_event: Command, turn: Turn, _of: str) -> Card | None:
    return (await departure_forms.draw_departure_choice(turn)).card


async def _find_hits(event: Command, turn: Turn, of: str) -> Card | None:
    return _take_card(
        await rights.run_inner_action(turn, dataclasses.replace(event, name="find", text=of or event.text))
    )


async def _find_coded_card(event: Command, turn: Turn, of: str) -> Card | None:
    return await _find_read_card(event, turn, await read_asked_code(turn, of))


async def _find_record_card(event: Command, turn: Turn, of: str) -> Card | None:
    return await _find_read_card(event, turn, await read_visible_code(turn, of))


async def _find_read_card(event: Command, turn: Turn, reading: Reading | None) -> Card | None:
    return _take_card(await reading.answer(event, turn)) if reading is not None else None


async def _draw_silent(_event: Command, turn: Turn, _of: str) -> Card | None:
    return _take_card(await inactive_organisations.draw_inactive_organisations(turn, ""))


async def _draw_people_card(turn: Turn) -> Card:
    """Say that this is no person, and name those who are."""
    card = await who_command.draw_own_contacts_card(turn)
    lead = Text(turn.say("I am a bot, and pass on what people write. These are people:"))
    return msgspec.structs.replace(card, parts=(lead, *card.parts))


def _take_card(reply: Reply | None) -> Card | None:
    return reply.card if reply is not None else None


async def _draw_next_signup(turn: Turn) -> Card:
    """Draw the only coming meeting, for signing up. List all when there are none or several."""
    found = await meeting_list.list_visible_occurrences(turn, 2)
    if len(found) != 1:
        return await meeting_list.draw_meeting_list(turn, 0)
    return await personal_meeting_card.draw_personal_meeting_card(turn, found[0])


def _draw_profile(_event: Command, turn: Turn, _of: str) -> Awaitable[Card]:
    return profile.draw_profile_card(turn)


#: what is asked of the bot -> the card that answers it; for anything else, the page of that name does
ANSWERS: Mapping[str, Callable[[Command, Turn, str], Awaitable[Card | None]]] = {
    "meeting": lambda _event, turn, _of: meeting_list.draw_meeting_list(turn, 0),
    "signing": lambda _event, turn, _of: _draw_next_signup(turn),
    "minutes": lambda _event, turn, _of: minutes_list.draw_minutes_list(turn),
    "who": lambda _event, turn, of: who_command.find_contact_card(turn, of),
    "write": lambda _event, turn, of: who_command.draw_named_contact_card(turn, of),
    "appointment": lambda _event, turn, _of: draw_appointment_answer(turn),
    "human": lambda _event, turn, _of: _draw_people_card(turn),
    "leave": _draw_ways_out,
    "data": _draw_profile,
    "language": _draw_profile,
    "me": _draw_profile,
    "hours": _draw_absence,
    "topics": lambda _event, turn, _of: topic_list.draw_topic_list_card(turn, 0),
    "home": lambda _event, turn, _of: home_page.draw_home_card(turn),
    "actions": lambda _event, turn, _of: action_list.draw_my_actions(turn),
    "find": _find_hits,
    "smalltalk": _draw_small_talk,
    "code": _find_coded_card,
    "record": _find_record_card,
    "silent": _draw_silent,
}
