"""The steps of a first visit in one picture, on a desk and on a phone, in light and in dark."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from tests.browser.first_visit import Visit
from tests.browser.tabs import DESKTOP, PHONE, Tab
from tests.pictures.chat import Chat
from tests.pictures.studio import Studio, shrink_picture

#: device -> how a browser is like it, steps beside each other, and width of a step
DEVICES: dict[str, tuple[dict[str, Any], int, int]] = {
    "desktop": ({"viewport": DESKTOP}, 2, 760),
    "phone": ({"viewport": PHONE, "has_touch": True, "is_mobile": True}, 4, 360),
}
SCHEMES = ("light", "dark")
GAP, GROUND = 16, (128, 140, 138)


async def show_visit(chat: Chat, studio: Studio, *, device: str, scheme: str) -> bytes:
    """Make a visit of its own: in the chat of the other pictures, the question has been asked."""

    async def see(tab: Tab, _step: str) -> None:
        await tab.page.mouse.move(1, 1)  # nobody points at anything
        steps.append(await tab.page.screenshot(animations="disabled", caret="hide"))

    steps: list[bytes] = []
    options, columns, width = DEVICES[device]
    with TemporaryDirectory() as folder:
        settings = replace(chat.settings, database_url=f"sqlite:///{folder}/visit.db")
        async with Chat(chat.say.language, settings) as own:
            tab = await studio.open_page(own, "", "", color_scheme=scheme, locale="en-GB", **options)
            await Visit(tab, chat.say.language, see).make_visit()
            await tab.page.context.close()
    return shrink_picture(_lay_side_by_side(steps, columns, width))


def _lay_side_by_side(steps: list[bytes], columns: int, width: int) -> bytes:
    shown = [Image.open(io.BytesIO(step)).convert("RGB") for step in steps]
    height = round(width * shown[0].height / shown[0].width)
    rows = -(-len(shown) // columns)
    whole = Image.new("RGB", (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP), GROUND)
    for at, step in enumerate(shown):
        small = step.resize((width, height), Image.Resampling.LANCZOS)
        whole.paste(small, (at % columns * (width + GAP), at // columns * (height + GAP)))
    packed = io.BytesIO()
    whole.save(packed, "PNG")
    return packed.getvalue()


VISITS = {
    f"visit-{device}-{scheme}": partial(show_visit, device=device, scheme=scheme)
    for device in DEVICES
    for scheme in SCHEMES
}
