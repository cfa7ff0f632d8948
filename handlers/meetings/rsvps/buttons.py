"""The five answers in words, and the buttons that give them."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons
from handlers.chat.say import Say
from handlers.meetings.sittings import Sitting
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE


def labels(say: Say) -> dict[str, str]:
    """Answer -> what its button says, in the order they stand."""
    return {
        GOING: say("Coming in person"),
        ONLINE: say("Coming online"),
        MAYBE: say("Maybe"),
        DECLINED: say("Cannot come"),
        SUBSTITUTE: say("Send a deputy"),
    }


def row(say: Say, sitting: Sitting) -> Buttons:
    """The five, on cards in rooms and on private ones; nobody comes in person to what is nowhere."""
    first = ONLINE if sitting.only_online else GOING
    return Buttons(
        tuple(
            Button(label, f"meetings.{answer}", str(sitting.id), "primary" if answer == first else "")
            for answer, label in labels(say).items()
            if answer != GOING or not sitting.only_online
        )
    )
