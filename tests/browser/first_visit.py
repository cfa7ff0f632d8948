"""What a newcomer does first: from the first page to an answer to a question of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from bot.platforms.playground.first_steps import FirstSteps, load_first_steps
from tests.browser.tabs import Tab

#: called at each step, when its view is as the newcomer sees it
See = Callable[[Tab, str], Awaitable[None]]
STEPS = ("begin", "asked", "arrived", "answered")
#: where the question of each language's first steps goes to
ROOMS = {"nb": "tema-energi", "en": "tema-klima"}
ANSWERS = {
    "nb": "Ja, 400 kW på lager 2. Vi sjekket taket først.",
    "en": "We add up each company's own report, once a year.",
}


@dataclass
class Visit:
    """One visit, which counts what is pressed: each press costs a newcomer a thought."""

    tab: Tab
    language: str
    see: See
    presses: int = 0

    @property
    def steps(self) -> FirstSteps:
        return load_first_steps()[self.language]

    async def make_visit(self) -> None:
        """Ask as one person, answer as another, and be the first again."""
        names = await self._read_names()
        await self._read(self.tab.page.locator(".chooser h1, .chooser .about, .chooser button.primary"))
        await self.see(self.tab, "begin")
        await self._press(self.tab.page.locator(".chooser button.primary"))
        await expect(self.tab.main.locator(".message").first).to_be_visible()
        await self._write(self.tab.main.locator(".composer textarea"), self.steps.question)
        if await self.tab.page.get_by_role("listbox").count():
            await self.tab.page.keyboard.press("Escape")  # suggestions, which Enter would take
        await self.tab.page.keyboard.press("Enter")
        receipt = self.tab.main.locator(".message .card", has_text=self.steps.question)
        await expect(receipt).to_be_visible()
        await self._read(receipt)
        await self.see(self.tab, "asked")
        await self._become(names[self.steps.answers])
        await self._go(ROOMS[self.language])
        card = self.tab.message(self.steps.question)
        await expect(card).to_be_in_viewport()
        await self._read(card.locator(".card"))
        await self.see(self.tab, "arrived")
        await self._press(card.locator(".buttons button.primary"))
        await self._read(self.tab.dialog)
        await self._write(self.tab.dialog.locator("textarea"), ANSWERS[self.language])
        await self._press(self.tab.dialog.locator("button[type=submit]"))
        await expect(self.tab.dialog).to_have_count(0)
        await self._become(names[self.steps.asks])
        await self._go(f"@{self.steps.asks}")
        answer = self.tab.message(ANSWERS[self.language])
        await expect(answer).to_be_in_viewport()
        await self._read(answer.locator(".card"))
        await self.see(self.tab, "answered")

    async def _press(self, wanted: Locator) -> None:
        self.presses += 1
        await wanted.click()

    async def _write(self, box: Locator, text: str) -> None:
        await box.fill(text)

    async def _read(self, shown: Locator) -> None:
        """Read what is new on the page and needed to go on: a script has nothing to read."""

    async def _read_names(self) -> dict[str, str]:
        found = await self.tab.page.evaluate("fetch('/playground/state').then(answer => answer.json())")
        return {one["user"]: one["name"] for one in found["people"]}

    async def _become(self, name: str) -> None:
        await self._press(self.tab.page.locator(".identity"))
        await self._press(self.tab.page.get_by_role("menuitem", name=name))
        await expect(self.tab.page.locator(".identity")).to_contain_text(name.split(maxsplit=1)[0])

    async def _go(self, room: str) -> None:
        if await self.tab.page.locator("#drawer").evaluate("node => node.inert"):
            await self._press(self.tab.page.locator(".top button").first)
        await self._press(self.tab.page.locator(f'#places a[href="#{room}"]'))
        await expect(self.tab.page.locator(f'#places a[href="#{room}"]')).to_have_attribute("aria-current", "page")
