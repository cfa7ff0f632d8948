"""The first minutes of somebody who has never seen the page: what it is, where to begin, and who one is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.async_api import expect

from tests.browser.tabs import PHONE, Tabs

FIRST_PAGE = [
    ("nb-NO", "nb", "Hvem er du?", "Vær Per Liksom og spør", "Begynn som Per Liksom"),
    ("nn-NO", "nn", "Kven er du?", "Ver Aud Tenkt og spør", "Byrj som Aud Tenkt"),
    ("en-US", "en", "Who are you?", "Be James Mockup and ask", "Begin as James Mockup"),
]


@pytest.mark.parametrize(("locale", "language", "who", "begin", "button"), FIRST_PAGE)
async def test_the_first_page_is_in_the_browser_s_language_and_says_where_to_begin(
    tabs: Tabs, locale: str, language: str, who: str, begin: str, button: str
) -> None:
    tab = await tabs.open(locale=locale)
    await expect(tab.page.get_by_role("heading", name=who)).to_be_visible()
    assert await tab.page.evaluate("document.documentElement.lang") == language
    await expect(tab.main.get_by_text(begin)).to_contain_text("Marit Bransje")
    await tab.page.get_by_role("button", name=button).click()
    await expect(tab.main.locator(".composer")).to_be_visible()
    assert await tab.page.evaluate("document.documentElement.lang") == language


async def test_another_language_is_chosen_on_the_first_page_and_kept(tabs: Tabs) -> None:
    tab = await tabs.open(locale="nb-NO")
    await tab.page.get_by_role("button", name="English").click()
    await expect(tab.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    await expect(tab.page.get_by_role("button", name="English", pressed=True)).to_be_focused()
    await tab.page.reload()
    await expect(tab.page.get_by_role("heading", name="Who are you?")).to_be_visible()


@pytest.mark.parametrize("wide", [True, False], ids=["desk", "phone"])
async def test_who_one_is_stands_in_the_head_and_is_changed_there(tabs: Tabs, *, wide: bool) -> None:
    options = {} if wide else {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    tab = await tabs.open("per", **options)
    head = tab.main.locator("header")
    await expect(head.get_by_role("button", name="PL Per")).to_contain_text("Bytt")
    await head.get_by_role("button", name="PL Per").click()
    await expect(tab.page.get_by_role("menuitem", name="Per Liksom")).to_be_focused()
    await tab.page.get_by_role("menuitem", name="Siri Mønster").click()
    await expect(head.get_by_role("button", name="SM Siri")).to_be_visible()
    assert await tab.page.evaluate("sessionStorage.getItem('arena.me')") == "siri"


async def test_whoever_does_not_see_the_page_finds_its_parts_by_name(tabs: Tabs) -> None:
    tab = await tabs.open("per")
    await expect(tab.message("Velkommen")).to_be_visible()
    parts = "nav, main, aside:not([hidden]), [role=log], [role=search], .down"
    unnamed = (
        f"[...document.querySelectorAll('{parts}')].filter((node) => !node.ariaLabel).map((node) => node.outerHTML)"
    )
    assert await tab.page.evaluate(unnamed) == []
    levels = "[...document.querySelectorAll('h1, h2, h3, h4')].map((node) => Number(node.tagName[1]))"
    found = await tab.page.evaluate(levels)
    assert found[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(found))
    assert await tab.main.locator(".card p:not([dir=auto])").count() == 0
    await expect(tab.page.get_by_role("link", name="Opptre som Siri Mønster (SM)")).to_be_visible()
