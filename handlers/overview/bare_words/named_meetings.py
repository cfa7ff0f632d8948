"""Read the title of a coming meeting: alone, or in a line that would change it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.change_orders import begins_with_change
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.language.bot_question_patterns import MEETINGS, is_time_word
from handlers.language.text_analysis import split_tokens
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.meeting_list import fold_visible_series
from handlers.meetings.occurrence_facts import describe_occurrence_time
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.personal_meeting_card import draw_personal_meeting_card
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.bare_words.readings import COMMAND, Reading

#: how many coming meetings are looked through
MOST_MEETINGS = 30
#: minimum number of letters of a word that tells one meeting from another
TELLING = 6
#: endings that a title has in a sentence: "flytt nettfrokosten"
_ENDING = r"(?:e?n|e?t|a|e?ne|ane)?"


async def read_named_meeting(turn: Turn, text: str) -> Reading | None:
    """Read a line that is the title of a meeting, or would change the one that it names."""
    changes = begins_with_change(text)
    occurrence = await find_named_occurrence(turn, text, alone=not changes)
    if occurrence is None:
        return None

    async def show_named_meeting(_event: Command, turn: Turn) -> Reply:
        draw = _draw_meeting_to_change if changes else draw_personal_meeting_card
        return Reply(add_network_offer(turn, await draw(turn, occurrence), text))

    return Reading(COMMAND, "meeting", show_named_meeting)


async def read_changed_meeting(turn: Turn, text: str) -> Reading | None:
    """Read a line that would change the meeting that it names; None for every other line."""
    return await read_named_meeting(turn, text) if begins_with_change(text) else None


async def find_named_occurrence(turn: Turn, text: str, *, alone: bool = False) -> OccurrenceView | None:
    """Return the next date of the meeting that is named, by the longest title; `alone`: by the whole text."""
    _, coming = await fold_visible_series(turn, MOST_MEETINGS, since=0)
    words = " ".join(text.split())
    for one in sorted(coming, key=lambda one: -len(one.meeting.title)):
        named = rf"{re.escape(' '.join(one.meeting.title.split()))}{_ENDING}"
        if re.fullmatch(rf"\W*{named}\W*" if alone else rf".*\b{named}(?!\w).*", words, re.IGNORECASE):
            return one
    return None if alone else _find_meeting_by_words(coming, words)


def _find_meeting_by_words(coming: Sequence[OccurrenceView], text: str) -> OccurrenceView | None:
    """Return the only meeting of whose title most words are in the text: "flytt møtet om kraftavtaler"."""
    words = (token for token in split_tokens(text) if len(token) >= TELLING and token not in MEETINGS)
    said = {word for word in words if not is_time_word(word)}
    shared = [(len(said & set(split_tokens(one.meeting.title))), one) for one in coming]
    most = max((count for count, _ in shared), default=0)
    found = [one for count, one in shared if count == most]
    return found[0] if most and len(found) == 1 else None


async def _draw_meeting_to_change(turn: Turn, occurrence: OccurrenceView) -> Card:
    """Draw the way to change the meeting or call it off, or who can do that."""
    say, id = turn.say, str(occurrence.id)
    when = Text(describe_occurrence_time(occurrence, say))
    show = Button(say("Show"), "meetings.show", id)
    if may_run_meeting(turn.person, occurrence.meeting):
        row = (Button(say("Change or call off"), "meetings.more", id, "primary"), show)
        return Card(occurrence.title, (when, Buttons(row)))
    organiser = await turn.store.people.find(occurrence.meeting.organiser_id)
    name = organiser.name if organiser is not None else say("the secretariat")
    told = Text(say("{name} can change it or call it off.", name=name))
    return Card(occurrence.title, (when, told, Buttons((show,))))
