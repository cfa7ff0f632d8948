"""Links to a meeting's calendar file: signed, so that they open for those they were given to, without a log-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import links
from handlers.chat.cards import Button
from handlers.chat.links import Link
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person

PURPOSE, PATH = "calendar", "/calendar/{token}.ics"
#: how long after a meeting its file can be fetched
AFTER = timedelta(days=30)


def buttons(say: Say, arena: Arena, sitting: Sitting, person: Person | None = None) -> tuple[Button, ...]:
    """ "Add to calendar", or "Remove from calendar" once it is called off; none where nothing can be signed.

    Without a person, for a card in a room: the file then names nobody.
    """
    url = file_url(arena, sitting.id, person.id if person else 0, sitting.occurrence.end_at + AFTER)
    if not url or not (sitting.takes_place or sitting.cancelled):
        return ()
    return (Button(say("Remove from calendar") if sitting.cancelled else say("Add to calendar"), url=url),)


def file_url(arena: Arena, occurrence_id: int, person_id: int, until: datetime) -> str:
    """Empty when there is no secret to sign with, or no public address."""
    return links.address(arena, PURPOSE, PATH, Link(occurrence_id, person_id), until)


def feed_url(arena: Arena, token: str) -> str:
    """The address of a feed, whose token is no signature but a secret of its own."""
    return arena.base_url.rstrip("/") + PATH.format(token=token)


def opened(arena: Arena, token: str, now: datetime) -> Link | None:
    """Occurrence and person (0: nobody) of a link that was made here and is still good; None for any other."""
    return links.opened(arena, PURPOSE, token, now)
