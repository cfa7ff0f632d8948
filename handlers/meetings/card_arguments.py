"""Define the cards that several files of the meetings post, draw or look for: one occurrence each."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments


class OccurrenceCard(CardArguments, frozen=True):
    """Hold the occurrence that a card is about."""

    occurrence: int


class MeetingCard(OccurrenceCard, frozen=True):
    template = "meetings.card"


class MeetingReminder(OccurrenceCard, frozen=True):
    template = "reminders.card"

    #: kind from `handlers.meetings.reminders.reminder_kinds`
    kind: str
    #: `Occurrence.moves` at the time of scheduling. A new time has its own reminders.
    moves: int
    #: True if it is sent after its due time
    late: bool = False


class SilentOrganisationReminder(MeetingReminder, frozen=True, kw_only=True):
    template = "reminders.silent"

    organisation: int


class DeputyReleasedNotice(OccurrenceCard, frozen=True):
    template = "rsvps.released"

    #: id of the person who no longer sends the reader
    by: int


class DeputyDeclinedNotice(OccurrenceCard, frozen=True):
    template = "rsvps.undeputised"

    deputy: int


class ShownMinutes(OccurrenceCard, frozen=True):
    template = "minutes.card"

    #: what the reader has just written may be sensitive about: kinds of the hint on competition law
    kinds: tuple[str, ...] = ()


class MinutesDraftNotice(OccurrenceCard, frozen=True):
    template = "minutes.draft"


class MinutesApprovedNotice(OccurrenceCard, frozen=True):
    template = "minutes.approved"


class MeetingDecisionNotice(CardArguments, frozen=True):
    template = "meetings.decided"

    meeting: int
