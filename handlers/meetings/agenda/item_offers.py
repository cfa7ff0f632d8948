"""Offer to put on the agenda what a line names behind a colon: "foreslå sak til neste møte: nettleie"."""

from __future__ import annotations

import re

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda.forms import TITLE
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView

#: no time of day: "agenda 12:00"
_BEHIND_COLON = re.compile(r"[^\d:]:\s+(?P<title>[^\n]+)")


class ItemDraft(ButtonValue, frozen=True):
    """Name the meeting whose agenda gets an item, and what stands in its form when it opens."""

    occurrence: int
    title: str = ""


def find_named_item(text: str) -> str:
    """Return what stands behind the colon; empty if nothing does."""
    found = _BEHIND_COLON.search(text)
    return " ".join(found["title"].split())[:TITLE] if found else ""


def draw_item_offer(turn: Turn, occurrence: OccurrenceView, title: str) -> Card | None:
    """Draw the button that opens the form with the title in it; None where nothing can be put on this agenda."""
    say, draft = turn.say, ItemDraft(occurrence.id, title).encode_value()
    if occurrence.cancelled or not is_occurrence_upcoming(occurrence, turn.now):
        return None
    add = (
        Button(say("Add an item"), "agenda.add", draft, "primary")
        if may_run_meeting(turn.person, occurrence.meeting)
        else Button(say("Propose an item"), "agenda.propose", draft, "primary")
    )
    agenda = Button(say("Agenda"), "agenda.show", str(occurrence.id))
    return Card("", (Text(_describe_offer(say, occurrence, title)), Buttons((add, agenda))))


def _describe_offer(say: Say, occurrence: OccurrenceView, title: str) -> str:
    when = say.format_period(occurrence.occurrence.start_at, zone=occurrence.zone)
    return say("Put “{item}” on the agenda of {title}, {when}?", item=title, title=occurrence.title, when=when)
