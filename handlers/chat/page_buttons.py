"""Draw the buttons that turn the pages of a list: back first, on after it, each where there is such a page."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button
from handlers.chat.say import Say


def draw_page_buttons(
    say: Say, action: str, skip: int, size: int, *, more: bool, value: Callable[[int], ButtonValue | str] = str
) -> list[Button]:
    """Draw what leads to the page before and to the next one.

    `skip` entries stand before this page, which has `size`. `more`: are there entries after it. `value`: makes the
    value of a button from the number of entries that its page skips.
    """

    def draw_button_to(label: str, entries: int) -> Button:
        target = value(entries)
        return Button(label, action, target.encode_value() if isinstance(target, ButtonValue) else target)

    back = [draw_button_to(say("Previous page"), max(skip - size, 0))] if skip else []
    return [*back, draw_button_to(say("Next page"), skip + size)] if more else back
