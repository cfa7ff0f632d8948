"""Store the report of an organisation on a scheme this year, from a round or of its own accord."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.turn import Arena, Turn
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, SCHEME, Round, RoundAnswer, RoundField
from storage.policy.schemes import SchemeReport


def get_report_year(arena: Arena, now: datetime) -> int:
    return now.astimezone(arena.zone).year


def build_scheme_report(
    turn: Turn,
    scheme_id: int,
    organisation: Organisation,
    verdict: str,
    reason: str,
    shared: str,
    round_id: int | None = None,
) -> SchemeReport:
    """Build the report that is stored: one a year."""
    return SchemeReport(
        scheme_id=scheme_id, organisation_id=organisation.id, year=get_report_year(turn.arena, turn.now),
        verdict=verdict, reason=reason, shared=shared, round_id=round_id, person_id=turn.person.id,
    )  # fmt: skip


async def record_round_reports(
    turn: Turn, round: Round, organisation: Organisation, fields: Sequence[RoundField], answer: RoundAnswer
) -> None:
    """Store the reports of an answer to a round.

    A report that came by this round changes with the answer, also after the end of its year. It is deleted once the
    answer no longer has it.
    """
    for field in fields:
        if field.kind != SCHEME or field.scheme_id is None:
            continue
        kept = await turn.store.schemes.find_round_report(field.scheme_id, organisation.id, round.id)
        verdict = answer.given.get(str(field.id), "") if answer.state == ANSWERED else ""
        if verdict:
            why = answer.given.get(f"{field.id}:why", "")
            report = build_scheme_report(turn, field.scheme_id, organisation, verdict, why, answer.shared, round.id)
            report.year = kept.year if kept is not None else report.year
            await turn.store.schemes.store_scheme_report(report)
        elif kept is not None:
            await turn.store.schemes.delete_scheme_report(kept)
