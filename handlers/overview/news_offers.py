"""Offer back what reads as news: nobody is asked about it before its writer says that it is a question."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.chat.cards import LONGEST_VALUE, Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.directory.members.guest_requests import draw_guest_refusal
from handlers.language.bot_request_model import NEWS, guess_bot_request
from handlers.overview.bare_words.network_offer import draw_network_question


async def offer_news_back(event: Command, turn: Turn) -> Reply | None:
    """Ask whether news is a question. Where the message has been changed into one since, it is."""
    early = await turn.store.early_changes.find_early_change(format_message_source(event.place, event.message))
    text = (event.text if early is None else early.text).strip()
    changed = early is not None and guess_bot_request(text) != NEWS
    if changed or len(text) > LONGEST_VALUE:
        return await rights.run_gated_action(turn, dataclasses.replace(event, name="ask"))
    if turn.person.guest:
        return Reply(await draw_guest_refusal(turn, text))
    words, ask = draw_network_question(turn, text)
    hint = Text(turn.say("I see no question in it, so I have not sent it to anybody."), "subtle")
    return Reply(Card("", (words, hint, Buttons((ask,)))))
