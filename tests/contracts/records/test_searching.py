"""Every kind of record that can be searched: declared in full, and found by its meaning as well as by its words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.librarian import Librarian
from handlers.chat.cards import Item
from handlers.chat.records import ownerships, record_kinds, searched_kinds
from handlers.chat.say import LANGUAGES, Say
from storage.database import Database
from storage.handovers import LEAD, OWNED
from storage.indexes import TABLES
from tests.consultations import opened as registers_consultation
from tests.conversation import Conversation, Someone
from tests.meanings import opened
from tests.policy import published as publishes_issue

#: shares no word with what is saved below
MEANT = "pusekatt møter vovse"
CATS = "Bikkje jaget mons"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    made = await Conversation(database).begin()
    made.dispatcher.meanings = await opened()
    await made.carries("grid", "nett")
    return made


def test_what_is_searched_and_handed_over_is_declared_where_it_is_stored_too() -> None:
    assert searched_kinds().keys() == TABLES.keys()
    assert ownerships().keys() == {*OWNED, LEAD}
    for kind in record_kinds().values():
        assert TABLES.get(kind.name, kind.table) is kind.table


def test_each_kind_has_a_label_in_each_language() -> None:
    for kind in record_kinds().values():
        labels = {kind.label(Say(language, ZoneInfo("Europe/Oslo"))) for language in LANGUAGES}
        assert len(labels) > 1, f"{kind.name}: {labels}"


async def _save_one(talk: Conversation, secretariat: Someone, kind: str) -> None:
    match kind:
        case "issue":
            raiser = await talk.person("eva", organisation="eksempel")
            await publishes_issue(raiser, secretariat, title=CATS)
        case "consultation":
            await registers_consultation(secretariat, title=CATS)


@pytest.mark.parametrize("kind", ["issue", "consultation"])
async def test_a_record_is_found_by_its_meaning(talk: Conversation, kind: str) -> None:
    meanings = talk.dispatcher.meanings
    assert meanings is not None
    secretariat = await talk.person("sara", organisation="eksempel", role="secretariat")
    reader = await talk.person("ola", organisation="eksempel")
    await _save_one(talk, secretariat, kind)
    await Librarian(talk.database, meanings).catch_up(worker=True)
    async with talk.database.read() as store:
        assert await store.vectors.lacking(meanings.model) == 0
    card = (await reader.commands(MEANT, "find")).card
    assert card is not None
    assert CATS in str([part.title for part in card.parts if isinstance(part, Item)])
