"""Define the labels of the five answers, and draw the buttons that give them."""

from __future__ import annotations

from handlers.chat.cards import Button
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


def draw_rsvp_buttons(say: Say, occurrence: OccurrenceView, given: str = "") -> tuple[Button, ...]:
    """Draw the answers, for cards in rooms and in private: those that the meeting has, and `given` no more.

    Whoever comes can most of all be expected to find that they cannot.
    """
    first = ONLINE if occurrence.is_online_only else GOING
    labels = describe_rsvp_answers(say)
    offered = [answer for answer in labels if _is_offered(occurrence, answer) and answer != given]
    if given in (GOING, ONLINE):
        offered.sort(key=lambda answer: answer != DECLINED)
    return tuple(
        Button(
            labels[answer],
            f"meetings.{answer}",
            str(occurrence.id),
            "primary" if answer == first and given in ("", MAYBE) else "",
        )
        for answer in offered
    )


def _is_offered(occurrence: OccurrenceView, answer: str) -> bool:
    if answer == GOING:
        return not occurrence.is_online_only
    return answer != ONLINE or occurrence.is_online_possible
