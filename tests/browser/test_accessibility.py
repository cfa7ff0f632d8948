"""Everybody can use the page: by keys alone, enlarged, and as axe-core sees it."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, expect

from bot.app import Bot
from tests.browser.tabs import PHONE, Tab, Tabs
from tests.browser.test_forms import choose_audience, organisations
from tests.browser.test_the_page import OVERFLOW, STICKS_OUT

#: what a reader hardly notices; everything above it fails
SLIGHT = "minor"
QUESTION = "Har noen satt solceller på taket av en lagerhall?"
ANSWER = "Ja, 400 kW på lager 2. Vi sjekket taket først."
#: scheme of colours -> the rules of axe that it is looked at with; none: with all
SCHEMES: dict[str, tuple[str, ...]] = {"light": (), "dark": ("color-contrast", "link-in-text-block")}
NOTHING: dict[str, list[str]] = {scheme: [] for scheme in SCHEMES}
#: 200 % of a window of 1280 by 860
ENLARGED = {"width": 640, "height": 430}
NARROWEST = {"width": 320, "height": 640}
NO_OVERFLOW: tuple[int, list[str]] = (0, [])
#: every view of the page that `show_view` brings about
VIEWS = (
    "first page", "chat", "channel", "thread", "home", "search", "library", "filters", "form", "menu", "actions",
    "exchange", "offer",
)  # fmt: skip
#: those that are open menus
MENUS = ("menu", "actions")
#: those that come with less unfolded where they are narrow
FOLDED = ("library",)
#: its half a million letters are sent to each page once
AXE = Axe().axe_script


async def list_violations(tab: Tab, *rules: str) -> list[str]:
    """Each with the elements that it is about, so that a failure names them; `rules`: of those alone."""
    if not await tab.page.evaluate("'axe' in window"):
        await tab.page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = await tab.page.evaluate(
        "options => axe.run(options).then(found => found.violations)", {"resultTypes": ["violations"]} | only
    )
    return [
        f"{one['impact']} {one['id']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in found
        if one["impact"] != SLIGHT
    ]


async def open_view(tabs: Tabs, view: str, **options: object) -> Tab:
    if view == "first page":
        tab = await tabs.open(**options)
        await expect(tab.page.get_by_role("heading", name="Hvem er du?")).to_be_visible()
        return tab
    address = {
        "home": "#~home",
        "library": "#~library",
        "filters": "#~library",
        "search": "#~find",
        "channel": "#tema-nett",
        "thread": "#generelt",
    }.get(view, "")
    tab = await tabs.open("kari", address, **options)
    await expect(tab.main.locator(".top")).to_be_visible()
    return tab


async def show_view(tab: Tab, view: str) -> None:
    """Do what it takes until the view is as somebody sees it who uses it."""
    match view:
        case "home":
            await expect(tab.main.locator(".page-card .card")).to_be_visible()
        case "library":
            await expect(tab.main.locator(".library .item").first).to_be_visible()
        case "exchange":
            await tab.write("bytte")
            await expect(tab.message("Tilbud og behov")).to_be_visible()
        case "offer":
            await tab.write("bytte sted nytt")
            await tab.page.get_by_role("button", name="Legg til et sted").last.click()
            await expect(tab.dialog).to_be_visible()
        case "filters":
            await expect(tab.main.locator(".library .item").first).to_be_visible()
            await tab.main.locator("details.filters").evaluate("node => { node.open = true }")
            await expect(tab.main.locator(".chip").first).to_be_visible()
        case "actions":
            await tab.write("sak S-1")
            await tab.message("S-1").locator(".buttons [aria-haspopup]").last.click()
            await expect(tab.page.get_by_role("menu")).to_be_visible()
        case "chat":
            await tab.write("hjelp")
            await expect(tab.message("Dette kan du gjøre her")).to_be_visible()
        case "thread":
            await tab.write("Hei")
            await tab.message("Hei").hover()
            await tab.message("Hei").get_by_role("button", name="Svar i tråden").click()
            await expect(tab.thread.locator(".composer textarea")).to_be_focused()
        case "form":
            await tab.write("løsning")
            await tab.page.get_by_role("button", name="Lagre løsning").last.click()
            await expect(tab.dialog).to_be_visible()
            await tab.dialog.get_by_role("button", name="Lagre", exact=True).click()
            await expect(tab.dialog.locator(".error:visible").first).to_be_visible()
        case "menu":
            await tab.page.get_by_role("button", name="Bytt").click()
            await expect(tab.page.get_by_role("menu")).to_be_visible()


async def list_violations_by_scheme(tab: Tab) -> dict[str, list[str]]:
    """In light and in dark, as when the desk of somebody who has it open goes dark: that changes colours alone."""
    found = {}
    for scheme, rules in SCHEMES.items():
        await tab.page.emulate_media(color_scheme=scheme)
        found[scheme] = await list_violations(tab, *rules)
    return found


@pytest.mark.parametrize("view", VIEWS)
async def test_axe_finds_nothing_above_minor_and_nothing_sticks_out(tabs: Tabs, view: str) -> None:
    """At a desk, then enlarged in the same window, then as narrow as the narrowest phone."""
    tab = await open_view(tabs, view, reduced_motion="reduce")
    await show_view(tab, view)
    assert await list_violations_by_scheme(tab) == NOTHING
    for size in (ENLARGED, NARROWEST):
        await tab.page.set_viewport_size(size)
        if view in MENUS:  # they close when the window changes
            await expect(tab.page.get_by_role("menu")).to_have_count(0)
            await show_view(tab, view)
        if view in FOLDED:
            await tab.page.reload()
            await show_view(tab, view)
        assert await list_overflows(tab) == NO_OVERFLOW


async def test_axe_finds_nothing_on_a_phone_with_the_places_drawn(tabs: Tabs) -> None:
    tab = await tabs.open("per", viewport=PHONE, reduced_motion="reduce", is_mobile=True)
    await tab.page.get_by_role("button", name="Meny").click()
    await expect(tab.page.get_by_role("link", name="Hjem")).to_be_visible()
    assert await list_violations_by_scheme(tab) == NOTHING


async def test_axe_finds_nothing_beside_another_person(tabs: Tabs) -> None:
    tab = await tabs.open("per", reduced_motion="reduce")
    await tab.page.goto(f"{tabs.url}/?beside=per,siri")
    await expect(tab.page.frame_locator("iframe[name=pane2]").locator(".message").first).to_be_visible()
    assert await list_violations_by_scheme(tab) == NOTHING


async def test_axe_finds_nothing_where_one_of_many_is_searched_and_chosen(bot: Bot, tabs: Tabs) -> None:
    await organisations(bot, 40)
    marit = await tabs.open("marit", viewport=NARROWEST, reduced_motion="reduce")
    chosen = await choose_audience(marit)
    await chosen.get_by_role("searchbox").fill("nr. 3")
    await chosen.get_by_role("button", name="Prøvepark nr. 33").click()
    await expect(chosen.get_by_role("list", name="Valgt").get_by_role("listitem")).to_have_count(1)
    assert await list_violations_by_scheme(marit) == NOTHING
    assert await list_overflows(marit) == NO_OVERFLOW


async def list_overflows(tab: Tab) -> tuple[int, list[str]]:
    """Return by how many pixels the page is too wide, and what sticks out of it."""
    return await tab.page.evaluate(OVERFLOW), await tab.page.evaluate(STICKS_OUT)


async def tab_to(tab: Tab, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until the element has the focus, as somebody does who sees no pointer."""
    await expect(wanted).to_be_visible()
    for _ in range(120):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await tab.page.keyboard.press(key)
    raise AssertionError(f"Tab does not lead to {wanted}")


async def test_from_question_to_saved_solution_by_keys_alone(tabs: Tabs) -> None:
    per, siri = await tabs.open("per"), await tabs.open("siri", "#tema-energi")
    await expect(per.main.locator(".composer textarea")).to_be_focused()
    await per.page.keyboard.type(QUESTION)
    await per.page.keyboard.press("Enter")
    asked = siri.message(QUESTION)
    await expect(asked).to_be_visible()

    await siri.page.locator("#skip").focus()
    await siri.page.keyboard.press("Enter")
    await expect(asked).to_be_focused()
    await tab_to(siri, asked.locator(".tools").get_by_role("button", name="Svar i tråden"))
    await siri.page.keyboard.press("Enter")
    await expect(siri.thread.locator(".composer textarea")).to_be_focused()
    await siri.page.keyboard.type(ANSWER)
    await siri.page.keyboard.press("Enter")

    told = per.message(ANSWER)
    await tab_to(per, told.get_by_role("button", name="Dette løste det"), "Shift+Tab")
    await per.page.keyboard.press("Enter")
    await tab_to(per, per.page.get_by_role("button", name="Lagre som løsning").last, "Shift+Tab")
    await per.page.keyboard.press("Enter")
    title = per.dialog.get_by_label("Tittel")
    await expect(per.dialog).to_be_visible()
    await tab_to(per, title)
    await per.page.keyboard.press("Control+a")
    await per.page.keyboard.type("Solceller på lagertak")
    await per.page.keyboard.press("Control+Enter")
    await expect(per.dialog).to_have_count(0)
    await siri.page.keyboard.press("Escape")
    await expect(siri.page.locator("#side")).to_be_hidden()
