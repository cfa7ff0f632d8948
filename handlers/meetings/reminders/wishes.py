"""Which reminders people are to get of these meetings: worked out from scratch, whatever was promised already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.chat.turn import Arena
from handlers.dates import zones
from handlers.dates.hours import Hours, hours_of
from handlers.meetings.audience import invited, is_invited, may_see
from handlers.meetings.reminders import kinds
from handlers.meetings.reminders.choosing import Choice, choose
from handlers.meetings.reminders.kinds import HOUR, THANKS
from handlers.meetings.reminders.moments import Moment, moments
from handlers.meetings.reminders.standings import Standing, standings
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """One reminder for one person."""

    sitting: Sitting
    person: Person
    hours: Hours
    choice: Choice
    #: "silent-7": about the organisation 7; else as the moment's
    kind: str
    template: str = "reminders.card"
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return kinds.key(self.sitting.id, self.kind, self.person.id, self.sitting.occurrence.moves)

    @property
    def args(self) -> dict[str, Any]:
        moment, moves = self.choice.moment, self.sitting.occurrence.moves
        args = {"occurrence": self.sitting.id, "kind": moment.kind, "moves": moves, **self.more}
        return args | {"late": True} if self.choice.late else args

    @property
    def urgent(self) -> bool:
        return self.choice.moment.kind == HOUR

    @property
    def early(self) -> bool:
        return self.choice.moment.kind != THANKS

    def times(self) -> dict[str, Any]:
        """As `storage.notifications.scheduled_notifications` moves a delivery."""
        return {
            "due_at": self.choice.moment.due,
            "expires_at": self.choice.moment.expires,
            "tzid": "" if self.urgent else self.hours.zone.key,
            "tzdata_version": "" if self.urgent else zones.tzdata_version(),
        }


async def wishes(store: Store, arena: Arena, found: Sequence[Sitting], until: datetime | None = None) -> list[Wish]:
    """Of those due by then, if that is said."""
    everybody = await store.people.all()
    people = {person.id: (person, hours_of(person, arena)) for person in everybody if not person.guest}
    answers = await store.rsvps.of_all([each.id for each in found])
    papers = await with_papers(store, found)
    guests: dict[int, set[int]] = {}
    wanted: list[Wish] = []
    for each in found:
        if each.meeting.id not in guests:
            guests[each.meeting.id] = {person.id for person in await invited(store, each.meeting, everybody)}
        audience, said = guests[each.meeting.id], answers.get(each.id, [])
        choosing = _Choosing(each, store.now, each.id in papers, until)
        for id, who in standings(each, audience, said).items():
            if id in people and (id in audience or await may_come(store, each, people[id][0])):
                person, hours = people[id]
                wanted += [Wish(each, person, hours, choice, choice.moment.kind) for choice in choosing.of(hours, who)]
    return wanted


async def with_papers(store: Store, found: Sequence[Sitting]) -> set[int]:
    """Those that have an agenda or papers, which were not sent out yet."""
    waiting = [each for each in found if each.occurrence.agenda_sent_at is None]
    filled = await store.agenda.filled([each.id for each in waiting])
    return filled | {each.id for each in waiting if each.occurrence.papers}


async def may_come(store: Store, sitting: Sitting, person: Person) -> bool:
    """Who is not invited and answered all the same: as long as they belong somewhere and may see it."""
    return not person.guest and await may_see(store, sitting.meeting, person)


async def still_standing(store: Store, sitting: Sitting, person: Person) -> Standing | None:
    """As `standings`, of one person; None when the meeting is not theirs."""
    own = await store.rsvps.find(sitting.id, person.id)
    others = await store.rsvps.sending(sitting.id, person.id)
    mine = await is_invited(store, sitting.meeting, person)
    if not mine and not ((own or others) and await may_come(store, sitting, person)):
        return None
    return standings(sitting, [person.id], [*([own] if own else ()), *others])[person.id]


class _Choosing:
    """One meeting: most people have the same hours and have said the same."""

    def __init__(self, sitting: Sitting, now: datetime, papers: bool, until: datetime | None) -> None:
        self.sitting, self.now, self.papers, self.until = sitting, now, papers, until
        self._moments: dict[Hours, list[Moment]] = {}
        self._choices: dict[tuple[Hours, Standing], list[Choice]] = {}

    def of(self, hours: Hours, who: Standing) -> list[Choice]:
        if (hours, who) not in self._choices:
            if hours not in self._moments:
                self._moments[hours] = moments(self.sitting, hours)
            today = zones.local(self.now, hours.zone).date()
            chosen = choose(self.sitting, self._moments[hours], who, self.now, today, papers=self.papers)
            self._choices[hours, who] = [
                choice for choice in chosen if self.until is None or choice.moment.due <= self.until
            ]
        return self._choices[hours, who]
