"""Export a report as a file, with what its page says, by a link for the secretariat."""

from __future__ import annotations

from handlers.chat import signed_links
from handlers.chat.cards import Reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext, RenderContext, Turn
from handlers.directory.file_links import offer_file_links
from handlers.documents import Heading, Paper, Paragraph, Part, Table
from handlers.pages.outcomes.report_content import ReportContent, load_report_content
from handlers.questions.live.page_readers import find_page_reader
from storage.kit.database import Store
from storage.pages.outcome_reports import OutcomeReport

router = Router()
PURPOSE, PATH = "reports.file", "/data/report/{token}"
#: relative widths of the columns: figure, definition, value
WIDTHS = (3, 4, 2)


@router.on(Click, "reports.file")
async def on_report_file(event: Click, turn: Turn) -> Reply:
    """Offer a link for each language, for an hour."""
    report, say = await turn.store.outcome_reports.find(parse_id(event.value)), turn.say
    if report is None:
        raise Missing(say("I cannot find that report."))
    return offer_file_links(turn, PURPOSE, PATH, report.id, say("Outcome report {code}", code=report.code))


async def build_linked_report(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build what a link opens now; None for an invalid or expired link, or a reader who left the secretariat."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    who = await find_page_reader(store, link) if link is not None and link.person_id else None
    report = await store.outcome_reports.find(link.id) if link is not None else None
    if who is None or who.person is None or not who.person.secretariat or report is None:
        return None
    return await build_report_paper(LinkContext(store, Say(language, arena.zone), arena), report)


async def build_report_paper(at: RenderContext, report: OutcomeReport) -> Paper:
    say, content = at.say, await load_report_content(at, report)
    return Paper(
        title=content.title,
        parts=(
            *(Paragraph(line, "subtle") for line in content.remarks),
            *_draw_sections(content),
            *_draw_lists(content),
        ),
        language=say.language,
        name=f"report-{report.code}",
        author=at.arena.name,
        subject=say("Outcome report {code}", code=report.code),
        keywords=str(report.year),
        made_at=report.frozen_at or report.made_at,
    )


def _draw_sections(content: ReportContent) -> list[Part]:
    parts = list[Part]()
    for title, rows in content.sections:
        cells = tuple((row.label, " ".join(filter(None, (row.definition, row.gap))), row.value) for row in rows)
        parts += [Heading(title), Table(cells, widths=WIDTHS)]
    return parts


def _draw_lists(content: ReportContent) -> list[Part]:
    parts = list[Part]()
    for title, records in content.lists:
        parts.append(Heading(title))
        for one in records:
            parts.append(Paragraph(one.title, "strong"))
            parts += [Paragraph(one.text)] if one.text else []
    return parts
