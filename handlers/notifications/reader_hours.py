"""Let a private message wait for its reader's hours, unless what it is about comes first.

What is drawn when it is sent can wait there: nobody who posts the news needs to know the hours.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat.routing import Later
from handlers.chat.turn import View
from handlers.dates.working_hours import build_working_hours


def wait_for_reader_hours(view: View, before: datetime | None = None) -> None:
    """Raise Later until the reader's hours, where nothing was told yet: they may have gone home, or want quiet.

    `before`: the news is of no use afterwards. Where the hours begin later, it goes out by day on a day off, or else at
    once.
    """
    if view.person is None or view.delivery.was_told:
        return
    hours = build_working_hours(view.person, view.arena)
    at = hours.find_next_open(view.now)
    if before is not None and view.now < before <= at:
        at = hours.find_next_daytime(view.now)
        at = view.now if before <= at else at
    if at > view.now:
        raise Later(at)
