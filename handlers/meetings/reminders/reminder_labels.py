"""Name the kinds of reminders, in the order in which they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.say import Say
from handlers.meetings.reminders.reminder_kinds import CALL, DAY, HOLD, HOUR, INVITATION, PAPERS, SIGNUP, SILENT, THANKS


def describe_reminder_kinds(say: Say) -> dict[str, str]:
    return {
        HOLD: say("Save the date"),
        CALL: say("Call for agenda items"),
        INVITATION: say("Invitation"),
        PAPERS: say("To whoever runs it, while the agenda is not sent"),
        SIGNUP: say("Before the sign-up deadline"),
        SILENT: say("To contacts whose organisation has not answered"),
        DAY: say("Just before"),
        HOUR: say("One hour before, for those joining online"),
        THANKS: say("Thank-you message"),
    }


def describe_changed_offsets(offsets: Mapping[str, Any], say: Say) -> str:
    """Return the offsets that differ from the usual in one line: "Innkalling: 10 dager; Hold av datoen:
    ingen".
    """
    found = []
    for kind, name in describe_reminder_kinds(say).items():
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
