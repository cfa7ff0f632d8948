"""From a meeting's card to an agenda: proposed on a phone, taken up at a desk, arranged and sent."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from bot.app import Bot
from handlers.dates.workdays import find_next_workday
from storage.kit.clocks import MovableClock
from tests.browser.tabs import PHONE, Tabs
from tests.browser.test_a_meeting import LINE


async def test_proposed_on_a_phone_taken_up_and_sent(bot: Bot, tabs: Tabs) -> None:
    clock = bot.database.clock
    assert isinstance(clock, MovableClock)
    tomorrow = clock().replace(hour=9) + timedelta(days=1)  # by day, when whoever arranges it is told
    clock.move_forward(tomorrow + (find_next_workday(tomorrow.date()) - tomorrow.date()))
    marit = await tabs.open("marit")
    await marit.write(LINE)
    await marit.press("Lagre", marit.message("Stemmer dette?"))
    await expect(marit.message("Planlagt. Kortet går til")).to_be_visible()

    kari = await tabs.open("kari", "#tema-nett", viewport=PHONE)
    card = kari.main.locator(".message", has_text="Arenamøte i vår").first
    await kari.press("Foreslå til saklisten", card)
    await kari.dialog.get_by_label("Hva gjelder det?").fill("Kø for mer nettkapasitet")
    await kari.dialog.get_by_label("Hvor mange minutter?").fill("snart")
    await kari.dialog.get_by_role("button", name="Foreslå", exact=True).click()
    await expect(kari.dialog).to_contain_text("Skriv et antall minutter mellom 1 og 600.")
    await kari.dialog.get_by_label("Hvor mange minutter?").fill("20")
    await kari.dialog.get_by_role("button", name="Foreslå", exact=True).click()
    await expect(kari.message("Arrangøren bestemmer, og du hører fra meg.")).to_be_visible()

    wish = marit.message("Foreslått til saklisten for Arenamøte i vår")
    await expect(wish).to_contain_text("Kø for mer nettkapasitet")
    await marit.press("Sett på saklisten", wish)
    agenda = marit.message("Sakliste: Arenamøte i vår")
    await expect(agenda).to_contain_text("Konkurranseloven")
    await expect(agenda).to_contain_text("10.00–10.20")
    await marit.press("Send saklisten", agenda)
    await marit.dialog.get_by_label("Sakspapirer").fill("Rapporten https://filer.eksempel.test/rapport.pdf")
    await marit.dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(marit.message("er på vei.")).to_be_visible()
    await kari.press("Sakliste", card)
    seen = kari.message("Sakliste: Arenamøte i vår")
    await expect(seen.get_by_role("link", name="Rapporten")).to_have_attribute(
        "href", "https://filer.eksempel.test/rapport.pdf"
    )
