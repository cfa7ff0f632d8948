"""What everybody may know of an occurrence: when, where, until when one can sign up, and how it stands."""

from __future__ import annotations

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.meetings.sittings import Sitting
from storage.database import Store
from storage.people import Person


async def parts(store: Store, sitting: Sitting, say: Say, person: Person | None = None) -> list[Part]:
    """The title is the card's."""
    occurrence = sitting.occurrence
    rows = [(say("When"), f"{say.day(occurrence.start_at)} {say.clock(occurrence.start_at)}")]
    if sitting.place:
        rows.append((say("Where"), sitting.place))
    if occurrence.signup_by is not None:
        rows.append((say("Sign up by"), f"{say.day(occurrence.signup_by)} {say.clock(occurrence.signup_by)}"))
    found: list[Part] = [Facts(tuple(rows))]
    if sitting.cancelled:
        found.insert(0, Text(say("Called off."), "strong"))
    return found
