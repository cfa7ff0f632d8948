"""Keep: what an organisation says of a scheme this year, whether in a round or of its own accord."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.turn import Arena, Turn
from storage.organisations import Organisation
from storage.rounds import ANSWERED, SCHEME, Round, RoundAnswer, RoundField
from storage.schemes import SchemeReport


def year_of(arena: Arena, now: datetime) -> int:
    return now.astimezone(arena.zone).year


async def keep(
    turn: Turn, scheme_id: int, house: Organisation, verdict: str, reason: str, shared: str, round_id: int | None = None
) -> SchemeReport:
    """Once a year: what was said before this year is replaced."""
    return await turn.store.schemes.put(
        SchemeReport(
            scheme_id=scheme_id, organisation_id=house.id, year=year_of(turn.arena, turn.now), verdict=verdict,
            reason=reason, shared=shared, round_id=round_id, person_id=turn.person.id,
        )
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
            await keep(turn, field.scheme_id, house, verdict, why, answer.shared, round.id)
            continue
        year = year_of(turn.arena, turn.now)
        report = await turn.store.schemes.report(field.scheme_id, house.id, year)
        if report is not None and report.round_id == round.id:
            await turn.store.schemes.drop(report)
