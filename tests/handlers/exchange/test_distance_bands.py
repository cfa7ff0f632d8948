"""Blind distances are told in bands that hold at least five other organisations, or not at all."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, asked, contact_of, propose


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", HERE)


@pytest.mark.parametrize(
    ("latitude", "told"),
    [
        (None, ""),
        ("59,16", "under 5 km away"),
        ("59,20", "under 10 km away"),
        ("61,00", "under 300 km away"),
        ("69,00", ""),
    ],
)
async def test_a_band_that_names_the_neighbour_is_widened(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, latitude: str | None, told: str
) -> None:
    for number in range(5 if latitude is not None else 0):
        await contact_of(talk, f"nabo{number}", f"nabo{number}", f"{latitude} 9,66")
    await propose(talk, clock, kari, ola, reach="own")
    text = asked(kari)[0].text
    assert told in text
    assert ("km away" in text) == bool(told)
