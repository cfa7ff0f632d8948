"""Say which records each figure of the whole network counts, whoever may see them: by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import ListingMatch, match_running_exchanges
from storage.exchange.plot_placements import TOLD, PlotPlacement
from storage.exchange.streams import Stream, StreamDeclaration
from storage.library.solutions import PUBLISHED, Solution
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.pages.figure_conditions import CONDITIONS, Period
from storage.policy.consultation_responses import YES, ConsultationResponse
from storage.policy.consultations import PUBLIC as CALLED
from storage.policy.consultations import Consultation
from storage.policy.issues import DROPPED, REPLACED, Issue
from storage.policy.issues import PUBLIC as RAISED
from storage.questions.questions import PUBLIC as ASKED
from storage.questions.questions import Question

#: selects ids of a period
NetworkSelection = Callable[[Period], sa.Select[int]]
#: kind of records -> its table, and what holds of one that others have seen
_SHARED: Mapping[str, tuple[type[Any], sa.ColumnElement[bool]]] = {
    "question": (Question, Question.state.in_(ASKED)),
    "solution": (Solution, Solution.state == PUBLISHED),
    "issue": (Issue, Issue.state.in_(RAISED)),
    "consultation": (Consultation, Consultation.state.in_(CALLED)),
}


def _select_shared(name: str) -> NetworkSelection:
    """Select what the figure of this name counts on the page of numbers, whoever may see it."""
    kind, condition = CONDITIONS[name]
    table, shared = _SHARED[kind]
    return lambda period: sa.select(table.id).where(shared, *condition(period))


def _select_dropped_issues(period: Period) -> sa.Select[int]:
    within = sa.and_(Issue.closed_at >= period.start, Issue.closed_at < period.end)
    return sa.select(Issue.id).where(Issue.state.in_((DROPPED, REPLACED)), within)


def _select_signers(period: Period) -> sa.Select[int]:
    sent = sa.and_(Consultation.sent_on >= period.first, Consultation.sent_on < period.after)
    signed = sa.exists().where(
        ConsultationResponse.organisation_id == Organisation.id, ConsultationResponse.signs == YES,
        ConsultationResponse.consultation_id == Consultation.id, Consultation.state.in_(CALLED), sent,
    )  # fmt: skip
    return sa.select(Organisation.id).where(signed)


def _select_held_meetings(period: Period) -> sa.Select[int]:
    within = sa.and_(Occurrence.start_at >= period.start, Occurrence.start_at < period.end)
    held = sa.select(Occurrence.id).join(Meeting, Meeting.id == Occurrence.meeting_id)
    return held.where(Occurrence.state != CANCELLED, Meeting.state == PLANNED, within)


def _select_known_matches(period: Period) -> sa.Select[int]:
    return sa.select(ListingMatch.id).where(ListingMatch.known_at >= period.start, ListingMatch.known_at < period.end)


def _select_running(period: Period) -> sa.Select[int]:
    return sa.select(ListingMatch.id).where(match_running_exchanges(), ListingMatch.stage_at < period.end)


def _select_without_amounts(period: Period) -> sa.Select[int]:
    given = sa.exists().where(MatchAmount.match_id == ListingMatch.id, MatchAmount.year == period.first.year)
    return _select_running(period).where(sa.not_(given))


def _select_amounts(*sides: str) -> NetworkSelection:
    return lambda period: sa.select(MatchAmount.id).where(
        MatchAmount.side.in_(sides), MatchAmount.year == period.first.year
    )


def _select_placements(period: Period) -> sa.Select[int]:
    return sa.select(PlotPlacement.id).where(PlotPlacement.year == period.first.year, TOLD)


def _select_organisations(period: Period) -> sa.Select[int]:
    stayed = sa.or_(Organisation.left_at.is_(None), Organisation.left_at >= period.end)
    return sa.select(Organisation.id).where(Organisation.created_at < period.end, stayed)


def _select_mapped_organisations(period: Period) -> sa.Select[int]:
    told = sa.or_(
        sa.exists().where(Stream.organisation_id == Organisation.id, Stream.created_at < period.end),
        sa.exists().where(
            StreamDeclaration.organisation_id == Organisation.id, StreamDeclaration.declared_at < period.end
        ),
    )
    return sa.select(Organisation.id).where(told)


#: name of a figure -> kind of its records, and what selects their ids
NETWORK_FIGURES: Mapping[str, tuple[str, NetworkSelection]] = {
    **{name: (kind, _select_shared(name)) for name, (kind, _) in CONDITIONS.items() if kind in _SHARED},
    "issues-dropped": ("issue", _select_dropped_issues),
    "consultation-signers": ("organisation", _select_signers),
    "meetings-held": ("meeting", _select_held_meetings),
    "matches-known": ("match", _select_known_matches),
    "matches-running": ("match", _select_running),
    "matches-without-amount": ("match", _select_without_amounts),
    "amounts-supplied": ("amount", _select_amounts("offer")),
    "amounts-received": ("amount", _select_amounts("need")),
    "amounts-apart": ("amount", _select_amounts("offer", "need")),
    "plots-placed": ("placement", _select_placements),
    "organisations": ("organisation", _select_organisations),
    "organisations-mapped": ("organisation", _select_mapped_organisations),
}
#: kind -> its table, and what holds of a row whose words are still there
PRESENT: Mapping[str, tuple[type[Any], sa.ColumnElement[bool]]] = {
    "question": (Question, Question.text != ""),
    "solution": (Solution, Solution.title != ""),
    "issue": (Issue, Issue.title != ""),
    "consultation": (Consultation, sa.true()),
    "meeting": (Occurrence, sa.true()),
    "match": (ListingMatch, sa.true()),
    "amount": (MatchAmount, sa.true()),
    "placement": (PlotPlacement, TOLD),
    "organisation": (Organisation, sa.true()),
}


def select_present(kind: str, which: Callable[[Any], sa.ColumnElement[bool]]) -> sa.Select[int]:
    """Select the ids of those of these records that are still there, with their words."""
    table, present = PRESENT[kind]
    return sa.select(table.id).where(which(table.id), present)
