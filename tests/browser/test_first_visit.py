"""A first visit takes few presses, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.first_visit import STEPS, Visit
from tests.browser.tabs import DESKTOP, PHONE, Tab, Tabs

DESK = {"viewport": DESKTOP}
HAND = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("device", "most"), [(DESK, 9), (HAND, 11)], ids=["desktop", "phone"])
async def test_from_the_first_page_to_an_answered_question(tabs: Tabs, device: dict[str, Any], most: int) -> None:
    async def see(_tab: Tab, step: str) -> None:
        seen.append(step)

    seen: list[str] = []
    visit = Visit(await tabs.open(**device), "nb", see)
    await visit.make_visit()
    assert tuple(seen) == STEPS
    assert visit.presses <= most
