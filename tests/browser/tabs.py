"""A real Chromium, and tabs of it in which members use the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, async_playwright, expect

from tests.browser.windows import Windows

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: not wanted: those that playwright leaves out, for a later list replaces its own, and what a window would load for its
#: own address bar, which takes longer than the page does
FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # all windows show one site: each stays in the process that it has, and none is kept ready for another
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
    f"--disable-features={','.join(FEATURES)}",
)
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
#: two cores that are shared with much else: the work of a whole day has taken more than half a minute
expect.set_options(timeout=60_000)


@dataclass
class Tab:
    """A page that one member has open, and what went wrong in it."""

    page: Page
    trouble: list[str] = field(default_factory=list)

    def note_error(self, error: Error) -> None:
        self.trouble.append(str(error))

    def note_line(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.trouble.append(line.text)

    @property
    def main(self) -> Locator:
        return self.page.locator("#main")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#side")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def has_begun(self) -> None:
        """Wait until the first messages are there: the welcome, or on a morning of work what is new."""
        await expect(self.main.locator(".message").first).to_be_visible()

    async def go(self, channel: str) -> None:
        await self.page.locator("#places").get_by_role("link", name=channel).click()

    async def write(self, text: str, where: Locator | None = None) -> None:
        box = (where or self.main).locator(".composer textarea")
        await box.fill(text)
        if await self.page.get_by_role("listbox").count():
            await box.press("Escape")  # suggestions, which Enter would take
        await box.press("Enter")

    def message(self, text: str, where: Locator | None = None) -> Locator:
        """The newest message with these words."""
        return (where or self.main).locator(".message", has_text=text).last

    async def press(self, label: str, message: Locator) -> None:
        """Press a button where it is seen, or behind ⋯."""
        seen, others = (
            message.get_by_role("button", name=label, exact=True),
            message.locator(".buttons [aria-haspopup]"),
        )
        await expect(seen.or_(others).first).to_be_visible()
        if await seen.count():
            await seen.click()
        else:
            await others.click()
            await self.page.get_by_role("menuitem", name=label, exact=True).click()

    async def menu(self, message: Locator, entry: str) -> None:
        await message.hover()
        await message.get_by_role("button", name="Flere valg").click()
        await self.page.get_by_role("menuitem", name=entry).click()


@dataclass
class Tabs:
    """Opens tabs; each may be a different member, all in one browser as on a desk."""

    windows: Windows
    url: str
    opened: list[Tab] = field(default_factory=list)

    async def open(self, user: str = "", address: str = "", **options: Any) -> Tab:
        tab = Tab(await self.windows.open(**{"viewport": DESKTOP} | options))
        tab.page.on("pageerror", tab.note_error)
        tab.page.on("console", tab.note_line)
        self.opened.append(tab)
        await tab.page.goto(f"{self.url}/{f'?as={user}' if user else ''}{address}")
        await expect(tab.page.locator("#shell")).to_be_visible()
        return tab

    async def close(self) -> None:
        for tab in self.opened:
            tab.page.remove_listener("pageerror", tab.note_error)
            tab.page.remove_listener("console", tab.note_line)
            await self.windows.give_back(tab.page)


def find_chromium() -> str:
    """Where the browser is."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, f"A real browser is needed, and there is none of {', '.join(NAMES)} on PATH: install one of them."
    return path


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        opened = await playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS), env=environment)
        yield opened
        await opened.close()
