"""Show the secretariat a report on the web, and behind each number the records that it is made of."""

from __future__ import annotations

from urllib.parse import urlencode

from handlers.chat.cards import Card, Item, Part, Text
from handlers.chat.turn import Turn
from handlers.directory.file_links import list_file_addresses
from handlers.pages import list_choices, number_page
from handlers.pages.addresses import REPORTS
from handlers.pages.figure_rows import load_figure_rows
from handlers.pages.list_choices import PAGE
from handlers.pages.outcomes import report_content
from handlers.pages.outcomes.network_figures import NETWORK
from handlers.pages.outcomes.report_changes import describe_report_state
from handlers.pages.outcomes.report_content import ReportContent, ReportRow
from handlers.pages.outcomes.report_export import PATH as FILE
from handlers.pages.outcomes.report_export import PURPOSE
from handlers.pages.outcomes.report_figures import map_by_name
from handlers.pages.outcomes.report_lifecycle import load_frozen_figures
from handlers.pages.page_parts import EntryList, PageEntry, PageLink, PageRequest, WebPage, YearRow, YearTable
from storage.pages.outcome_reports import OutcomeReport

SECTION, PATH = number_page.SECTION, REPORTS
#: digits of a year and of a version
DIGITS = 4


async def draw_report_list_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw all versions, the newest first."""
    if not turn.person.secretariat or asked.query:
        return None
    say, reports = turn.say, await turn.store.outcome_reports.list_reports()
    entries = tuple(
        PageEntry(
            say("{year}, version {n}", year=one.year, n=one.version), f"{PATH}/{one.code}", text=one.why,
            notes=(describe_report_state(turn, one),),
        )
        for one in reports
    )  # fmt: skip
    hint = "" if reports else say("Write “admin reports” to {name} in the chat to count a year.", name=turn.arena.name)
    listing = EntryList(entries, say.many("{n} version", "{n} versions", len(reports)), hint)
    return WebPage(SECTION, say("Outcome reports"), back=PageLink(say("Numbers"), number_page.PATH), listing=listing)


async def draw_report_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw one version, or the list of one of its figures; None for everybody but the secretariat."""
    report = await _find_report(turn, asked.code)
    choices = list_choices.parse_list_choices(
        PageRequest(f"{PATH}/{asked.code}", query=asked.query), {"figure": NETWORK.keys()}
    )
    if report is None or choices is None:
        return None
    if "figure" in choices.values:
        return await _draw_figure_list(turn, report, choices)
    content = await report_content.load_report_content(turn, report)
    return WebPage(
        SECTION,
        content.title,
        back=PageLink(turn.say("Outcome reports"), PATH),
        remarks=content.remarks,
        years=_build_tables(report, content),
        card=Card("", tuple(_draw_lists(content))) if content.lists else None,
        links=tuple(PageLink(*one) for one in list_file_addresses(turn, PURPOSE, FILE, report.id)),
    )


async def _find_report(turn: Turn, code: str) -> OutcomeReport | None:
    year, _, version = code.partition("-")
    if not turn.person.secretariat:
        return None
    if not all(part.isascii() and part.isdecimal() and len(part) <= DIGITS for part in (year, version)):
        return None
    return await turn.store.outcome_reports.find_report(int(year), int(version))


async def _draw_figure_list(turn: Turn, report: OutcomeReport, choices: list_choices.ListChoices) -> WebPage | None:
    """Draw the very ids that were counted: those that can be seen, and how many are hidden or gone."""
    say, figure = turn.say, NETWORK[choices.values["figure"]]
    frozen = map_by_name(load_frozen_figures(report)).get(figure.name)
    if frozen is None:
        return None
    rows = await load_figure_rows(turn, figure.kind, frozen.ids, choices.skip, PAGE)
    if not list_choices.is_page_there(choices, rows.seen):
        return None
    present = len(await turn.store.figure_ids.list_present_ids(figure.kind, frozen.ids))
    gone, hidden = len(frozen.ids) - present, present - rows.seen
    last = choices.skip + PAGE >= rows.seen
    entries = (*rows.entries, *[PageEntry(say("Deleted on request, or when its time was up"))] * (gone if last else 0))
    remarks = [say.many("{n} more that you may not see.", "{n} more that you may not see.", hidden)] if hidden else []
    return WebPage(
        SECTION,
        f"{figure.label(say)}, {report.year}",
        figure.definition(say),
        back=PageLink(say("Outcome report {code}", code=report.code), f"{PATH}/{report.code}"),
        listing=EntryList(
            entries,
            say.many("{n} record", "{n} records", len(frozen.ids)),
            pages=list_choices.build_page_links(say, choices, rows.seen),
        ),
        remarks=tuple(remarks),
    )


def _build_tables(report: OutcomeReport, content: ReportContent) -> tuple[YearTable, ...]:
    return tuple(
        YearTable(title, (str(report.year),), tuple(_build_row(report, row) for row in rows))
        for title, rows in content.sections
    )


def _build_row(report: OutcomeReport, row: ReportRow) -> YearRow:
    address = f"{PATH}/{report.code}?{urlencode({'figure': row.name})}" if row.listed else ""
    return YearRow(row.label, " ".join(filter(None, (row.definition, row.gap))), ((row.value, address),))


def _draw_lists(content: ReportContent) -> list[Part]:
    parts = list[Part]()
    for title, records in content.lists:
        parts.append(Text(title, "strong"))
        parts += [Item(one.title, one.text) for one in records]
    return parts
