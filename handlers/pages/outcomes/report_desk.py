"""Show the secretariat the reports of the network, and take each from draft to frozen."""

from __future__ import annotations

import msgspec

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.documents.frozen_versions import check_version, encode_read_time
from handlers.pages.addresses import is_sign_in_safe
from handlers.pages.figures import list_periods
from handlers.pages.outcomes import report_export
from handlers.pages.outcomes.network_figures import NETWORK_SECTIONS
from handlers.pages.outcomes.report_changes import describe_report_state, list_report_changes
from handlers.pages.outcomes.report_figures import describe_figure_gap, describe_figure_value, map_by_name
from handlers.pages.outcomes.report_lifecycle import (
    find_version_before,
    freeze_report,
    load_frozen_figures,
    make_report,
    recount_report,
)
from handlers.pages.outcomes.report_page import PATH
from storage.kit.frozen_versions import CHECKED, DRAFT, FROZEN, WHY
from storage.pages.outcome_reports import OutcomeReport

router = Router()
MOST_VERSIONS = 5


class CountedReport(ButtonValue, frozen=True):
    """Name a report, and when its numbers were counted, in milliseconds: others may have been counted since."""

    report: int
    counted: int = 0


@router.on(Click, "reports.list")
async def on_report_list(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_report_list(turn), replace=event.direct)


async def draw_report_list(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for report in (await turn.store.outcome_reports.list_reports())[:MOST_VERSIONS]:
        show = (Button(say("Show"), "reports.open", str(report.id)),)
        parts.append(Item(report.code, describe_report_state(turn, report), report.why, show))
    text = say("What came of a year in the network: counted, checked by somebody, and then frozen with its date.")
    make = Buttons((Button(say("Count a year"), "reports.make", style="primary"),))
    return Card(say("Outcome reports"), (Text(text, "subtle"), *parts, make))


@router.on(Click, "reports.make", opens=True)
async def on_report_make_open(_event: Click, turn: Turn) -> Reply:
    say, years = turn.say, [*list_periods(turn)]
    fields = (
        Field("year", say("Year"), "choice", years[1], options=tuple((year, year) for year in years)),
        Field(
            "why", say("What is corrected, and why?"), "text", required=False, most=WHY,
            hint=say("For a year that has a frozen report. It stands in the new version."),
        ),
    )  # fmt: skip
    return Reply(form=Form(say("Count a year"), "reports.make", fields, say("Count")))


@router.on(Submission, "reports.make")
async def on_report_make_submit(event: Submission, turn: Turn) -> Reply:
    year = event.get_text("year")
    if year not in list_periods(turn):
        raise UserError("", {"year": turn.say("Choose one of these.")})
    report, is_new = await make_report(turn, int(year), event.get_text("why").strip()[:WHY])
    card = await draw_outcome_report(turn, report)
    if is_new:
        return Reply(card)
    begun = Text(turn.say("{code} is not frozen yet: go on with that one.", code=report.code))
    return Reply(msgspec.structs.replace(card, parts=(begun, *card.parts)))


@router.on(Click, "reports.open")
async def on_report_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_outcome_report(turn, await load_report(turn, event.value)))


@router.on(Click, "reports.recount")
async def on_report_recount(event: Click, turn: Turn) -> Reply:
    report = await load_report(turn, event.value, DRAFT, CHECKED)
    await recount_report(turn, report)
    return Reply(await draw_outcome_report(turn, report), replace=event.direct)


@router.on(Click, "reports.check")
async def on_report_check(event: Click, turn: Turn) -> Reply:
    """Take the numbers as checked: those that stood on the card, and not newer ones."""
    report = await load_report(turn, event.value, DRAFT)
    _need_same_count(turn, report, event.value)
    check_version(turn, report)
    return Reply(await draw_outcome_report(turn, report), replace=event.direct)


@router.on(Click, "reports.freeze")
async def on_report_freeze(event: Click, turn: Turn) -> Reply:
    report = await load_report(turn, event.value, CHECKED)
    _need_same_count(turn, report, event.value)
    freeze_report(turn, report)
    return Reply(await draw_outcome_report(turn, report), replace=event.direct)


@router.on(Click, "reports.discard")
async def on_report_discard(event: Click, turn: Turn) -> Reply:
    """Delete a version that is not frozen."""
    await turn.store.outcome_reports.delete_draft(await load_report(turn, event.value, DRAFT, CHECKED))
    return Reply(await draw_report_list(turn), replace=event.direct)


async def load_report(turn: Turn, value: str, *states: str) -> OutcomeReport:
    """Return the report for the secretariat; to change it, in one of these states and locked."""
    await rights.need_secretariat(turn)
    reports = turn.store.outcome_reports
    report = await (reports.lock if states else reports.find)(CountedReport.parse_value(value).report)
    if report is None:
        raise Missing(turn.say("I cannot find that report."))
    if states and report.state not in states:
        told = describe_report_state(turn, report)
        raise UserError(
            turn.say("{code}. {state}. Open it again to see what can be done.", code=report.code, state=told)
        )
    return report


def _need_same_count(turn: Turn, report: OutcomeReport, value: str) -> None:
    if CountedReport.parse_value(value) != _name_count(report):
        raise UserError(turn.say("{code} has been counted again. Look at the numbers once more.", code=report.code))


def _name_count(report: OutcomeReport) -> CountedReport:
    return CountedReport(report.id, encode_read_time(report))


async def draw_outcome_report(turn: Turn, report: OutcomeReport) -> Card:
    say, parts = turn.say, list[Part]([Text(describe_report_state(turn, report), "strong")])
    before = await find_version_before(turn.store, report)
    if before is not None:
        parts += [Text(say("Corrects {code}: {why}", code=before.code, why=report.why))]
        parts += [Text(line, "subtle") for line in list_report_changes(say, before, report)]
    parts += _draw_figures(say, report)
    return Card(say("Outcome report {code}", code=report.code), (*parts, Buttons(_draw_report_buttons(turn, report))))


def _draw_figures(say: Say, report: OutcomeReport) -> list[Part]:
    found, parts = map_by_name(load_frozen_figures(report)), list[Part]()
    for section in NETWORK_SECTIONS:
        known = [found[figure.name] for figure in section.figures if figure.name in found]
        rows = [
            (figure.label(say), describe_figure_value(say, found[figure.name]))
            for figure in section.figures
            if figure.name in found
        ]
        parts += [Text(section.label(say), "strong"), Facts(tuple(rows))]
        parts += [Text(gap, "subtle") for one in known if (gap := describe_figure_gap(say, one))][:1]
    return parts


def _draw_report_buttons(turn: Turn, report: OutcomeReport) -> tuple[Button, ...]:
    say, id = turn.say, str(report.id)
    row = [Button(say("As a file"), "reports.file", id)]
    if is_sign_in_safe(turn.arena):
        row.append(Button(say("Lists on the web"), url=f"{turn.arena.base_url.rstrip('/')}{PATH}/{report.code}"))
    if report.state == DRAFT:
        row.insert(
            0, Button(say("The numbers are checked"), "reports.check", _name_count(report).encode_value(), "primary")
        )
    if report.state == CHECKED:
        sure = say("A frozen version cannot be changed or deleted. Freeze it?")
        row.insert(0, Button(say("Freeze it"), "reports.freeze", _name_count(report).encode_value(), "primary", sure))
    if report.state != FROZEN:
        row.append(Button(say("Count again"), "reports.recount", id))
        row.append(
            Button(say("Discard the draft"), "reports.discard", id, "danger", say("Discard {code}?", code=report.code))
        )
    return tuple(row)


router.include_router(report_export.router)
