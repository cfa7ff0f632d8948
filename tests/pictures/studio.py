"""A browser that makes pictures: of the playground's page, and of cards as Slack's and Teams' renderers draw them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import structs
from PIL import Image
from playwright.async_api import Browser, Locator, Page, Route

from bot.http import stylesheets
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.slack.elements import draw_plain_text
from bot.platforms.slack.modals import TITLE, ModalMetadata, draw_form_modal
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from handlers.chat.cards import Card, Form, Mentions, Part
from handlers.chat.say import Say
from tests.browser.tabs import Tab, Tabs
from tests.browser.windows import Windows
from tests.pictures.chat import Chat

HERE = Path(__file__).parent
STATIC = HERE.parent.parent / "bot" / "platforms" / "playground" / "static"
#: where `make` puts the renderers and the fonts
MODULES = Path(sys.prefix) / "pictures" / "node_modules"
#: answered from files, never asked of a network
ORIGIN = "http://pictures.test"
#: beginning of an address -> where its files are
FOLDERS = {"modules/": MODULES, "playground/static/": STATIC, "web/": stylesheets.STATIC, "": HERE}
#: one font on every machine: the page's own list begins with what a reader's system has
FONTS = (*(f"@fontsource/open-sans/{weight}" for weight in (400, 600, 700)), "twemoji-colr-font/twemoji")
FONT = "body { font-family: 'Open Sans', 'Twemoji', sans-serif !important; }"
SHARP = 2


@dataclass(frozen=True)
class Frame:
    """What stands around a card: the chat, and the room in it."""

    platform: str
    place: str


@dataclass
class Studio:
    browser: Browser
    #: what the page takes for now
    now: datetime

    async def draw_cards(self, chat: Chat, card: Card, *frames: Frame) -> bytes:
        """Draw the card in each frame, side by side."""
        page = await self.browser.new_page(viewport={"width": 1100, "height": 900}, device_scale_factor=SHARP)
        await serve_files(page)
        await page.goto(f"{ORIGIN}/cards.html")
        for frame in frames:
            around = {"place": frame.place, "note": frame.platform, "time": chat.say.format_clock(self.now)}
            if frame.platform == "Slack":
                (html,) = draw_slack_html(chat.say, [card])
                await page.evaluate("asked => addSlack(asked)", around | {"html": html})
            else:
                style = CardStyle(opens=chat.bot.router.is_form_click)
                await page.evaluate("asked => addTeams(asked)", around | {"card": draw_adaptive_card(card, style)})
        shown = await self._take(page, page.locator("body"))
        await page.close()
        return shown

    async def open_page(self, chat: Chat, who: str, address: str, **options: Any) -> Tab:
        """Open the playground's page as a member sees it."""
        tabs = Tabs(Windows(self.browser), chat.url)
        # the page allows no style but its own
        tab = await tabs.open(who, address, device_scale_factor=SHARP, bypass_csp=True, **options)
        await tab.page.clock.set_fixed_time(self.now)
        await tab.page.reload()
        await serve_files(tab.page)
        for font in FONTS:
            await tab.page.add_style_tag(url=f"{ORIGIN}/modules/{font}.css")
        await tab.page.add_style_tag(content=FONT)
        return tab

    async def take_page(self, tab: Tab) -> bytes:
        """Take it as it is when nobody points at anything, at the newest of each list."""
        await tab.page.mouse.move(1, 1)
        await tab.page.evaluate(
            "for (const list of document.querySelectorAll('.scroller')) list.scrollTop = list.scrollHeight"
        )
        shown = await self._take(tab.page, None)
        await tab.page.context.close()
        return shown

    async def take_web_page(self, address: str, token: str, size: dict[str, int]) -> bytes:
        """Take a page on the web as whoever has this session sees it."""
        # the page allows no style but its own
        context = await self.browser.new_context(viewport=size, bypass_csp=True)
        await context.add_cookies([{"name": "arena", "value": token, "url": address}])
        page = await context.new_page()
        await serve_files(page)
        await page.goto(address)
        for font in FONTS:
            await page.add_style_tag(url=f"{ORIGIN}/modules/{font}.css")
        await page.add_style_tag(content=FONT)
        shown = await self._take(page, None)
        await context.close()
        return shown

    async def _take(self, page: Page, part: Locator | None) -> bytes:
        # a font is asked for when a letter is first drawn with it
        await page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        await page.evaluate("async () => { await document.fonts.ready }")
        return shrink_picture(await (part or page).screenshot(animations="disabled", caret="hide"))


async def serve_files(page: Page) -> None:
    """Answer what the page asks for from the files beside this one, of the playground, and of the renderers."""

    async def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/")
        folder = next((folder for folder in FOLDERS if name.startswith(folder)), "")
        # a font is only given to a page of another origin that may have it
        allowed = {"Access-Control-Allow-Origin": "*"}
        await route.fulfill(path=FOLDERS[folder] / name.removeprefix(folder), headers=allowed)

    await page.route(f"{ORIGIN}/**", serve)


def draw_slack_html(say: Say, cards: Sequence[Card | Form], theme: str = "light") -> list[str]:
    """Draw as Slack does, by a renderer that others wrote: Slack has published none."""
    done = subprocess.run(
        ["node", str(HERE / "draw_blocks.mjs"), str(MODULES), theme],
        input=json.dumps([_draw_slack_message(say, card) for card in cards]),
        capture_output=True,
        text=True,
        check=True,
    )
    drawn: list[str] = json.loads(done.stdout)
    return drawn


def _draw_slack_message(say: Say, card: Card | Form) -> dict[str, Any]:
    if isinstance(card, Form):
        return {"blocks": _draw_modal_blocks(say, card), "users": []}
    people = [person for part in card.parts if isinstance(part, Mentions) for person in part.people]
    users = [{"id": _name_in_slack(user), "name": name} for user, name in people]
    renamed = structs.replace(card, parts=tuple(map(_rename_people, card.parts)))
    return {"blocks": draw_slack_blocks(renamed, say), "users": users}


def _draw_modal_blocks(say: Say, form: Form) -> list[dict[str, Any]]:
    """Draw the modal's blocks between its title and what submits it, which the renderer knows only as a message."""
    modal = draw_form_modal(form, ModalMetadata(), say)
    submit = {"type": "button", "text": modal["submit"], "style": "primary", "action_id": form.do}
    title = {"type": "header", "text": draw_plain_text(form.title, TITLE)}
    return [title, *modal["blocks"], {"type": "actions", "elements": [submit]}]


def _rename_people(part: Part) -> Part:
    """Give people of the playground ids as Slack has them."""
    if not isinstance(part, Mentions):
        return part
    return structs.replace(part, people=tuple((_name_in_slack(user), name) for user, name in part.people))


def _name_in_slack(user: str) -> str:
    return f"U{user.upper()}"


def shrink_picture(png: bytes) -> bytes:
    """Keep 256 colours, which is enough for a page and a quarter of the bytes."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()
