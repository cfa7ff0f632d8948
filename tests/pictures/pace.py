"""`python -m tests.pictures.pace [LANGUAGE ...]`: make first visits at a newcomer's pace, and time them.

The playground is the one that `make run` starts, with its pause before a question goes out. Each newcomer reads what
is new and needed to go on, looks for each button, and types letter by letter.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from tempfile import TemporaryDirectory

from playwright.async_api import Locator

from tests.bench.programs import running
from tests.browser.first_visit import ANSWERS, Visit
from tests.browser.tabs import Tab, Tabs, open_browser
from tests.browser.windows import Windows
from tests.pictures.visit import DEVICES

#: seconds for a letter, and before each press
LETTER, THOUGHT = 0.2, 1.2
#: words that are read in a second
WORDS = 240 / 60
LOCALES = {"nb": "nb-NO", "en": "en-GB"}


@dataclass
class PacedVisit(Visit):
    """A visit that takes the time of a person, by what it is spent on."""

    spent: Counter[str] = field(default_factory=Counter)

    async def _press(self, wanted: Locator) -> None:
        await self._spend("looking for buttons", THOUGHT)
        await super()._press(wanted)

    async def _write(self, box: Locator, text: str) -> None:
        await box.press_sequentially(text, delay=1000 * LETTER)
        self.spent["typing"] += LETTER * len(text)

    async def _read(self, shown: Locator) -> None:
        words = sum(len(text.split()) for text in await shown.all_inner_texts())
        await self._spend("reading", words / WORDS)

    async def _spend(self, on: str, seconds: float) -> None:
        self.spent[on] += seconds
        await asyncio.sleep(seconds)


async def time_visit(language: str, device: str) -> str:
    """Make one visit to a playground of its own, from the moment that its first page stands."""

    async def see(_tab: Tab, _step: str) -> None: ...

    with TemporaryDirectory() as folder:
        # what `make run` has when nothing is set
        own = {"DATABASE_URL": f"sqlite:///{folder}/visit.db", "ARENA_GRACE_SECONDS": "20"}
        with running("-m", "bot", "playground", **own) as playground:
            await asyncio.to_thread(playground.wait, "/health/ready", 300.0)
            async with open_browser() as browser:
                tab = await Tabs(Windows(browser), playground.url).open(locale=LOCALES[language], **DEVICES[device][0])
                visit, began = PacedVisit(tab, language, see), time.monotonic()
                await visit.make_visit()
                whole = time.monotonic() - began
    parts = [*visit.spent.items(), ("waiting for the page", whole - sum(visit.spent.values()))]
    named = ", ".join(f"{seconds:.0f} s {what}" for what, seconds in parts)
    return f"{language}, {device}: {whole:.0f} s, with {visit.presses} presses ({named})"


async def main(languages: list[str]) -> None:
    for language, device in product(languages, DEVICES):
        print(await time_visit(language, device), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures.pace", description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", choices=[[], *ANSWERS])
    asyncio.run(main(parser.parse_args().languages or list(ANSWERS)))
