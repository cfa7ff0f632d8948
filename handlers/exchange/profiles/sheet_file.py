"""Export an investor sheet as a file, with what its page says."""

from __future__ import annotations

from handlers.chat import signed_links
from handlers.chat.cards import Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext, RenderContext, Turn
from handlers.directory.file_links import offer_file_links
from handlers.documents import Heading, Paper, Paragraph, Part, Picture, Points, Table
from handlers.exchange.plots.plot_pictures import load_plot_picture_file
from handlers.exchange.profiles.sheet_content import SheetContent, SheetPhoto, load_sheet_content
from handlers.exchange.profiles.sheet_sight import load_readable_sheet, may_read_sheet, may_write_sheet
from handlers.questions.live.page_readers import find_page_reader
from storage.exchange.investor_sheets import InvestorSheet
from storage.kit.database import Store

router = Router()
PURPOSE, PATH = "profiles.file", "/data/investor-sheet/{token}"
#: relative widths of the columns: label, value
WIDTHS = (2, 4)


@router.on(Click, "profiles.file")
async def on_investor_sheet_file(event: Click, turn: Turn) -> Reply:
    sheet = await load_readable_sheet(turn, event.value)
    return offer_file_links(turn, PURPOSE, PATH, sheet.id, turn.say("Version {n}", n=sheet.version))


async def build_linked_investor_sheet(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build what a link opens now; None for an invalid or expired link, or a reader who may not read it now."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    who = await find_page_reader(store, link) if link is not None and link.person_id else None
    sheet = await store.investor_sheets.find(link.id) if link is not None else None
    if who is None or who.person is None or sheet is None or not await may_read_sheet(store, who.person, sheet):
        return None
    whole = await may_write_sheet(store, who.person, sheet)
    at = LinkContext(store, Say(language, arena.zone), arena)
    return await build_investor_paper(at, sheet, await load_sheet_content(at, sheet, whole=whole))


async def build_investor_paper(at: RenderContext, sheet: InvestorSheet, content: SheetContent) -> Paper:
    say = at.say
    parts: list[Part] = [*(Paragraph(line, "subtle") for line in content.remarks)]
    parts += [Paragraph(content.about, marked=True)] if content.about else []
    parts += [Table(content.facts, widths=WIDTHS)] if content.facts else []
    for plot in content.plots:
        parts += [Heading(plot.title), Table(plot.rows, widths=WIDTHS)]
        parts += [Paragraph(plot.note, "subtle")] if plot.note else []
        parts += [await _load_photo(at, one) for one in plot.photos]
        parts += [Paragraph(f"{say('Link to a picture')}: {plot.picture} ({plot.credit})")] if plot.picture else []
    if content.listings:
        parts += [Heading(say("Offers and needs")), Points(content.listings)]
    return Paper(
        title=content.title, parts=tuple(parts), language=say.language,
        name=f"investor-sheet-{sheet.organisation_id}-{sheet.version}", author=sheet.content["name"],
        subject=say("Investor sheet"), keywords=sheet.content["region"], made_at=sheet.frozen_at or sheet.made_at,
    )  # fmt: skip


async def _load_photo(at: RenderContext, photo: SheetPhoto) -> Picture:
    found, one = await load_plot_picture_file(at.store, photo.picture), photo.picture
    return Picture(photo.alt, photo.credit, one.width, one.height, found.data, found.file)
