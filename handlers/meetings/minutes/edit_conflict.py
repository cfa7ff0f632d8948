"""Return the form once more to the later of two writers, with their input and the present text."""

from __future__ import annotations

import msgspec

from handlers.chat.cards import Form, Reply
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.directory.display_names import shorten_text
from handlers.meetings.agenda.forms import restore_typed_values


async def reply_minutes_conflict(turn: Turn, event: Submission, form: Form, now: str = "") -> Reply:
    """Return `form`, the newest one, with the typed values. `now` is its present text, where that is to
    be read.
    """
    if now:
        lead = turn.say("Somebody changed it meanwhile. It now says: {text}", text=shorten_text(now, 500))
    else:
        lead = turn.say("Somebody changed it meanwhile. Look it through, and save once more.")
    return Reply(form=msgspec.structs.replace(restore_typed_values(form, event), note=lead))
