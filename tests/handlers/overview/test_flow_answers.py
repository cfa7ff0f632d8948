"""Who asks who has a flow, or who needs one, is shown the listings that say so before anybody is asked."""

from __future__ import annotations

import pytest

from handlers.exchange.listings.sought_listings import read_sought_flow
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, text_of, writes
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("flows", "symbiose")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await contact_of(talk, "ola", "tenkt", "59,15 9,67")


@pytest.mark.parametrize(
    "line",
    [
        "hvem har spillvarme?", "hvem tilbyr varme", "kven har overskotsvarme?", "who has heat to spare?",
        "er det noen som har spillvarme i Testvik?", "does anyone have waste heat?", "hvor kan vi få tak i varme?",
    ],
)  # fmt: skip
async def test_offers_are_shown_and_nobody_is_asked(talk: Conversation, kari: Someone, ola: Someone, line: str) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await writes(kari, "tilby 30 t bark i året")
    await writes(kari, "treng 2 MW varme 40 grader hele året")
    await ola.says(line)
    assert ola.last.card.title.startswith("Offered: ")
    assert "Offered: heat, 4 MW, 65 °C" in ola.last.text
    assert "bark" not in ola.last.text
    assert "Needed:" not in ola.last.text
    assert {"We need this", "Ask the network anyway", "All offers and needs"} <= set(ola.last.labels)
    assert [post for post in talk.room("flows") if line in post.text] == []


async def test_needs_are_shown_to_whoever_may_have_it(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(kari, "treng 2 MW varme 40 grader hele året")
    await ola.says("hvem trenger varme?")
    assert "Needed: heat, 2 MW, 40 °C" in ola.last.text
    assert "We have this" in ola.last.labels


async def test_matter_is_told_apart_by_its_kind(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(kari, "tilby 30 t bark i året")
    await writes(kari, "tilby 90 t fiskeslam i året")
    await ola.says("hvem har bark?")
    assert "30 t" in ola.last.text
    assert "90 t" not in ola.last.text


async def test_without_any_the_question_goes_to_the_network(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await ola.says("hvem har oksygen?")
    assert ola.last.text.startswith("Choose a topic\nhvem har oksygen?")


async def test_what_is_ones_own_answers_nothing(talk: Conversation, kari: Someone) -> None:
    await writes(kari, "tilby 50 t oksygen i året")
    await kari.says("hvem har oksygen?")
    assert kari.last.text.startswith("Choose a topic\nhvem har oksygen?")


async def test_the_question_still_goes_out_when_asked_for(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await ola.says("hvem har spillvarme?")
    await ola.clicks(ola.last, "Ask the network anyway")
    assert "hvem har spillvarme?" in ola.last.text
    assert any("hvem har spillvarme?" in post.text for post in talk.room("flows"))


async def test_pages_hold_what_they_say(talk: Conversation, kari: Someone, ola: Someone) -> None:
    for size in range(1, 7):
        await writes(kari, f"tilby {size} MW spillvarme 65 grader hele året")
    await ola.says("hvem har spillvarme?")
    assert "6 MW" in ola.last.text
    assert "1–4 of 6" in ola.last.text
    following = await ola.clicks(ola.last, "Next page")
    assert "1 MW" in text_of(following)
    assert "6 MW" not in text_of(following)
    assert "I answered this myself" in text_of(following)


async def test_what_is_hidden_is_found_by_nobody(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året", reach="hidden")
    await ola.says("hvem har spillvarme?")
    assert "4 MW" not in ola.last.text


async def test_a_guest_sees_what_is_open_to_guests_alone(talk: Conversation, kari: Someone) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    guest = await talk.person("gjest", role="guest")
    await guest.says("hvem har spillvarme?")
    assert "4 MW" not in guest.last.text


async def test_who_tells_of_none_in_the_exchange_hears_that(talk: Conversation, ola: Someone) -> None:
    """The line asks for what stands in the exchange, and nothing stands there."""
    await ola.says("hvilke bedrifter tilbyr CO2?")
    assert "There is no offer of CO2 yet that you can see." in ola.last.text
    assert "Ask the network anyway" in ola.last.labels


@pytest.mark.parametrize("word", ["tilbud", "behov", "tilbod og behov", "børs", "needs"])
async def test_a_bare_word_for_the_exchange_lists_it(kari: Someone, word: str) -> None:
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året")
    await kari.says(word)
    assert kari.last.card.title == "Offers and needs"


@pytest.mark.parametrize(
    "line",
    [
        "hvem har erfaring med spillvarme?", "hvem har målt spillvarme?", "hvem har ansvar for damp?",
        "hvem har en god løsning på bark?", "hvem har kjøpt flis fra Sverige?", "who has problems with steam?",
        "hvem har tid på torsdag?", "har noen prøvd å selge varme til naboen?", "hvem trenger hjelp med damp?",
    ],
)  # fmt: skip
def test_who_asks_for_more_than_a_flow_asks_people(line: str) -> None:
    assert read_sought_flow(line) is None
