"""Pages of what is frozen, and pages behind links, in a real browser: everybody can read them."""

from __future__ import annotations

import io

from PIL import Image
from playwright.async_api import expect

from bot.app import Bot
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.imports.table_choice import TABLE_KINDS
from handlers.exchange.imports.upload_link import build_upload_address
from handlers.exchange.plots.picture_upload import build_picture_upload_address
from handlers.exchange.plots.plot_facts import LAND
from handlers.exchange.profiles.sheet_versions import freeze_sheet, make_sheet
from handlers.pages.outcomes.report_lifecycle import freeze_report, make_report
from handlers.questions.live.page_links import build_live_page_link
from storage.exchange.listings import OPEN_LEVEL
from storage.exchange.plot_pictures import PlotPicture
from storage.kit.database import Store
from tests.browser.tabs import Tabs
from tests.browser.test_web_pages import forget_what_is_not_there, look_at, sign_in

REPORT, SHEET = "/web/reports/2026-1", "/web/investors/eksempel.1"


async def build_turn(bot: Bot, store: Store, user: str) -> Turn:
    found = await store.people.find_person_by_account(NAME, WORKSPACE, user)
    assert found is not None
    return Turn(store, *found, Say("nb", bot.arena.zone), bot.arena, bot.classifier, None)


async def freeze_report_and_sheet(bot: Bot) -> None:
    """Freeze a report of the secretariat, and a sheet of a park with a picture."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, "JPEG")
    shown = {"alt": "Kaia sett fra sør", "credit": "Foto: Kari", "width": 64, "height": 48, "size": 1, "digest": "x"}
    async with bot.database.begin() as store:
        marit, kari = [await build_turn(bot, store, user) for user in ("marit", "kari")]
        report, _ = await make_report(marit, 2026, "")
        freeze_report(marit, report)
        plot = await store.plots.find_plot_by_code("P-1")
        park = await store.organisations.find_organisation_by_code("eksempel")
        assert plot is not None
        assert park is not None
        plot.level, plot.open_parts = OPEN_LEVEL, [LAND]
        await store.plot_pictures.add(
            PlotPicture(plot_id=plot.id, author_id=kari.person.id, data=made.getvalue(), **shown)
        )
        freeze_sheet(kari, await make_sheet(kari, park, "Havn og kraft", ""))


async def list_linked_pages(bot: Bot) -> dict[str, str]:
    """Return the path of each page behind a link of its own, with its heading."""
    async with bot.database.read() as store:
        kari = await build_turn(bot, store, "kari")
        plot = await store.plots.find_plot_by_code("P-1")
        solution = await store.solutions.find_solution_by_code("L-001")
        assert plot is not None
        assert solution is not None
        linked = {
            build_picture_upload_address(kari, plot): "Et bilde av P-1",
            build_upload_address(kari, TABLE_KINDS["listings"]): "Legg inn en tabell",
            build_live_page_link(bot.arena, "solution", solution.id, kari.now, person_id=kari.person.id): "L-001",
        }
    paths = {address.removeprefix(bot.arena.base_url): heading for address, heading in linked.items()}
    return paths | {f"/web/sign-in/{'a' * 43}": "Logg inn", "/data/import/listings/0": "Her er det ingenting"}


async def test_everybody_can_read_what_is_frozen_and_what_is_behind_a_link(bot: Bot, tabs: Tabs) -> None:
    await freeze_report_and_sheet(bot)
    tab = await tabs.open("marit", reduced_motion="reduce")
    await sign_in(tabs, tab)
    for path, heading in (await list_linked_pages(bot)).items():
        await look_at(tab, tabs.url + path, heading, 404 if heading.startswith("Her") else 200)
    await look_at(tab, tabs.url + REPORT, "Hva det ble til")
    await look_at(tab, tabs.url + SHEET, "Eksempel Industripark: tomter og nett")
    picture = tab.page.get_by_role("img", name="P-1: Kaia sett fra sør")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("one => one.naturalWidth") == 64, "it is served"
    forget_what_is_not_there(tab)
