"""When two write at once: the one who is later gets the form once more, with what they typed and what stands there."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Form, Reply
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.meetings.agenda.forms import retyped


async def meanwhile(turn: Turn, event: Submission, form: Form, now: str = "") -> Reply:
    """`form`: the newest one; `now`: what it says now, where that is to be read."""
    if now:
        lead = turn.say("Somebody changed it meanwhile. It now says: {text}", text=shorten(now, 500))
    else:
        lead = turn.say("Somebody changed it meanwhile. Look it through, and save once more.")
    return Reply(form=msgspec.structs.replace(retyped(form, event), note=lead))
