"""A real Chromium, and tabs of it in which members use the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
#: two cores that are shared with much else: the work of a whole day has taken more than half a minute
expect.set_options(timeout=60_000)


@dataclass
class Tab:
    """A page that one member has open, and what went wrong in it."""

    page: Page
    trouble: list[str] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        return self.page.locator("#main")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#side")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

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

    browser: Browser
    url: str
    opened: list[Tab] = field(default_factory=list)

    async def open(self, user: str = "", address: str = "", **options: Any) -> Tab:
        options = {"viewport": DESKTOP, "locale": "nb-NO", "timezone_id": "Europe/Oslo"} | options
        context = await self.browser.new_context(**options)
        tab = Tab(await context.new_page())
        tab.page.on("pageerror", lambda error: tab.trouble.append(str(error)))
        tab.page.on("console", lambda line: tab.trouble.append(line.text) if line.type == "error" else None)
        self.opened.append(tab)
        await tab.page.goto(f"{self.url}/{f'?as={user}' if user else ''}{address}")
        await expect(tab.page.locator("#shell")).to_be_visible()
        return tab


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
