"""Show the actions that a line asks for: one's own, or everybody's after the last meeting."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Reply
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.language.meeting_kinds import names_meeting
from handlers.language.text_analysis import split_tokens
from handlers.meetings.actions.action_list import draw_meeting_actions, draw_my_actions
from handlers.meetings.agenda.lookup import may_see_occurrence
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view

#: words of whoever asks for their own, of the meeting before now, and of who has taken something on
_OWN = frozenset(("jeg", "eg", "æ", "meg", "mine", "min", "mi", "mitt", "me", "my"))
_LAST = frozenset(("forrige", "førre", "siste", "sist", "last", "previous", "latest"))
_WHO = frozenset(("hvem", "kven", "kem", "who"))
#: "who does what" asks for those of everybody, whether a meeting is named or not
_WHAT = frozenset(("hva", "kva", "ka", "what"))
#: meetings that are looked at until one has minutes that the reader may read
MOST_LOOKED_AT = 8


async def show_asked_actions(event: Command, turn: Turn) -> Reply:
    return Reply(await _draw_last_actions(turn) if asks_last_actions(event.text) else await draw_my_actions(turn))


def asks_last_actions(text: str) -> bool:
    """Return True for "hvem skulle gjøre hva", and for "oppfølgingspunkter fra forrige møte"."""
    words = frozenset(split_tokens(text))
    own = not words.isdisjoint(_OWN) or "I" in text.split()  # "i" is a word of place in Norwegian
    of_all = not words.isdisjoint(_WHO) and not words.isdisjoint(_WHAT)
    return not own and (of_all or (names_meeting(text) and not words.isdisjoint(_LAST | _WHO)))


async def _draw_last_actions(turn: Turn) -> Card:
    """Draw the actions of the last meeting whose minutes are approved; the reader's own where there is none."""
    held = await _find_last_meeting(turn)
    if held is None:
        return await draw_my_actions(turn, turn.say("No minutes are approved yet."))
    card, own = await draw_meeting_actions(turn, held), Buttons((Button(turn.say("Your actions"), "actions.mine"),))
    return msgspec.structs.replace(card, parts=(*card.parts, own))


async def _find_last_meeting(turn: Turn) -> OccurrenceView | None:
    for occurrence in await turn.store.occurrences.list_closed_occurrences(MOST_LOOKED_AT):
        held = await find_occurrence_view(turn.store, occurrence.id)
        if held is None or not await may_see_occurrence(turn.store, turn.person, held):
            continue
        minutes = await turn.store.minute_book.find_minutes(held.id)
        if await may_read_minutes(turn.store, held, minutes, turn.person):
            return held
    return None
