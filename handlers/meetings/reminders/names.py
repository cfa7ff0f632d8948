"""What the kinds of reminders are called, in the order in which they come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.say import Say
from handlers.meetings.reminders.kinds import CALL, DAY, HOLD, HOUR, INVITATION, PAPERS, SIGNUP, SILENT, THANKS


def names(say: Say) -> dict[str, str]:
    return {
        HOLD: say("Save the date"),
        CALL: say("Call for agenda items"),
        INVITATION: say("Invitation"),
        PAPERS: say("Agenda and papers"),
        SIGNUP: say("Before the sign-up deadline"),
        SILENT: say("To contacts whose organisation is silent"),
        DAY: say("Just before"),
        HOUR: say("An hour before, for those online"),
        THANKS: say("Thanks afterwards"),
    }


def unusual(offsets: Mapping[str, Any], say: Say) -> str:
    """ "Innkalling: 10 dager; Hold av datoen: ingen": what is not as usual, in one line."""
    found = []
    for kind, name in names(say).items():
        if kind in offsets:
            days = offsets[kind]
            none = days is None
            text = (
                say("{name}: none", name=name)
                if none
                else say.many("{name}: {n} day", "{name}: {n} days", days, name=name)
            )
            found.append(text)
    return "; ".join(found)
