"""Measure cards on a phone, as Slack's and Teams' renderers and the playground's page draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from playwright.async_api import Browser, Page

from bot.platforms.playground.page_replies import encode_page_card
from bot.platforms.playground.payloads import build_card_payload
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from bot.platforms.teams.forms import draw_adaptive_form
from handlers.chat.cards import MOST_SEEN, Card, Form
from handlers.chat.routing import Router
from handlers.chat.say import Say
from tests.pictures.studio import ORIGIN, draw_slack_html, serve_files

PLATFORMS = ("slack", "teams", "playground")
#: a phone, in the pixels of its pages
PHONE = {"width": 390, "height": 844}
SCREEN = PHONE["height"]


@dataclass
class Measured:
    """One card: how high it is on each platform, in pixels of a phone, and how many of its actions are seen."""

    card: Card | Form
    heights: dict[str, int] = field(default_factory=dict)
    actions: dict[str, int] = field(default_factory=dict)

    @property
    def is_too_high(self) -> bool:
        """Return False for a form: one scrolls through it, and sends it from below."""
        return not isinstance(self.card, Form) and max(self.heights.values()) > SCREEN

    @property
    def shows_too_many(self) -> bool:
        return not isinstance(self.card, Form) and max(self.actions.values()) > MOST_SEEN


class Phone:
    """A browser as wide as a phone, in which each platform's cards are drawn one by one."""

    def __init__(self, browser: Browser, router: Router, say: Say, scheme: str = "light") -> None:
        self.browser, self.say, self.scheme = browser, say, scheme
        self.style = CardStyle(opens=router.is_form_click)

    async def measure_cards(self, cards: Mapping[str, Card | Form], folder: Path | None = None) -> dict[str, Measured]:
        """Measure each card; with a folder, keep a picture of it on each platform there."""
        found = {name: Measured(card) for name, card in cards.items()}
        html = dict(zip(cards, draw_slack_html(self.say, list(cards.values()), self.scheme), strict=True))
        for platform in PLATFORMS:
            page = await self._open_page("phone.html" if platform == "playground" else "cards.html")
            for name, one in found.items():
                drawn = self._draw(platform, one.card, html[name])
                await page.evaluate("document.querySelectorAll('.frame').forEach(one => one.remove())")
                await page.evaluate(f"drawn => add{platform.title()}(drawn)", drawn)
                box = page.locator(".card, dialog").first
                one.heights[platform] = round((await box.bounding_box() or {"height": 0})["height"])
                one.actions[platform] = await page.evaluate(SEEN)
                if folder is not None:
                    await page.locator(".message, dialog").first.screenshot(path=folder / f"{name}.{platform}.png")
            await page.close()
        return found

    async def _open_page(self, name: str) -> Page:
        page = await self.browser.new_page(viewport=PHONE, color_scheme=self.scheme, device_scale_factor=1)
        await serve_files(page)
        await page.goto(f"{ORIGIN}/{name}")
        await page.evaluate("document.documentElement.classList.add('phone')")
        await page.evaluate("async () => { await document.fonts.ready }")
        return page

    def _draw(self, platform: str, card: Card | Form, html: str) -> Any:
        if platform == "playground":
            return (
                {"form": msgspec.to_builtins(card)}
                if isinstance(card, Form)
                else build_card_payload(encode_page_card(card))
            )
        around = {"place": "Arena", "note": "", "time": ""}
        if platform == "slack":
            return around | {"html": html}
        drawn = (
            draw_adaptive_form(card, self.say, dialog=False)
            if isinstance(card, Form)
            else draw_adaptive_card(card, self.style)
        )
        return around | {"card": drawn}


#: buttons that stand in sight, without those that only open what is behind ⋯
SEEN = """[...document.querySelectorAll('.card button, .card a.button')].filter(node => node.offsetParent
  && node.getBoundingClientRect().height > 1 && !/^(⋯|…|\\.\\.\\.|)$/.test(node.innerText.trim())
  && !node.closest('[aria-hidden=true]') && !node.matches('[aria-haspopup]')).length"""
