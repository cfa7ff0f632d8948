"""Two matches told in one message: what is said of one stays in it, and the other goes on."""

from __future__ import annotations

import pytest

from storage.queue.delivery_rows import CANCELLED, READY, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, NEED, OFFER, THERE, asked, contact_of, writes
from tests.houses import houses
from tests.policy import passes


async def test_a_refusal_stays_in_the_message_that_tells_of_another_match(talk: Conversation, clock: Clock) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await houses(talk.database, "nordvik")
    nora = await contact_of(talk, "nora", "nordvik", "59,16 9,66")
    for who, line in ((ola, NEED), (nora, NEED), (kari, OFFER)):
        await writes(who, line, reach="all")
    await passes(talk, clock, minutes=5)
    (post,) = asked(kari)
    assert post.text.count("Possible match") == 2
    *_, refuse = [button for button in post.card.list_buttons() if button.do == "exchange.no"]
    await kari.presses(refuse, post.id)
    await passes(talk, clock, minutes=5)
    (post,) = asked(kari)
    assert post.text.count("Possible match") == 1
    assert "You have said that it is not relevant." in post.text
    assert post.labels.count("Interesting") == 1


@pytest.mark.parametrize(
    ("message", "told_in", "state", "told"),
    [("", None, READY, False), ("1.2", None, READY, True), ("", "lead", READY, False), ("", "lead", CANCELLED, True)],
)
def test_a_delivery_was_told_by_itself_or_in_another_one(
    message: str, told_in: str | None, state: str, *, told: bool
) -> None:
    assert Delivery(message=message, told_in_id=told_in, state=state).was_told is told
