"""The playground's clock and its network, moved and built anew from the page."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.async_api import expect

from bot.app import Bot
from bot.platforms.playground import PlaygroundPlatform
from tests.browser.tabs import PHONE, Tabs
from tests.browser.test_the_page import OVERFLOW

#: ten o'clock in Oslo
MONDAY = datetime(2030, 3, 4, 9, tzinfo=UTC)
QUESTION = "Har noen satt solceller på taket av en lagerhall?"


def _set_day(bot: Bot) -> None:
    playground = bot.platforms["playground"]
    assert isinstance(playground, PlaygroundPlatform)
    assert playground.days is not None
    playground.days.clock.move_forward(MONDAY)


async def test_the_next_day_comes_with_what_fell_due(bot: Bot, tabs: Tabs) -> None:
    _set_day(bot)
    per, siri = await tabs.open("per"), await tabs.open("siri")
    await expect(per.main.locator(".today")).to_contain_text("man. 4. mars")
    await per.write(QUESTION)
    await expect(per.message(QUESTION)).to_be_visible()
    for day in ("tir. 5. mars", "ons. 6. mars"):
        await per.page.get_by_role("button", name="Neste dag").click()
        await expect(per.main.locator(".today")).to_contain_text(day)
        await expect(siri.main.locator(".today")).to_contain_text(day)
        await expect(per.page.get_by_role("button", name="Neste dag")).to_be_focused()
    await expect(siri.message(QUESTION)).to_be_visible()  # leads the topic, and was reminded
    await expect(per.main.locator(".day").last).to_have_text("4. mars 2030")  # no longer today
    await per.write("hjelp")
    await expect(per.main.locator(".day").last).to_have_text("I dag")


async def test_on_a_phone_the_head_has_the_name_and_one_menu(bot: Bot, tabs: Tabs) -> None:
    _set_day(bot)
    tab = await tabs.open("per", "#tema-energi", viewport=PHONE, has_touch=True, is_mobile=True)
    head, menu = tab.main.locator(".top"), tab.main.get_by_role("button", name="Mer i lekeplassen")
    await expect(head.get_by_role("heading")).to_have_text("tema-energi")
    for width, rows in ((390, 1), (320, 2)):
        await tab.page.set_viewport_size(PHONE | {"width": width})
        assert await head.evaluate("node => node.offsetHeight") < 40 + 30 * rows
        await menu.tap()
        await expect(tab.page.get_by_role("menuitem", name="Fjern Arena")).to_be_visible()
        await expect(tab.page.get_by_role("menuitem", name="mandag 4. mars")).to_be_visible()
        await expect(tab.page.get_by_role("menuitem", name="Neste dag")).to_be_visible()
        await tab.page.keyboard.press("Escape")
    await menu.tap()
    await tab.page.get_by_role("menuitem", name="Neste dag").tap()
    await expect(tab.page.get_by_role("status").filter(has_text="tirsdag 5. mars")).to_be_visible()
    for width in (320, 390):
        await tab.page.set_viewport_size(PHONE | {"width": width})
        assert await tab.page.evaluate(OVERFLOW) == 0


async def test_the_channel_s_name_is_read_beside_a_thread_too(bot: Bot, tabs: Tabs) -> None:
    _set_day(bot)
    kari = await tabs.open("kari", "#generelt")
    await kari.write("Hei")
    await kari.message("Hei").hover()
    await kari.message("Hei").get_by_role("button", name="Svar i tråden").click()
    await expect(kari.thread.locator(".composer textarea")).to_be_focused()
    assert await kari.main.locator("h1").evaluate("node => node.scrollWidth <= node.clientWidth")
    await expect(kari.main.get_by_role("button", name="Neste dag")).to_be_visible()
