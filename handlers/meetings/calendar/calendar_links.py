"""Sign links to a meeting's calendar file, which open without a log-in for the people they were given
to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import signed_links
from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person

PURPOSE, PATH = "calendar", "/calendar/{token}.ics"
#: time after a meeting for which its file can be fetched
AFTER = timedelta(days=30)


def draw_calendar_buttons(
    say: Say, arena: Arena, occurrence: OccurrenceView, person: Person | None = None
) -> tuple[Button, ...]:
    """Return "Add to calendar", or "Remove from calendar" once called off; nothing where no link can be
    signed.

    Without a person, for a card in a room: the file then names nobody.
    """
    url = build_calendar_file_url(
        arena, occurrence.id, person.id if person else 0, occurrence.occurrence.end_at + AFTER
    )
    if not url or not (occurrence.takes_place or occurrence.cancelled):
        return ()
    return (Button(say("Remove from calendar") if occurrence.cancelled else say("Add to calendar"), url=url),)


def build_calendar_file_url(arena: Arena, occurrence_id: int, person_id: int, until: datetime) -> str:
    """Return an empty string when there is no secret to sign with, or no public address."""
    return signed_links.build_link_address(arena, PURPOSE, PATH, SignedLink(occurrence_id, person_id), until)


def build_calendar_feed_url(arena: Arena, token: str) -> str:
    """Return the address of a feed, whose token is no signature but a secret of its own."""
    return arena.base_url.rstrip("/") + PATH.format(token=token)


def verify_calendar_link(arena: Arena, token: str, now: datetime) -> SignedLink | None:
    """Return occurrence and person (0: nobody) of a link signed here and still valid; None for any other."""
    return signed_links.parse_link_token(arena, PURPOSE, token, now)
