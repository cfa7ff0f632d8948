"""Begin a network with the documented exchanges that come with the bot, told in our own words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from storage.exchange.cases import ExchangeCase
from storage.kit.database import Store

FILE = Path(__file__).parent / "documented_cases.jsonl"


class DocumentedCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe a case as a row of a file to seed does."""

    id: str
    type: str
    kind: str
    what_nb: str
    what_nn: str
    what_en: str
    text_nb: str
    text_nn: str
    text_en: str
    place: str
    country: str
    since: int | None
    source: str


@cache
def load_documented_cases() -> tuple[DocumentedCase, ...]:
    return tuple(msgspec.json.Decoder(DocumentedCase).decode_lines(FILE.read_bytes()))


def build_documented_cases() -> list[ExchangeCase]:
    """Return a row of the table for each documented case."""
    rows = [msgspec.structs.asdict(one) for one in load_documented_cases()]
    return [ExchangeCase(code=row.pop("id"), **row) for row in rows]


async def ensure_known_cases(store: Store) -> None:
    """Store the documented cases in a network that has none yet."""
    if not await store.cases.is_any_known():
        for case in build_documented_cases():
            await store.cases.add(case)
