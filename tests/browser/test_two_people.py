"""Two people in one window: each in a frame with an identity of its own."""

from __future__ import annotations

from playwright.async_api import FrameLocator, Page, expect

from tests.browser.tabs import PHONE, Tabs
from tests.browser.test_the_page import OVERFLOW

QUESTION = "Har noen satt solceller på taket av en lagerhall?"


def _find_pane(page: Page, number: int) -> FrameLocator:
    return page.frame_locator(f"iframe[name=pane{number}]")


async def test_the_question_of_one_is_seen_to_arrive_at_the_other(tabs: Tabs) -> None:
    page = (await tabs.open("per")).page
    await page.get_by_role("button", name="Mer i lekeplassen").click()
    await page.get_by_role("menuitem", name="To personer side om side").click()
    one, other = _find_pane(page, 1), _find_pane(page, 2)
    await expect(page.get_by_title("1: siden som Per Liksom")).to_be_visible()
    await expect(page.get_by_title("2: siden som Siri Mønster")).to_be_visible()
    await expect(one.locator(".message").first).to_be_visible()
    await expect(other.locator(".message").first).to_be_visible()
    await other.get_by_role("button", name="Meny").click()
    await other.locator("#places").get_by_role("link", name="tema-energi").click()
    await one.locator("#main .composer textarea").fill(QUESTION)
    await one.locator("#main .composer textarea").press("Enter")
    await expect(other.locator(".message", has_text=QUESTION)).to_be_visible()


async def test_each_pane_changes_its_person_alone(tabs: Tabs) -> None:
    page = (await tabs.open("per")).page
    await page.goto(f"{tabs.url}/?beside=per,siri")
    await _find_pane(page, 2).get_by_role("button", name="Bytt").click()
    await _find_pane(page, 2).get_by_role("menuitem", name="Olav Døme").click()
    await expect(page.get_by_title("2: siden som Olav Døme")).to_be_visible()
    await expect(_find_pane(page, 1).locator(".identity")).to_contain_text("Per")
    await page.get_by_role("button", name="Olav Døme").press("Enter")  # by keys into the other pane
    assert await page.evaluate("document.activeElement.name") == "pane2"
    await page.get_by_role("button", name="Én person").click()
    await expect(page.get_by_role("link", name="Du er Per Liksom")).to_be_visible()


async def test_on_a_phone_there_is_one(tabs: Tabs) -> None:
    tab = await tabs.open("per", viewport=PHONE)
    await tab.page.get_by_role("button", name="Mer i lekeplassen").click()
    await expect(tab.page.get_by_role("menuitem", name="Neste dag")).to_be_visible()
    assert await tab.page.get_by_role("menuitem", name="To personer side om side").count() == 0
    await tab.page.goto(f"{tabs.url}/?beside=per,siri")
    await expect(tab.page.locator("iframe").first).to_be_visible()
    await expect(tab.page.locator("iframe").last).to_be_hidden()
    assert await tab.page.evaluate(OVERFLOW) == 0
