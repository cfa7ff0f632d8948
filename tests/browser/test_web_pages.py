"""The pages below /web in a real browser: found in the chat, read by everybody, and shut behind whoever leaves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, expect

from tests.browser.tabs import Tab, Tabs
from tests.browser.test_accessibility import NARROWEST, NO_OVERFLOW, QUESTION, SCHEMES, list_overflows, list_violations

#: every kind of page, with what its heading says
PAGES = {
    "/web": "Bibliotek",
    "/web?topic=energi&sort=title": "Bibliotek",
    "/web/solutions/L-001": "Effekt lånt av nabo om natta",
    "/web/questions": "Spørsmål",
    "/web/questions/1": "Spørsmål om",
    "/web/issues": "Saker",
    "/web/issues/S-1": "Svarfrist for nettilknytning",
    "/web/consultations": "Høringer",
    "/web/meetings": "Møter",
    "/web/find?q=varme": "Funnet for",
    "/web/exchange": "Tilbud og behov",
    "/web/exchange/B-1": "Tilbud: varme",
    "/web/streams": "Flyter",
    "/web/streams/F-1": "Ut: varme",
    "/web/plots": "Tomter",
    "/web/plots/P-1": "Nordkaia",
    "/web/matches": "Treff",
    "/web/desk": "Ring disse",
    "/web/investors": "Investorark",
    "/web/map": "Parkene og det de bytter",
    "/web/map/topics": "Parker og temaer",
    "/web/map/flows": "Hva som flyter",
    "/web/parks/eksempel": "Eksempel Industripark",
    "/web/numbers": "Tall",
    "/web/year": "Bransjeforeningen i",
    "/web/reports": "Resultatrapporter",
    "/web/start": "Oversikt",
    "/web/nowhere": "Her er det ingenting",
}
#: how far things have moved since the page began to load
SHIFTS = """() => new Promise(tell => {
    let moved = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value })
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => tell(moved)));
})"""
#: what is chosen, and looks like one of those beside it that are not
UNMARKED = """() => [...document.querySelectorAll('.top nav, .chips ul')].filter(list => {
    const ground = node => node && getComputedStyle(node).backgroundColor;
    const chosen = list.querySelector('a[aria-current]');
    return chosen && ground(chosen) === ground(list.querySelector('a:not([aria-current])'));
}).map(list => list.textContent)"""
#: what is of no use on paper, and stands there
PRESSED = """() => [...document.querySelectorAll(
    'button, .search, [type=file], .top nav, .back, .more, .pages a, .chips a, .table'
)].filter(node => node.checkVisibility() && !node.matches('[aria-current]')).map(node => node.outerHTML)"""
#: what a list is narrowed to, as it stands on paper
CHOSEN = """() => [...document.querySelectorAll('.chips:has([aria-current]) summary, div.chips a[aria-current]')]
    .every(node => node.checkVisibility())"""
#: how many times slower than this processor that of a small phone counts as
SLOWER = 8
#: bytes of the largest page
LARGEST = 60_000


async def sign_in(tabs: Tabs, tab: Tab) -> str:
    """As somebody does it: write, open, press. Gives the address of the link."""
    await tab.write("web")
    link = tab.main.locator("a[href*='/web/sign-in/']").last
    address = re.sub(r"^https?://[^/]+", tabs.url, await link.get_attribute("href") or "")
    await tab.page.goto(address)
    await tab.page.get_by_role("button", name=re.compile("Logg inn|Sign in")).click()
    await expect(tab.page.get_by_role("heading", name=re.compile("Oversikt|Overview"), level=1)).to_be_visible()
    return address


@asynccontextmanager
async def slow_down(page: Page) -> AsyncIterator[None]:
    """Let the page have the processor of a small phone. Chromium burns the time that it withholds, so it has an end."""
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield
    finally:
        await session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        await session.detach()


def forget_what_is_not_there(tab: Tab) -> None:
    """The console tells of each page that answers 404, as these are to; whatever else it tells fails the test."""
    tab.trouble[:] = [line for line in tab.trouble if "404" not in line]


async def look_at(tab: Tab, address: str, heading: str, status: int = 200) -> None:
    """axe in light, dark and forced colours, paper, 320 pixels, few bytes, no script, and nothing that moves."""
    answer = await tab.page.goto(address)
    assert answer is not None
    assert answer.status == status, address
    assert len(await answer.body()) < LARGEST, address
    await expect(tab.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert await tab.page.locator("script").count() == 0
    assert await tab.page.evaluate(SHIFTS) == 0, f"{address}: something moves while it is loaded"
    for scheme, rules in SCHEMES.items():
        await tab.page.emulate_media(color_scheme=scheme, forced_colors="none")
        assert await list_violations(tab, *rules) == [], (address, scheme)
    await tab.page.emulate_media(color_scheme="light", forced_colors="active")
    assert await list_violations(tab, "color-contrast") == [], (address, "forced colours")
    assert await tab.page.evaluate(UNMARKED) == [], (address, "forced colours")
    await tab.page.emulate_media(media="print", forced_colors="none")
    assert await tab.page.evaluate(PRESSED) == [], (address, "on paper")
    assert await tab.page.evaluate(CHOSEN), (address, "on paper")
    await tab.page.emulate_media(media="screen")
    wide = tab.page.viewport_size
    assert wide is not None
    await tab.page.set_viewport_size(NARROWEST)
    assert await list_overflows(tab) == NO_OVERFLOW, address
    await tab.page.set_viewport_size(wide)


async def test_everybody_can_read_every_page(tabs: Tabs) -> None:
    """Each kind of page, and keys alone."""
    tab, siri = await tabs.open("marit", reduced_motion="reduce"), await tabs.open("siri", "#tema-energi")
    await tab.write(QUESTION)
    await expect(siri.message(QUESTION)).to_be_visible()
    await sign_in(tabs, tab)
    for path, heading in PAGES.items():
        await look_at(tab, tabs.url + path, heading, 404 if path == "/web/nowhere" else 200)
    await tab.page.goto(f"{tabs.url}/web/meetings")
    await tab.page.locator(".entries a").first.click()
    await expect(tab.page.locator(".record dl")).to_be_visible()
    assert await list_violations(tab) == []
    await tab.page.goto(f"{tabs.url}/web")
    await tab.page.keyboard.press("Tab")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.locator("main")).to_be_focused()
    await tab.page.keyboard.press("Tab")
    await tab.page.keyboard.type("varme")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page).to_have_url(re.compile("varme"))
    await expect(tab.page.locator(".entries li").first).to_be_visible()
    forget_what_is_not_there(tab)


async def test_nothing_moves_on_a_slow_processor(tabs: Tabs) -> None:
    """Rows that come later would widen columns and lines that are read already."""
    tab = await tabs.open("marit", reduced_motion="reduce")
    await sign_in(tabs, tab)
    async with slow_down(tab.page):
        for path in ("/web", "/web/exchange", "/web/map/topics", "/web/map/topics", "/web/exchange"):
            await tab.page.goto(tabs.url + path)
            assert await tab.page.evaluate(SHIFTS) == 0, path
    forget_what_is_not_there(tab)


async def test_going_back_after_signing_out_shows_nothing(tabs: Tabs) -> None:
    tab = await tabs.open("per")
    address = await sign_in(tabs, tab)
    await tab.page.get_by_role("link", name="Saker", exact=True).click()
    await expect(tab.page.get_by_role("heading", name="Saker", level=1)).to_be_visible()
    await tab.page.get_by_role("button", name="Logg ut").click()
    await expect(tab.page.get_by_role("heading", name="Du er logget ut")).to_be_visible()
    for _ in range(2):
        await tab.page.go_back()
        await expect(tab.page.get_by_role("heading", level=1)).to_have_text(re.compile("Her er det|There is nothing"))
    await tab.page.goto(address)
    await tab.page.get_by_role("button", name=re.compile("Logg inn|Sign in")).click()
    await expect(tab.page.get_by_role("heading", name=re.compile("Her er det|There is nothing"))).to_be_visible()
    forget_what_is_not_there(tab)


async def test_whichever_section_is_open_all_stand_on_one_line(tabs: Tabs) -> None:
    """In English, whose names are the longest; the one that is open is bold."""
    tab = await tabs.open("emma", viewport={"width": 1200, "height": 900})
    await sign_in(tabs, tab)
    for path in ("/web/exchange", "/web/consultations", "/web/map"):
        await tab.page.goto(f"{tabs.url}{path}")
        lines = "new Set([...document.querySelectorAll('.top nav a')].map(one => one.offsetTop)).size"
        assert await tab.page.evaluate(lines) == 1, path
    forget_what_is_not_there(tab)
