"""Make, check and freeze reports. A frozen version never changes: what must be corrected becomes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.documents.frozen_versions import compute_content_hash, freeze_version, return_to_draft
from handlers.pages.outcomes.report_figures import FrozenFigure, count_report_figures
from storage.kit.database import Store
from storage.kit.frozen_versions import DRAFT, FROZEN
from storage.pages.outcome_reports import OutcomeReport


def load_frozen_figures(report: OutcomeReport) -> tuple[FrozenFigure, ...]:
    return msgspec.convert(report.figures, tuple[FrozenFigure, ...])


def compute_report_hash(report: OutcomeReport, frozen_at: datetime) -> str:
    """Return the SHA-256 of what is frozen: year, version, time, and each figure with its ids."""
    told = {
        "year": report.year,
        "version": report.version,
        "frozen_at": frozen_at.isoformat(),
        "figures": report.figures,
    }
    return compute_content_hash(told)


def is_as_frozen(report: OutcomeReport) -> bool:
    """Return False for a frozen version that somebody has changed in the database since."""
    assert report.frozen_at is not None, "only what is frozen has a hash"
    return compute_report_hash(report, report.frozen_at) == report.figures_hash


async def find_version_before(store: Store, report: OutcomeReport) -> OutcomeReport | None:
    """Return the version that this one corrects."""
    return await store.outcome_reports.find_report(report.year, report.version - 1)


async def make_report(turn: Turn, year: int, why: str) -> tuple[OutcomeReport, bool]:
    """Count a first draft, or one that corrects the last version, which has to be frozen and needs a reason.

    Return it with True. A version that somebody has begun comes as it is, with False: there is one at a time.
    """
    versions = await turn.store.outcome_reports.list_versions(year)
    last = versions[-1] if versions else None
    if last is not None and last.state != FROZEN:
        return last, False
    if last is not None and not why:
        raise UserError("", {"why": turn.say("Say what was wrong or has changed.")})
    figures = await _count_figures(turn, year, last)
    report = OutcomeReport(
        year=year, version=len(versions) + 1, state=DRAFT, figures=figures, why=why if last is not None else "",
        made_by_id=turn.person.id, made_at=turn.now,
    )  # fmt: skip
    return await turn.store.outcome_reports.add(report), True


async def recount_report(turn: Turn, report: OutcomeReport) -> None:
    """Count a draft again, as of now. What was checked has to be checked once more."""
    report.figures = await _count_figures(turn, report.year, await find_version_before(turn.store, report))
    return_to_draft(turn, report)


def freeze_report(turn: Turn, report: OutcomeReport) -> None:
    """Freeze a checked version, with the hash of what was checked."""
    freeze_version(turn, report)
    report.figures_hash = compute_report_hash(report, turn.now)


async def _count_figures(turn: Turn, year: int, last: OutcomeReport | None) -> list[object]:
    before: Sequence[FrozenFigure] = load_frozen_figures(last) if last is not None else ()
    counted = await count_report_figures(turn, year, before)
    return [msgspec.to_builtins(one) for one in counted]
