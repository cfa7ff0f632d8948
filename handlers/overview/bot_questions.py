"""Answer questions to the bot itself: meetings, minutes, contacts, one's own data.

A button still leads to the network.
"""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language import classify_smalltalk
from handlers.language.bot_request_model import NEWS, find_bot_request
from handlers.language.reminder_orders import orders_reminder
from handlers.language.statement_words import tells_deed
from handlers.overview import me_command
from handlers.overview.bare_words.deadline_changes import read_deadline_change
from handlers.overview.bare_words.named_meetings import read_changed_meeting
from handlers.overview.bare_words.network_offer import add_network_offer, read_open_words
from handlers.overview.bare_words.undo_page import show_what_can_be_undone
from handlers.overview.bot_answers import find_answer_card
from handlers.overview.help import answer_small_talk
from handlers.overview.news_offers import offer_news_back
from handlers.overview.own_reminders.reminder_list import draw_reminder_list
from handlers.overview.own_reminders.typed_reminders import answer_reminder_order

router = Router()
#: number of words up to which thanks are the bot's: "tusen takk for hjelpen"; longer ones may be for people
MOST_THANKING_WORDS = 5
#: what guests are told as well: what this is, who reads what they write, what waits for them, whom to ask, and what
#: they may see of the record that they name
FOR_GUESTS = frozenset((
    "code", "data", "help", "home", "human", "joining", "language", "leave", "me", "privacy", "record", "smalltalk",
))  # fmt: skip


@router.on(Command, "asked", searches=True)
async def on_bot_question(event: Command, turn: Turn) -> Reply | None:
    """Answer `når er møtet?` with the meetings. An unrecognised question, or one with a file, goes to the network."""
    named = None if event.files else await read_deadline_change(turn, event.text)
    if named is None and not (event.files or turn.person.guest):
        named = await read_changed_meeting(turn, event.text)
    if named is not None:
        return await named.answer(event, turn)
    what, of = ("", "") if event.files and not orders_reminder(event.text) else find_bot_request(event.text)
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
    if what == "reminding":
        return await answer_reminder_order(event, turn)
    if what == "reminders":
        return Reply(await draw_reminder_list(turn))
    if what == "undo":
        return await show_what_can_be_undone(event, turn)
    if what == "missing" and not turn.person.secretariat:  # what they have not answered themselves stands at home
        what = "home"
    if what == "silent" and not turn.person.secretariat:  # who has not been heard of is for the secretariat to know
        return await (await read_open_words(turn, event.text)).answer(event, turn)
    if what == "solution":
        return await _begin_solution(event, turn)
    if turn.person.guest and what and what not in FOR_GUESTS and (what, of) != ("who", ""):
        await rights.need_member(turn)
    card = await find_answer_card(event, turn, what, of)
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
