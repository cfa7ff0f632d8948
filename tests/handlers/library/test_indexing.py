"""Whatever is done to a record, the index says the same as the record once it is done."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Item
from storage.kit.database import Database
from tests.agreement import wrong
from tests.conversation import Conversation, Someone

HEAT = {
    "title": "Overskuddsvarme tørker flis",
    "problem": "Varmen gikk ut gjennom taket",
    "done": "Hydrolyse hos naboen",
    "result": "Tørt brensel hele året",
    "topic": "energi",
    "contact": "Kari",
}
GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("heat", "energi"), ("land", "areal")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="dømeøyra")


@pytest.fixture
async def siri(talk: Conversation) -> Someone:
    return await talk.person("siri", role="secretariat")


async def found(who: Someone, words: str) -> int:
    """How many records this person finds; that the index agrees with all records is seen at the same time."""
    assert await wrong(who.talk.database) == {}
    reply = await who.commands(words, "find")
    assert reply.card is not None
    return len([part for part in reply.card.parts if isinstance(part, Item)])


async def more(who: Someone, what: str) -> None:
    """What "Change or report" offers for question 1."""
    await who.submits(await who.does("questions.more", "1"), what=what)


async def test_a_solution_is_found_as_it_is_from_its_publication_to_its_end(
    kari: Someone, ola: Someone, siri: Someone
) -> None:
    await kari.submits(await kari.does("solutions.write"), **HEAT)
    assert await found(ola, "hydrolyse") == 1
    await kari.submits(await kari.does("solutions.edit", "1"), done="Skogsmaskinen hos naboen")
    assert (await found(ola, "hydrolyse"), await found(ola, "skogsmaskin")) == (0, 1)
    await kari.submits(await kari.does("solutions.extend", "1"), pitfall="Kvikkleire under tomta")
    assert await found(ola, "kvikkleire") == 1
    await kari.submits(await kari.does("solutions.edit", "1"), topic="areal")
    assert (await found(ola, "tema:energi skogsmaskin"), await found(ola, "tema:areal skogsmaskin")) == (0, 1)
    await ola.submits(await ola.does("solutions.doubt", "1"), why="Gammelt")
    assert await found(ola, "skogsmaskin") == 1
    await kari.does("solutions.confirm", "1")
    await kari.submits(await kari.does("solutions.extend", "1"), level="circle")
    assert (await found(ola, "skogsmaskin"), await found(siri, "skogsmaskin")) == (0, 1)
    await kari.submits(await kari.does("solutions.extend", "1"), level="members")
    await kari.does("solutions.retire", "1")
    assert await found(ola, "skogsmaskin") == 0
    await kari.does("solutions.restore", "1")
    assert await found(ola, "skogsmaskin") == 1
    await kari.does("solutions.delete", "1")
    assert (await found(ola, "skogsmaskin"), await found(siri, "overskuddsvarme")) == (0, 0)


async def test_a_question_is_found_as_it_is_until_it_is_taken_back(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone
) -> None:
    await kari.says(GRID, channel="lobby")
    assert await found(ola, "kapasitetskøen") == 1
    await kari.submits(await kari.does("questions.edit", "1"), text=f"{GRID} Gjelder Kvikkleira.")
    assert await found(ola, "kvikkleira") == 1
    await kari.submits(await kari.does("questions.move", "1"), topic="areal")
    assert (await found(ola, "tema:nett kvikkleira"), await found(ola, "tema:areal kvikkleira")) == (0, 1)
    message = await ola.replies(talk.room("land")[0], "Ring Elhub.")
    assert await found(kari, "elhub") == 1
    await ola.edits(message, "Skriv til fylkesmannen.", "land")
    assert (await found(kari, "elhub"), await found(kari, "fylkesmannen")) == (0, 1)
    await kari.does("answers.solved", "1")
    await kari.submits(await kari.does("answers.outcome", "1"), outcome="Trafoen kom i mai")
    assert await found(ola, "trafoen") == 1
    await kari.does("answers.undo", "1")
    assert (await found(ola, "trafoen"), await found(ola, "fylkesmannen")) == (0, 1)
    await kari.does("answers.solved", "1")
    await ola.replies(talk.room("land")[0], "Det hjalp ikke, prøv Enova.")
    assert await found(ola, "enova") == 0, "what solved it once is still what it is found by"
    await ola.does("answers.delete", "1")
    assert (await found(kari, "fylkesmannen"), await found(kari, "enova")) == (0, 1)
    await more(kari, "withdraw")
    assert (await found(ola, "kvikkleira"), await found(siri, "enova")) == (0, 0)


async def test_what_is_edited_or_deleted_in_the_chat_is_found_as_it_is(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    first = await ola.replies(talk.room("grid")[0], "Ring Elhub.")
    await kari.does("answers.solved", "1")
    assert await found(ola, "elhub") == 1
    await ola.edits(first, "Ring Enova.", "grid")
    assert (await found(ola, "elhub"), await found(ola, "enova")) == (0, 1)
    await ola.deletes(first, "grid")
    assert (await found(ola, "enova"), await found(ola, "kapasitetskøen")) == (0, 1)


async def test_a_duplicate_is_found_through_its_original_and_by_itself_when_they_are_parted(
    kari: Someone, ola: Someone, siri: Someone
) -> None:
    await kari.commands(GRID)
    await ola.clicks(await ola.commands(f"{GRID} Vi står i Narvik."), "Ask anyway")
    assert await found(ola, "narvik kapasitetskøen") == 2
    await siri.does("questions.join", "2:1")
    assert await found(ola, "narvik") == 0
    await siri.does("questions.apart", "2")
    assert await found(ola, "narvik") == 1
    await siri.does("questions.join", "2:1")
    await more(kari, "withdraw")
    assert await found(ola, "narvik") == 1


async def test_the_records_of_a_topic_that_is_merged_are_found_in_the_other(kari: Someone, siri: Someone) -> None:
    await kari.submits(await kari.does("solutions.write"), **HEAT)
    await kari.commands(GRID)
    for old in ("energi", "nett"):
        await siri.submits(await siri.does("admin.merge", old), target="areal")
    assert await found(kari, "tema:areal hydrolyse") == 1
    assert await found(kari, "tema:areal kapasitetskøen") == 1
