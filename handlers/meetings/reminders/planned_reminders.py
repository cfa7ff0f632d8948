"""Compute from scratch which reminders people should get, whatever is scheduled already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.chat.turn import Arena
from handlers.dates import time_zones
from handlers.dates.working_hours import WorkingHours, build_working_hours
from handlers.meetings.audience import is_meeting_invitee, list_invitees, may_see_meeting
from handlers.meetings.card_arguments import MeetingReminder, SilentOrganisationReminder
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders import reminder_kinds
from handlers.meetings.reminders.invitee_status import InviteeStatus, map_invitee_statuses
from handlers.meetings.reminders.reminder_kinds import HOUR, THANKS
from handlers.meetings.reminders.reminder_selection import ReminderChoice, select_reminders
from handlers.meetings.reminders.reminder_times import ReminderTime, list_reminder_times
from storage.directory.people import Person
from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """Hold one reminder for one person."""

    sitting: OccurrenceView
    person: Person
    hours: WorkingHours
    choice: ReminderChoice
    #: id of the organisation without an answer; None: the reminder is about the meeting
    organisation_id: int | None = None

    @property
    def key(self) -> str:
        kind, moves = self.choice.moment.kind, self.sitting.occurrence.moves
        kind = kind if self.organisation_id is None else f"{kind}-{self.organisation_id}"
        return reminder_kinds.format_reminder_key(self.sitting.id, kind, self.person.id, moves)

    @property
    def card(self) -> MeetingReminder:
        id, kind, moves = self.sitting.id, self.choice.moment.kind, self.sitting.occurrence.moves
        if self.organisation_id is None:
            return MeetingReminder(id, kind, moves, self.choice.late)
        return SilentOrganisationReminder(id, kind, moves, self.choice.late, organisation=self.organisation_id)

    @property
    def urgent(self) -> bool:
        return self.choice.moment.kind == HOUR

    @property
    def early(self) -> bool:
        return self.choice.moment.kind != THANKS

    def build_time_columns(self) -> dict[str, Any]:
        """Return the time columns that `storage.notifications.scheduled_notifications` writes to move a
        delivery.
        """
        return {
            "due_at": self.choice.moment.due,
            "expires_at": self.choice.moment.expires,
            "tzid": "" if self.urgent else self.hours.zone.key,
            "tzdata_version": "" if self.urgent else time_zones.read_tzdata_version(),
        }


async def list_planned_reminders(
    store: Store, arena: Arena, found: Sequence[OccurrenceView], until: datetime | None = None
) -> list[PlannedReminder]:
    """Return the reminders of these meetings; if `until` is given, only those due by then."""
    everybody = await store.people.list_all_people()
    people = {person.id: (person, build_working_hours(person, arena)) for person in everybody if not person.guest}
    answers = await store.rsvps.map_rsvps_by_occurrence([each.id for each in found])
    papers = await list_occurrences_with_unsent_agenda(store, found)
    guests: dict[int, set[int]] = {}
    wanted: list[PlannedReminder] = []
    for each in found:
        if each.meeting.id not in guests:
            guests[each.meeting.id] = {person.id for person in await list_invitees(store, each.meeting, everybody)}
        audience, said = guests[each.meeting.id], answers.get(each.id, [])
        choosing = _ReminderSelector(each, store.now, each.id in papers, until)
        for id, who in map_invitee_statuses(each, audience, said).items():
            if id in people and (id in audience or await may_attend_uninvited(store, each, people[id][0])):
                person, hours = people[id]
                wanted += [
                    PlannedReminder(each, person, hours, choice) for choice in choosing.select_reminders_for(hours, who)
                ]
    return wanted


async def list_occurrences_with_unsent_agenda(store: Store, found: Sequence[OccurrenceView]) -> set[int]:
    """Return ids of occurrences with an agenda or papers that only whoever runs them knows yet."""
    waiting = [each for each in found if each.occurrence.agenda_sent_at is None]
    filled = await store.agenda.filter_occurrences_with_agenda([each.id for each in waiting])
    return filled | {each.id for each in waiting if each.occurrence.papers}


async def may_attend_uninvited(store: Store, occurrence: OccurrenceView, person: Person) -> bool:
    """Return True if somebody who answered uninvited belongs to an organisation and may see the meeting."""
    return not person.guest and await may_see_meeting(store, occurrence.meeting, person)


async def find_invitee_status(store: Store, occurrence: OccurrenceView, person: Person) -> InviteeStatus | None:
    """Return the status of one person; None if the meeting does not concern them."""
    own = await store.rsvps.find_rsvp(occurrence.id, person.id)
    others = await store.rsvps.list_rsvps_with_substitute(occurrence.id, person.id)
    mine = await is_meeting_invitee(store, occurrence.meeting, person)
    runs = person.id == occurrence.meeting.organiser_id
    if not mine and not ((own or others or runs) and await may_attend_uninvited(store, occurrence, person)):
        return None
    invited = [person.id] if mine or not runs else []
    return map_invitee_statuses(occurrence, invited, [*([own] if own else ()), *others])[person.id]


class _ReminderSelector:
    """Select the reminders of one meeting. It caches results, because most people share hours and answers."""

    def __init__(self, occurrence: OccurrenceView, now: datetime, papers: bool, until: datetime | None) -> None:
        self.sitting, self.now, self.papers, self.until = occurrence, now, papers, until
        self._moments: dict[WorkingHours, list[ReminderTime]] = {}
        self._choices: dict[tuple[WorkingHours, InviteeStatus], list[ReminderChoice]] = {}

    def select_reminders_for(self, hours: WorkingHours, who: InviteeStatus) -> list[ReminderChoice]:
        if (hours, who) not in self._choices:
            if hours not in self._moments:
                self._moments[hours] = list_reminder_times(self.sitting, hours)
            today = time_zones.convert_to_local(self.now, hours.zone).date()
            chosen = select_reminders(self.sitting, self._moments[hours], who, self.now, today, papers=self.papers)
            self._choices[hours, who] = [
                choice for choice in chosen if self.until is None or choice.moment.due <= self.until
            ]
        return self._choices[hours, who]
