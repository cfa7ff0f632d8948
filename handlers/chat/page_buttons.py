"""Draw the buttons that turn the pages of a list: back first, on after it, each where there is such a page."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Text
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


def draw_page_note(say: Say, skip: int, size: int, n: int) -> list[Text]:
    """Say which entries of `n` this page shows; nothing where it shows them all.

    The button to the next page may stand behind ⋯, and then nothing else tells that there is one.
    """
    if n <= size and not skip:
        return []
    first, last = skip + 1, min(skip + size, n)
    shown = f"{first}–{last}" if first < last else f"{first}"
    return [Text(say("{shown} of {n}", shown=shown, n=n), "subtle")]
