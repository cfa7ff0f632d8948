"""Every card of the exchange is drawn by a conversation that says so, in three languages and with real contents."""

from __future__ import annotations

import re
from pathlib import Path

from handlers import build_capability_router

CONVERSATIONS = Path(__file__).parent.parent
MARK = re.compile(r"^@pytest\.mark\.draws\(([^)]*)\)$", re.MULTILINE)
#: templates that no conversation draws -> why it is enough
UNDRAWN: dict[str, str] = {}


def list_marked_templates() -> set[str]:
    marks = [found for path in CONVERSATIONS.rglob("test_*.py") for found in MARK.findall(path.read_text())]
    return {name for found in marks for name in re.findall(r'"([^"]+)"', found)}


def test_each_card_of_the_exchange_is_drawn_by_a_conversation() -> None:
    cards = build_capability_router().cards
    own = {name for name, draw in cards.items() if draw.__module__.startswith("handlers.exchange.")}
    assert own - list_marked_templates() == {*UNDRAWN}, "mark the test that draws it: @pytest.mark.draws(...)"
    assert list_marked_templates() <= cards.keys()
