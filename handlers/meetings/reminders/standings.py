"""How somebody stands to a meeting, and which of its reminders concern them because of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.meetings.reminders.kinds import CALL, DAY, HOLD, HOUR, INVITATION, PAPERS, SIGNUP, THANKS
from handlers.meetings.sittings import Sitting
from storage.meetings import rsvps
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp

COMING = (GOING, ONLINE)


@dataclass(frozen=True, slots=True)
class Standing:
    #: empty: none yet, or one to an earlier time
    answer: str = ""
    #: which reminders they want: as in `storage.meetings.rsvps`
    remind: str = rsvps.USUAL
    answered_at: datetime | None = None
    #: answered for an earlier time, and has been told of the new one
    asked: bool = False
    #: False: the minutes say that they were not there
    attended: bool | None = None


SILENT = Standing()


def standing(sitting: Sitting, rsvp: Rsvp | None) -> Standing:
    if rsvp is None:
        return SILENT
    answered = rsvp.moves == sitting.occurrence.moves
    answer, at = (rsvp.answer, rsvp.answered_at) if answered else ("", None)
    return Standing(answer, rsvp.remind, at, not answered, rsvp.attended)


def standings(sitting: Sitting, invited: Collection[int], answers: Sequence[Rsvp]) -> dict[int, Standing]:
    """Person -> how they stand: those who are invited, those who answered, and who comes in their place."""
    found = dict.fromkeys(invited, SILENT) | {rsvp.person_id: standing(sitting, rsvp) for rsvp in answers}
    for rsvp in answers:
        deputy = rsvp.substitute_id
        if deputy is not None and rsvp.answer == SUBSTITUTE and not found.get(deputy, SILENT).answer:
            found[deputy] = Standing(GOING, answered_at=rsvp.answered_at)
    return found


def concerns(sitting: Sitting, kind: str, who: Standing, now: datetime) -> bool:
    """Nobody who said no, or sends somebody else. Papers: whether there are any is another matter."""
    if who.answer in (DECLINED, SUBSTITUTE) or who.remind == rsvps.NONE:
        return False
    if who.remind in (rsvps.DAY, rsvps.HOUR) and kind != who.remind:
        return False
    signup_by = sitting.occurrence.signup_by
    open_yet = signup_by is None or now < signup_by
    if kind in (HOLD, SIGNUP):
        return who.answer in ("", MAYBE) and open_yet
    if kind in (INVITATION, CALL, PAPERS):
        return bool(who.answer) or open_yet
    if kind == DAY:  # without a deadline, those who have not answered may come all the same
        return bool(who.answer) or signup_by is None
    if kind == HOUR:
        return who.answer == ONLINE or (who.answer in (GOING, MAYBE) and not sitting.place)
    return kind == THANKS and who.answer in COMING and who.attended is not False
