"""JSON columns: what is written is read again, whatever is in it, and on both engines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.kit.database import Database
from storage.kit.json_columns import decode_json, encode_json
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert decode_json(encode_json(value)) == value


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        encode_json(object())
    with pytest.raises(ValueError, match="Expecting"):
        decode_json("{")


@pytest.mark.both_engines
async def test_arguments_of_a_delivery_come_back(database: Database, clock: Clock) -> None:
    args = {"text": "Kjøling på Øyra 🌊 «12 °C»", "ids": [2**52, None, True], "more": {"a": 1.5}}
    draft = DeliveryDraft(key="k", platform="fake", workspace="W", user="kari", template="t", args=args, subject="s")
    async with database.begin() as store:
        await store.outbox.post_deliveries(draft)
    async with database.read() as store:
        (found,) = await store.posted_copies.list_live_copies("s")
    assert found.args == args
