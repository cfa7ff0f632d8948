"""Which reminders somebody gets: one about a meeting a day, and of what was missed only what is still of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.meetings.reminders.kinds import HOUR, PAPERS, THANKS
from handlers.meetings.reminders.moments import Moment
from handlers.meetings.reminders.standings import Standing, concerns
from handlers.meetings.sittings import Sitting

#: planned too late, these are not told any more: papers are sent when they are published, and an hour is soon over
ON_TIME = (PAPERS, HOUR)


@dataclass(frozen=True, slots=True)
class Choice:
    """A reminder somebody is to get; `late`: its moment is past, so now."""

    moment: Moment
    late: bool = False


def choose(
    sitting: Sitting, moments: Sequence[Moment], who: Standing, now: datetime, today: date, *, papers: bool
) -> list[Choice]:
    """`moments` in order of time; `today`: where they are. `papers`: there are some, and they were not sent yet."""
    mine = told_apart(sitting, moments, who, now, papers=papers)
    coming = [moment for moment in mine if moment.due > now]
    late = [moment for moment in mine if moment.due <= now < moment.expires]
    chosen = [Choice(moment) for moment in coming]
    if late and _still_of_use(late[-1], who) and not any(moment.day == today for moment in coming):
        chosen.insert(0, Choice(late[-1], late=True))
    return chosen


def told_apart(
    sitting: Sitting, moments: Sequence[Moment], who: Standing, now: datetime, *, papers: bool
) -> list[Moment]:
    """Those that concern them, one a day: where two fall on the same, the one that says more."""
    days: dict[date, Moment] = {}
    for moment in moments:
        if concerns(sitting, moment.kind, who, now) and (papers or moment.kind != PAPERS):
            days[moment.day] = moment
    return list(days.values())


def outdone(mine: Sequence[Moment], kind: str, today: date) -> bool:
    """Whether a later reminder is due by now, so that this one says nothing new; or it is not theirs any more."""
    due = [moment.kind for moment in mine if moment.day <= today or moment.kind == kind]
    return kind not in due or (due[-1] != kind and kind != THANKS)


def _still_of_use(moment: Moment, who: Standing) -> bool:
    """Who has acted since knows of it, and so does who was asked anew."""
    acted = who.asked or (who.answered_at is not None and who.answered_at >= moment.due)
    return moment.kind not in ON_TIME and not acted
