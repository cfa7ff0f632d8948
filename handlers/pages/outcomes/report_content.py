"""Put together what a report says, once for its page and its file: frozen numbers, and what records say today.

Numbers are those that were counted. Titles and outcomes are read from the records, so that what is erased is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import RenderContext
from handlers.pages.outcomes.network_figures import NETWORK, NETWORK_SECTIONS
from handlers.pages.outcomes.report_changes import describe_report_state, list_report_changes
from handlers.pages.outcomes.report_figures import (
    FrozenFigure,
    describe_figure_gap,
    describe_figure_value,
    map_by_name,
)
from handlers.pages.outcomes.report_lifecycle import find_version_before, load_frozen_figures
from handlers.policy.consultations.signatures import describe_short_signature_count
from storage.pages.outcome_reports import OutcomeReport

#: characters of an outcome
WHOLE = 1000
#: figures whose records are told one by one
_TOLD = ("issues-decided", "issues-dropped", "consultations-answered")
#: figure that older reports have not
PLACED = "plots-placed"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Hold a figure as it is shown."""

    name: str
    label: str
    definition: str
    value: str
    #: why it is not told, or what is not in it
    gap: str
    #: True if it has records to list
    listed: bool


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """Hold a record and what came of it."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    title: str
    remarks: tuple[str, ...]
    sections: tuple[tuple[str, tuple[ReportRow, ...]], ...]
    lists: tuple[tuple[str, tuple[ToldRecord, ...]], ...]


async def load_report_content(at: RenderContext, report: OutcomeReport) -> ReportContent:
    say, found = at.say, map_by_name(load_frozen_figures(report))
    sections = tuple(
        (section.label(say), tuple(_build_row(at, found[one.name]) for one in section.figures if one.name in found))
        for section in NETWORK_SECTIONS
    )
    lists = [
        (NETWORK[name].label(say), await _tell_records(at, found[name]))
        for name in _TOLD
        if name in found and found[name].ids
    ]
    title = say("What came of {year} in {name}", year=report.year, name=at.arena.name)
    return ReportContent(title, tuple(await _list_remarks(at, report)), sections, tuple(lists))


async def _list_remarks(at: RenderContext, report: OutcomeReport) -> list[str]:
    say = at.say
    remarks = [f"{say('Version {n}', n=report.version)}. {describe_report_state(at, report)}."]
    before = await find_version_before(at.store, report)
    if before is not None:
        remarks.append(say("Corrects {code}: {why}", code=before.code, why=report.why))
        remarks += list_report_changes(say, before, report)
    if report.figures_hash:
        remarks.append(say("Checksum of the figures: {sum}", sum=report.figures_hash))
    remarks.append(say("Counted on {day}. Numbers stay as they were. Nothing is estimated; a dash is missing.",
                       day=say.format_day(report.made_at)))  # fmt: skip
    # counted before it was told here
    if PLACED not in map_by_name(load_frozen_figures(report)):
        remarks.append(say("Not in it, since it was not kept here: areas and power that were taken into use."))
    return remarks


def _build_row(at: RenderContext, found: FrozenFigure) -> ReportRow:
    figure, say = NETWORK[found.name], at.say
    return ReportRow(
        found.name, figure.label(say), figure.definition(say), describe_figure_value(say, found),
        describe_figure_gap(say, found), bool(found.ids),
    )  # fmt: skip


async def _tell_records(at: RenderContext, found: FrozenFigure) -> tuple[ToldRecord, ...]:
    """Tell each record of the figure as it is today, and of one that is gone that it is gone."""
    told = _tell_issues if NETWORK[found.name].kind == "issue" else _tell_consultations
    records = await told(at, found.ids)
    gone = len(found.ids) - len(records)
    return (*records, *[ToldRecord(at.say("Deleted on request, or when its time was up"))] * gone)


async def _tell_issues(at: RenderContext, ids: Sequence[int]) -> list[ToldRecord]:
    found = [await at.store.issues.find(id) for id in ids]
    return [
        ToldRecord(f"{one.code} {one.title}", shorten_text(one.outcome or one.why, WHOLE))
        for one in found
        if one is not None and one.title
    ]


async def _tell_consultations(at: RenderContext, ids: Sequence[int]) -> list[ToldRecord]:
    signers, told = await at.store.consultation_responses.count_signers_by_version(list(ids)), list[ToldRecord]()
    for id in ids:
        one = await at.store.consultations.find(id)
        if one is not None:
            signed = describe_short_signature_count(at.say, signers.get(id, {}), one)
            told.append(ToldRecord(f"{one.code} {one.title}", "\n".join(filter(None, (signed, one.outcome)))))
    return told
