"""Watch what a conversation draws: each card once more in every language, as long as it may be on every platform."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import View
from tests.short_cards import list_faults

#: template -> what was drawn of it
Drawn = dict[str, list[Card]]


def watch_cards(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Keep each card that is drawn from now on, in all languages. One of few words may be the same in two."""
    drawn, draw = defaultdict[str, list[Card]](list), Router.draw_delivery

    async def draw_in_each(router: Router, view: View) -> Card | None:
        card = await draw(router, view)
        if card is not None:
            others = [replace(view, say=Say(one, view.say.zone)) for one in LANGUAGES if one != view.say.language]
            again = [await draw(router, other) for other in others]
            assert None not in again, f"{view.delivery.template} is drawn in one language and not in another"
            drawn[view.delivery.template] += [card, *(one for one in again if one is not None)]
        return card

    monkeypatch.setattr(Router, "draw_delivery", draw_in_each)
    return drawn


def check_cards(drawn: Drawn, expected: tuple[str, ...]) -> None:
    """Assert that each expected template was drawn with contents, and that all that was drawn is short."""
    assert {*expected} - drawn.keys() == set()
    assert [fault for cards in drawn.values() for card in cards for fault in list_faults(card)] == []
    for template in expected:
        whole = [card for card in drawn[template] if len(card.fallback) > len(card.title)]
        assert len({card.fallback for card in whole}) > 1, f"{template} is told in one language alone"
