"""A meeting from a line of chat to an answer and a new time, each by another member in another tab."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from handlers.chat.say import Say
from tests.browser.tabs import PHONE, Tabs

SAY = Say("nb", ZoneInfo("Europe/Oslo"))
#: wall times, far enough ahead on every day on which this runs
FIRST = (datetime.now(UTC) + timedelta(days=60)).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
THEN = FIRST + timedelta(days=1, hours=2)
LINE = f"møte ny Arenamøte i vår, {SAY.format_period(FIRST.date())} kl 10-15, Eksempel Industripark"


async def test_planned_in_a_line_answered_on_a_phone_and_moved(tabs: Tabs) -> None:
    marit = await tabs.open("marit")
    await marit.has_begun()
    await marit.write(LINE)
    echo = marit.message("Stemmer dette?")
    await expect(echo).to_contain_text(SAY.format_period(FIRST, FIRST + timedelta(hours=5)))
    await marit.press("Lagre", echo)
    planned = marit.message("Planlagt. Kortet går til")
    await expect(planned).to_be_visible()

    kari = await tabs.open("kari", "#tema-nett", viewport=PHONE)
    card = kari.main.locator(".message", has_text="Arenamøte i vår").first
    await expect(card).to_contain_text("Ingen har svart ennå.")
    await kari.press("Kommer fysisk", card)
    await expect(card).to_contain_text("Eksempel Industripark 1")

    desk = await tabs.open("kari")
    await desk.write("møter")
    here = "Arenamøte hos Eksempel Industripark"
    await desk.message("Neste møter").locator(".item", has_text=here).get_by_role("button", name="Vis").click()
    mine = desk.main.locator(".message", has=desk.page.get_by_role("heading", level=2, name=here)).last
    await expect(mine).to_be_visible()
    await expect(mine.get_by_role("button", name="Foreslå til saklisten")).to_have_count(0)
    await desk.press("Flere knapper", mine)
    await expect(desk.page.get_by_role("menuitem")).to_have_text(["Legg i kalenderen", "Foreslå til saklisten"])
    await desk.page.get_by_role("menuitem", name="Foreslå til saklisten").click()
    await expect(desk.dialog).to_be_visible()

    await marit.press("Flere knapper", planned)
    await marit.page.get_by_role("menuitem", name="Endre eller avlys").click()
    await marit.dialog.get_by_label("Endre tittel, tid eller sted").check()
    await marit.dialog.get_by_role("button", name="Velg", exact=True).click()
    day, begins, ends = (marit.dialog.get_by_label(label) for label in ("Dag", "Fra", "Til"))
    await expect(day).to_have_value(FIRST.date().isoformat())
    await expect(begins).to_have_value("10:00")
    await day.fill(THEN.date().isoformat())
    await begins.fill("12:00")
    await ends.fill("15:00")
    await marit.dialog.get_by_role("button", name="Forhåndsvis", exact=True).click()
    await marit.press("Lagre", marit.message("Dette endres:"))
    await expect(card).to_contain_text(SAY.format_period(THEN, THEN + timedelta(hours=3)))
    await expect(card).to_contain_text("Ingen har svart ennå.")


async def test_a_time_that_is_none_is_complained_of_at_its_field(tabs: Tabs) -> None:
    marit = await tabs.open("marit")
    await marit.has_begun()
    await marit.write("møte ny")
    await marit.press("Nytt møte", marit.message("Et skjema åpner seg."))
    await marit.dialog.get_by_label("Tittel").fill("Nettfrokost")
    await marit.dialog.get_by_label("Dag").fill(FIRST.date().isoformat())
    await marit.dialog.get_by_label("Fra").fill("10:00")
    await marit.dialog.get_by_label("Til").fill("09:00")
    await marit.dialog.get_by_role("button", name="Forhåndsvis", exact=True).click()
    await expect(marit.dialog).to_contain_text("10:00–09:00")
    await expect(marit.dialog.get_by_label("Tittel")).to_have_value("Nettfrokost")


async def test_an_answer_on_the_home_page_is_read_there_and_home_knows_it(tabs: Tabs) -> None:
    kari = await tabs.open("kari")
    await kari.page.get_by_role("link", name="Hjem").click()
    home = kari.main.locator(".page-card")
    await home.get_by_role("button", name="Kommer digitalt").first.click()
    await expect(kari.dialog).to_contain_text("Du kommer digitalt.")
    await kari.dialog.get_by_role("button", name="Kanskje").click()
    await expect(kari.dialog).to_contain_text("Du kommer kanskje.")
    await kari.page.keyboard.press("Escape")
    await expect(kari.dialog).to_have_count(0)
    await expect(home).to_contain_text("Du kommer kanskje.")
    assert kari.page.url.endswith("#~home")
