"""Define the labels of the five answers, and draw the buttons that give them."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons
from handlers.chat.say import Say
from handlers.meetings.occurrence_view import OccurrenceView
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE


def describe_rsvp_answers(say: Say) -> dict[str, str]:
    """Map each answer to the label of its button, in display order."""
    return {
        GOING: say("Coming in person"),
        ONLINE: say("Coming online"),
        MAYBE: say("Maybe"),
        DECLINED: say("Cannot attend"),
        SUBSTITUTE: say("Send a deputy"),
    }


def draw_rsvp_buttons(say: Say, occurrence: OccurrenceView) -> Buttons:
    """Draw the answer buttons, for cards in rooms and in private. Online-only meetings offer no
    attendance in person.
    """
    first = ONLINE if occurrence.is_online_only else GOING
    return Buttons(
        tuple(
            Button(label, f"meetings.{answer}", str(occurrence.id), "primary" if answer == first else "")
            for answer, label in describe_rsvp_answers(say).items()
            if answer != GOING or not occurrence.is_online_only
        )
    )
