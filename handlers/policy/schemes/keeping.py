"""Keep: what an organisation says of a scheme this year, whether in a round or of its own accord."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.turn import Arena, Turn
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, SCHEME, Round, RoundAnswer, RoundField
from storage.policy.schemes import SchemeReport


def year_of(arena: Arena, now: datetime) -> int:
    return now.astimezone(arena.zone).year


def write_report(
    turn: Turn, scheme_id: int, house: Organisation, verdict: str, reason: str, shared: str, round_id: int | None = None
) -> SchemeReport:
    """Return what is kept of a report: one a year."""
    return SchemeReport(
        scheme_id=scheme_id, organisation_id=house.id, year=year_of(turn.arena, turn.now), verdict=verdict,
        reason=reason, shared=shared, round_id=round_id, person_id=turn.person.id,
    )  # fmt: skip


async def of_round(
    turn: Turn, round: Round, house: Organisation, fields: Sequence[RoundField], answer: RoundAnswer
) -> None:
    """What was answered about schemes is reported; what is no longer answered, and came by this round, is not."""
    for field in fields:
        if field.kind != SCHEME or field.scheme_id is None:
            continue
        verdict = answer.given.get(str(field.id), "") if answer.state == ANSWERED else ""
        if verdict:
            why = answer.given.get(f"{field.id}:why", "")
            report = write_report(turn, field.scheme_id, house, verdict, why, answer.shared, round.id)
            await turn.store.schemes.put(report)
            continue
        year = year_of(turn.arena, turn.now)
        kept = await turn.store.schemes.report(field.scheme_id, house.id, year)
        if kept is not None and kept.round_id == round.id:
            await turn.store.schemes.drop(kept)
