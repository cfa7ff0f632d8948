"""Show the investor sheets of parks on the web: what was frozen, and each version behind its park."""

from __future__ import annotations

from handlers.chat.cards import Card
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.directory.file_links import list_file_addresses
from handlers.exchange.plots.plot_pictures import load_plot_picture_file
from handlers.exchange.profiles.sheet_content import SheetContent, load_sheet_content
from handlers.exchange.profiles.sheet_desk import draw_sheet_parts
from handlers.exchange.profiles.sheet_file import PATH as FILE
from handlers.exchange.profiles.sheet_file import PURPOSE
from handlers.exchange.profiles.sheet_sight import may_read_sheet, may_write_sheet
from handlers.exchange.profiles.sheet_versions import describe_sheet_state
from handlers.library.pictures.page_pictures import PagePicture
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.pages.addresses import INVESTORS
from handlers.pages.exchange_tabs import EXCHANGE
from handlers.pages.page_parts import EntryList, PageEntry, PageLink, PageRequest, WebPage
from storage.exchange.investor_sheets import InvestorSheet

SECTION, PATH, PICTURES = "investors", INVESTORS, f"{INVESTORS}/pictures"
#: digits of a version; plots of a page
DIGITS, MOST_PLOTS = 4, 60


async def draw_investor_list_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw the newest frozen version of each park."""
    if asked.query:
        return None
    say, newest = turn.say, dict[int, InvestorSheet]()
    for sheet in await turn.store.investor_sheets.list_frozen_sheets():
        newest.setdefault(sheet.organisation_id, sheet)
    codes = {one.id: one.code for one in await turn.store.organisations.list_all_organisations()}
    entries = tuple(
        PageEntry(
            sheet.content["name"], f"{PATH}/{codes[sheet.organisation_id]}.{sheet.version}", text=sheet.about,
            notes=(describe_sheet_state(turn, sheet),),
        )
        for sheet in sorted(newest.values(), key=lambda one: one.content["name"])
        if sheet.organisation_id in codes
    )  # fmt: skip
    hint = "" if entries else say("A park makes one in the chat: “exchange plot sheet”.")
    listing = EntryList(entries, say.many("{n} investor sheet", "{n} investor sheets", len(entries)), hint)
    back = PageLink(say("Offers and needs"), EXCHANGE)
    return WebPage(SECTION, say("Investor sheets"), back=back, listing=listing)


async def draw_investor_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw one version; None for whoever may not read it."""
    sheet = await _find_sheet(turn, asked.code)
    if asked.query or sheet is None or not await may_read_sheet(turn.store, turn.person, sheet):
        return None
    whole = await may_write_sheet(turn.store, turn.person, sheet)
    content = await load_sheet_content(turn, sheet, whole=whole)
    return WebPage(
        SECTION,
        content.title,
        back=PageLink(turn.say("Investor sheets"), PATH),
        remarks=content.remarks,
        card=Card("", tuple(draw_sheet_parts(content, MOST_PLOTS))),
        pictures=_list_sheet_pictures(sheet, content),
        links=tuple(PageLink(*one) for one in list_file_addresses(turn, PURPOSE, FILE, sheet.id)),
    )


def _list_sheet_pictures(sheet: InvestorSheet, content: SheetContent) -> tuple[PagePicture, ...]:
    """List the pictures with their plots: they stand below all of them."""
    return tuple(
        PagePicture(
            f"{PICTURES}/{sheet.id}.{photo.picture.id}", f"{plot.code}: {photo.alt}", photo.credit,
            photo.picture.width, photo.picture.height,
        )
        for plot in content.plots[:MOST_PLOTS]
        for photo in plot.photos
    )  # fmt: skip


async def open_sheet_picture(turn: Turn, asked: PageRequest) -> PictureFile | None:
    """Return a picture for whoever may read the version that it stands on, while its plot is open to them."""
    sheet_id, _, picture_id = asked.code.partition(".")
    sheet = await turn.store.investor_sheets.find(parse_id(sheet_id))
    if sheet is None or not await may_read_sheet(turn.store, turn.person, sheet):
        return None
    whole = await may_write_sheet(turn.store, turn.person, sheet)
    content = await load_sheet_content(turn, sheet, whole=whole)
    shown = {photo.picture.id: photo.picture for plot in content.plots for photo in plot.photos}
    picture = shown.get(parse_id(picture_id))
    return await load_plot_picture_file(turn.store, picture) if picture is not None else None


async def _find_sheet(turn: Turn, code: str) -> InvestorSheet | None:
    """Return the version of "eksempel.2"."""
    park, _, version = code.rpartition(".")
    if not (version.isascii() and version.isdecimal() and len(version) <= DIGITS):
        return None
    organisation = await turn.store.organisations.find_organisation_by_code(park)
    return await turn.store.investor_sheets.find_sheet(organisation.id, int(version)) if organisation else None
