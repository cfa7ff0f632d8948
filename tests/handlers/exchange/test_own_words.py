"""What a member typed stays with its listing, and says that it was typed first once the listing is another one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.exchange.own_words import are_words_outdated
from storage.exchange.listings import Listing
from tests.conversation import Conversation, Someone
from tests.exchanges import OFFER, find_listing_id, text_of, writes
from tests.meetings import MONDAY
from tests.policy import said

FIRST = "As first written; what stands above holds now:"
WORDS = OFFER.removeprefix("tilby ")


async def test_words_stand_as_they_are_until_the_amount_is_another(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    saved = await writes(kari, OFFER, level="members")
    assert WORDS in text_of(saved)
    assert FIRST not in text_of(saved)
    offer = await find_listing_id(talk.database, "B-1")
    changed = await kari.submits(await kari.does("exchange.edit", offer), amount="12 MW")
    assert f"{FIRST}\n{WORDS}" in text_of(changed), "it does not say two things in one breath"
    assert FIRST in text_of(await ola.does("exchange.open", offer))
    renamed = await kari.submits(await kari.does("exchange.edit", offer), text="tilby 12 MW spillvarme 65 grader")
    assert FIRST not in text_of(renamed)


async def test_a_hit_of_a_search_leaves_out_what_no_longer_holds(talk: Conversation, kari: Someone) -> None:
    await writes(kari, OFFER)
    offer = await find_listing_id(talk.database, "B-1")
    await kari.submits(await kari.does("exchange.edit", offer), amount="12 MW")
    assert "4 MW" not in said(await kari.commands("spillvarme", "find"))


@pytest.mark.parametrize(
    ("text", "changes", "outdated"),
    [
        (OFFER, {}, False),
        (OFFER, {"amount": "4000 kW"}, False),
        (OFFER, {"amount": "12 MW"}, True),
        (OFFER, {"amount": "32 GWh/år"}, False),
        (OFFER, {"amount": ""}, False),
        (OFFER, {"type": "steam"}, True),
        (OFFER, {"direction": "need"}, True),
        (OFFER, {"temperature": 85.0}, True),
        (OFFER, {"temperature": None}, False),
        (OFFER, {"months": [0] * 5 + [100] * 3 + [0] * 4}, True),
        ("Fra ovn 3, bare på dagtid.", {"amount": "12 MW"}, False),
        ("tilby 4 MW spillvarme og 200 t slagg i året", {"type": "material", "amount": "200 t/år"}, False),
        ("", {}, False),
    ],
)
def test_words_are_of_before_when_they_say_what_no_longer_holds(
    text: str, changes: dict[str, object], outdated: bool
) -> None:
    fields = {
        "direction": "offer", "type": "heat", "amount": "4 MW", "temperature": 65.0, "months": [100] * 12, "text": text,
    }  # fmt: skip
    if "type" in changes:
        fields |= {"temperature": None, "months": []}
    listing = Listing(**(fields | changes), created_at=MONDAY, changed_at=MONDAY + timedelta(days=1))
    assert are_words_outdated(listing) is outdated
    listing.changed_at = listing.created_at
    assert not are_words_outdated(listing), "whoever wrote both meant both"
