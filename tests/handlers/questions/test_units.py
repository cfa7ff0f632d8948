"""Power that no park has is asked about before the question goes out."""

from __future__ import annotations

import pytest

from handlers.questions.power_units import correct_power_units, find_doubtful_power
from tests.conversation import Conversation, Someone
from tests.handlers.questions.test_asking import GRID

HUGE = GRID.replace("18 MW", "60 GW")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Trenger 60 GW i 2030", "60"),
        ("treng 2,5 GW no", "2,5"),
        ("need 12.5GW soon", "12.5"),
        ("Norge har 2 GW havvind", ""),
        ("vi bruker 60 GWh i året", ""),
        ("vi bruker 60 MW", ""),
    ],
)
def test_only_power_above_two_gigawatts_is_doubtful(text: str, number: str) -> None:
    assert find_doubtful_power(text) == number


def test_only_doubtful_power_is_corrected() -> None:
    assert correct_power_units("60 GW av 1 GW, 5GW") == "60 MW av 1 GW, 5MW"


async def test_who_writes_gigawatts_for_megawatts_is_asked_before_it_goes_out(
    talk: Conversation, kari: Someone
) -> None:
    for answer, written in (("Yes, 60 MW", "60 MW"), ("No, 60 GW", "60 GW")):
        asked = await kari.commands(HUGE)
        before = len(talk.room("grid"))
        assert asked.card is not None
        assert asked.card.title == "Do you mean 60 MW?"
        sent = await kari.clicks(asked, answer)
        assert sent.replace
        if len(talk.room("grid")) == before:
            await kari.clicks(sent, "Ask anyway")
        assert written in talk.room("grid")[-1].text
        assert len(talk.room("grid")) == before + 1
