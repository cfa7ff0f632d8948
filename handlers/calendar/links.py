"""Links to a meeting's calendar file: signed, so that they open for those they were given to, without a log-in."""

from __future__ import annotations

import hashlib
import hmac

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.sittings import Sitting
from storage.people import Person


def buttons(say: Say, arena: Arena, sitting: Sitting, person: Person | None = None) -> tuple[Button, ...]:
    """ "Add to calendar", or "Remove from calendar" once it is called off; none where nothing can be signed.

    Without a person, for a card in a room: the file then names nobody.
    """
    url = file_url(arena, sitting.id, person.id if person else 0)
    if not url or not (sitting.takes_place or sitting.cancelled):
        return ()
    return (Button(say("Remove from calendar") if sitting.cancelled else say("Add to calendar"), url=url),)


def file_url(arena: Arena, occurrence_id: int, person_id: int) -> str:
    """Empty when there is no secret to sign with, or no public address."""
    if not arena.secret or not arena.base_url:
        return ""
    signature = _sign(arena, occurrence_id, person_id)
    return address(arena, f"{occurrence_id}.{person_id}.{signature}")


def address(arena: Arena, token: str) -> str:
    """Where the web process answers."""
    return f"{arena.base_url.rstrip('/')}/calendar/{token}.ics"


def opened(arena: Arena, token: str) -> tuple[int, int] | None:
    """Occurrence and person (0: nobody) of a link that was made here; None for any other."""
    occurrence, _, rest = token.partition(".")
    person, _, signature = rest.partition(".")
    if not arena.secret or not all(
        part.isascii() and part.isdecimal() and len(part) < 10 for part in (occurrence, person)
    ):
        return None
    expected = _sign(arena, int(occurrence), int(person))
    return (int(occurrence), int(person)) if hmac.compare_digest(expected.encode(), signature.encode()) else None


def _sign(arena: Arena, occurrence_id: int, person_id: int) -> str:
    text = f"calendar:{occurrence_id}:{person_id}".encode()
    return hmac.new(arena.secret, text, hashlib.sha256).hexdigest()[:40]
