"""The windows that the other tests share."""

from __future__ import annotations

from tests.browser.tabs import DESKTOP, Tabs
from tests.browser.windows import NOWHERE, Windows

#: what a test may leave behind: something stored, and a page that is on its way when the test ends
LEAVE = """() => {
  localStorage.setItem("left", "yes");
  sessionStorage.setItem("left", "yes");
  setTimeout(() => { location.href = "/web/terms"; }, 0);
}"""
LOOK = "() => [localStorage.getItem('left'), sessionStorage.getItem('left')]"


async def test_a_window_is_empty_for_the_next_test(windows: Windows, tabs: Tabs) -> None:
    for _ in range(10):
        page = await windows.open(viewport=DESKTOP)
        await page.goto(tabs.url)
        assert await page.evaluate(LOOK) == [None, None]
        await page.evaluate(LEAVE)
        await windows.give_back(page)
        assert page.url == NOWHERE
