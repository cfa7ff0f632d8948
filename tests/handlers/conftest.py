"""What all conversations of the handlers share: a test that says which cards it draws has to draw them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.drawn_cards import check_cards, watch_cards


@pytest.fixture(autouse=True)
def drawn_cards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check the cards of a test that is marked with the templates which it draws."""
    mark = request.node.get_closest_marker("draws")
    if mark is None:
        yield
        return
    drawn = watch_cards(request.getfixturevalue("monkeypatch"))
    yield
    check_cards(drawn, mark.args)
