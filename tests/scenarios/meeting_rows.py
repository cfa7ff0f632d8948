"""The rows of meetings that a message may be about, for those who hold it against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from storage.directory.people import Person
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import DECLINED, GOING, SUBSTITUTE, Rsvp
from tests.scenarios.truth import Moment


@dataclass
class Held:
    """One meeting with all that was answered to it."""

    meeting: Meeting
    occurrence: Occurrence
    rsvps: list[Rsvp]

    @property
    def title(self) -> str:
        return self.occurrence.title or self.meeting.title

    @property
    def capacity(self) -> int | None:
        return self.meeting.capacity if self.occurrence.capacity is None else self.occurrence.capacity

    @property
    def answers(self) -> list[Rsvp]:
        """To the time it has now."""
        return [rsvp for rsvp in self.rsvps if rsvp.moves == self.occurrence.moves]

    def of(self, person: Person | None) -> Rsvp | None:
        return next((rsvp for rsvp in self.rsvps if person is not None and rsvp.person_id == person.id), None)

    def needing(self) -> list[Rsvp]:
        """Those who need a chair: in person, or by somebody who has no answer of their own."""
        return [
            one for one in self.rsvps if one.answer == GOING or (one.answer == SUBSTITUTE and not one.substitute_id)
        ]

    def seated(self) -> list[Rsvp]:
        return [one for one in self.needing() if one.waiting_since is None]

    def line(self) -> list[Rsvp]:
        """Who waits, the longest first."""
        waiting = [(one.waiting_since, one.person_id, one) for one in self.rsvps if one.waiting_since is not None]
        return [one for _, _, one in sorted(waiting, key=lambda each: each[:2])]

    def counts(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.answers:
            if one.waiting_since is not None:
                found["waiting"] += 1
            elif one.answer == SUBSTITUTE:
                found[DECLINED if one.substitute_id else GOING] += 1
            else:
                found[one.answer] += 1
        return found


async def meetings(moment: Moment) -> list[Held]:
    """Those that the message names; all, where it names none."""
    store, found = moment.store, []
    for meeting in await store.meetings.list_all_meetings():
        for occurrence in await store.occurrences.list_occurrences_of_meeting(meeting.id):
            found.append(Held(meeting, occurrence, list(await store.rsvps.list_rsvps_of_occurrence(occurrence.id))))
    named = [held for held in found if held.title in moment.text]
    return named or found


Said = dict[str, str]
OfOne = Callable[[Moment, Held, Said], Awaitable[str]]


def any_of(check: OfOne) -> Callable[[Moment, Said], Awaitable[str]]:
    """True of one of the meetings that the message names."""

    async def asked(moment: Moment, found: Said) -> str:
        said = [await check(moment, held, found) for held in await meetings(moment)]
        return "" if "" in said else " / ".join(said) or "there is no such meeting"

    return asked
