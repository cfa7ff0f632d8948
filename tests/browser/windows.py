"""Windows that outlive the test that opened them.

A process for a new one takes longer than to load the page into it, and the page takes longer than most of what is
done there. Each test finds its windows as if they were new: nothing open, nothing stored, the pointer in the corner.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Error, Page, Route

NOWHERE = "about:blank"
#: what is the same in every window, unless a test says otherwise
USUAL = {"locale": "nb-NO", "timezone_id": "Europe/Oslo"}


@dataclass
class Windows:
    """Opens windows of one browser, and keeps those that are given back."""

    browser: Browser
    #: what cannot be changed in an open window -> those that have it
    _spare: defaultdict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))
    _lent: dict[Page, str] = field(default_factory=dict)

    async def open(
        self,
        *,
        viewport: Any,
        color_scheme: Any = "light",
        reduced_motion: Any = "no-preference",
        **fixed: Any,
    ) -> Page:
        """Return an empty window. `fixed` are options of playwright's contexts that no open window can change."""
        fixed = USUAL | fixed
        kind = json.dumps(fixed, sort_keys=True)
        if spare := self._spare[kind]:
            page = spare.pop()
            await page.set_viewport_size(viewport)
        else:
            context = await self.browser.new_context(viewport=viewport, **fixed)
            page = await context.new_page()
        await page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        self._lent[page] = kind
        return page

    async def give_back(self, page: Page) -> None:
        """Empty a window, with all others of its context, for whoever needs such a one next."""
        kind = self._lent.pop(page)
        for other in page.context.pages:
            if other is not page:
                await other.close()
        await page.unroute_all()
        await _forget_what_is_stored(page)
        await page.mouse.move(0, 0)
        await page.goto(NOWHERE)
        self._spare[kind].append(page)


async def _forget_what_is_stored(page: Page) -> None:
    """Empty what the site has stored, from a blank page of it: what the test left may be on its way to another."""
    site = urlsplit(page.url)
    if site.scheme not in ("http", "https"):
        return
    await page.route("**/*", _answer_with_nothing)
    await _go(page, f"{site.scheme}://{site.netloc}/")
    await page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    await page.unroute_all()


async def _go(page: Page, url: str) -> None:
    """Go there, though the page sets off for another just then: it does so once, and is let arrive."""
    try:
        await page.goto(url)
    except Error as error:
        if "interrupted by another navigation" not in error.message:
            raise
        await page.wait_for_load_state()
        await page.goto(url)


async def _answer_with_nothing(route: Route) -> None:
    await route.fulfill(body="", content_type="text/html")
