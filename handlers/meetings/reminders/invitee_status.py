"""Compute a person's status towards a meeting, and which of its reminders concern them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.reminder_kinds import CALL, DAY, HOLD, HOUR, INVITATION, PAPERS, SIGNUP, THANKS
from storage.meetings import rsvps
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp

COMING = (GOING, ONLINE)


@dataclass(frozen=True, slots=True)
class InviteeStatus:
    #: empty if they have not answered, or only for an earlier time
    answer: str = ""
    #: reminders they want: a constant of `storage.meetings.rsvps`
    remind: str = rsvps.USUAL
    answered_at: datetime | None = None
    #: True if they answered for an earlier time and were told of the new one
    asked: bool = False
    #: False if the minutes list them as absent
    attended: bool | None = None
    #: True while they wait for a seat
    waiting: bool = False
    #: True for whoever writes and sends the agenda
    runs: bool = False
    #: False if they run it, and it is for others
    invited: bool = True


SILENT = InviteeStatus()


def build_invitee_status(occurrence: OccurrenceView, rsvp: Rsvp | None) -> InviteeStatus:
    if rsvp is None:
        return SILENT
    answered = rsvp.moves == occurrence.occurrence.moves
    answer, at = (rsvp.answer, rsvp.answered_at) if answered else ("", None)
    waiting = answered and rsvp.waiting_since is not None
    return InviteeStatus(answer, rsvp.remind, at, not answered, rsvp.attended, waiting)


def map_invitee_statuses(
    occurrence: OccurrenceView, invited: Collection[int], answers: Sequence[Rsvp]
) -> dict[int, InviteeStatus]:
    """Map person ids to their status: invitees, people who answered, their deputies, and whoever runs it."""
    found = dict.fromkeys(invited, SILENT) | {
        rsvp.person_id: build_invitee_status(occurrence, rsvp) for rsvp in answers
    }
    for rsvp in answers:
        deputy = rsvp.substitute_id
        if deputy is not None and rsvp.answer == SUBSTITUTE and not found.get(deputy, SILENT).answer:
            found[deputy] = InviteeStatus(GOING, answered_at=rsvp.answered_at)
    organiser = occurrence.meeting.organiser_id
    found[organiser] = replace(found.get(organiser, InviteeStatus(invited=False)), runs=True)
    return found


def is_reminder_relevant(occurrence: OccurrenceView, kind: str, who: InviteeStatus, now: datetime) -> bool:
    """Return False for people who declined or sent a deputy.

    An agenda is sent by whoever runs the meeting. It does not check whether there is one.
    """
    if kind == PAPERS or not who.invited:
        return kind == PAPERS and who.runs
    if who.answer in (DECLINED, SUBSTITUTE) or who.remind == rsvps.NONE:
        return False
    if who.remind in (rsvps.DAY, rsvps.HOUR) and kind != who.remind:
        return False
    signup_by = occurrence.occurrence.signup_by
    open_yet = signup_by is None or now < signup_by
    if kind in (HOLD, SIGNUP):
        return who.answer in ("", MAYBE) and open_yet
    if kind in (INVITATION, CALL):
        return bool(who.answer) or open_yet
    if kind == DAY:  # without a deadline, people without an answer may still come
        return bool(who.answer) or signup_by is None
    if kind == HOUR:
        asked = who.remind == rsvps.HOUR or not occurrence.place
        return who.answer == ONLINE or (who.answer in (GOING, MAYBE) and asked)
    came = who.answer in COMING and not who.waiting if who.attended is None else who.attended
    return kind == THANKS and came
