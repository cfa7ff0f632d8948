"""The whole life of an issue, the same on every platform: from a question to its outcome, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from storage.organisations import CONTACT, Organisation
from storage.people import SECRETARIAT
from tests.conftest import Clock
from tests.meetings import meets
from tests.scenarios.stage import DESK, GRID, LOBBY, POWER, Asked, Seen, Stage

#: labels as members of the stage read them
NB = Say("nb", ZoneInfo("Europe/Oslo"))
#: 10.00 on a Monday
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
KARI, OLA, PER = "kari", "ola", "per"
EVERYBODY = (KARI, OLA, PER)
QUESTION = "Hvor lenge må vi vente på svar om nettilknytning på 18 MW fra nettselskapet?"
WORDS = {
    "title": "Svarfrist for nettilknytning",
    "problem": "Parkene venter i årevis. Ingen sier hvorfor.",
    "wanted": "Seks måneders frist for svar. Nettselskapet begrunner svaret.",
    "addressee_kind": "ministry",
    "addressee": "Energidepartementet",
    "topics": "nett,energi",
    "deadline": "30. juni 2027",
}


@pytest.fixture
async def stage(stage: Stage, clock: Clock) -> Stage:
    """In March, with the contacts of two parks and one of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in EVERYBODY:
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for who, code in ((KARI, "eksempel"), (OLA, "domeoyra"), (PER, "foreningen")):
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            found = await store.people.by_account(platform, workspace, stage.user(who))
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
            if who != PER:
                await store.organisations.appoint(house.id, person.id, CONTACT)
    return stage


async def passes(stage: Stage, clock: Clock, **time: float) -> None:
    """Time goes by, and the clock's plans are made as it does."""
    clock.forward(**time)
    for name, plan in stage.bot.router.plans.items():
        await stage.bot.clock.plan(name, plan)
    stage.bot.courier.wake()
    await stage.settle()


async def form(stage: Stage, who: str, seen: Seen, label: str) -> Asked:
    asked = await stage.clicks(who, seen, NB(label))
    assert asked is not None, label
    return asked


async def heard(stage: Stage) -> dict[str, int]:
    return {who: len(await stage.private(who)) for who in EVERYBODY}


async def shown(stage: Stage, who: str, code: str = "S-1") -> Seen:
    await stage.tells(who, f"sak {code}")
    return await stage.last(who, NB("History"))


async def test_from_a_question_to_a_second_version_of_its_text(stage: Stage, clock: Clock) -> None:
    # a question becomes an issue, which the secretariat publishes
    await stage.mentions(KARI, QUESTION, LOBBY)
    (question,) = await stage.room(GRID)
    asked = await form(stage, OLA, question, "⋯")
    await stage.fills(OLA, asked, what="issue")
    assert asked.title == NB("Raise an issue")
    assert asked.fields["problem"] == QUESTION
    wrong = await stage.fills(OLA, asked, **(WORDS | {"deadline": "17. mai 2027"}))
    assert "ingen arbeidsdag" in wrong["deadline"]
    assert await stage.fills(OLA, asked, **WORDS) == {}
    (check,) = await stage.room(DESK)
    assert "innen onsdag 3. mars 2027 kl. 10.00" in check.text
    await stage.clicks(PER, check, NB("Publish"))
    card = (await stage.room(GRID))[-1]
    assert "1 park støtter" in card.text
    assert "S-1 Svarfrist for nettilknytning" in (await stage.room(POWER))[-1].text
    for label in ("Støtter", "Støtter hvis …", "Nøytral", "Imot", "Vis mer"):
        assert label in card.labels

    # a similar one is offered first, and supported instead
    await stage.tells(KARI, "sak ny")
    asked = await form(stage, KARI, await stage.last(KARI, NB("Raise an issue")), "Raise an issue")
    assert await stage.fills(KARI, asked, **(WORDS | {"title": "Frist for svar om nettilknytning"})) == {}
    offered = await stage.last(KARI, NB("Support it instead"))
    await stage.clicks(KARI, offered, NB("Support it instead"))
    card = (await stage.room(GRID))[-1]
    assert "2 parker støtter" in card.text

    # its text is frozen: a change is version 2, and only who supports it is asked
    before = await heard(stage)
    asked = await form(stage, OLA, await shown(stage, OLA), "Change")
    await stage.fills(OLA, asked, wanted="Fire måneders frist for svar. Nettselskapet begrunner svaret.")
    await passes(stage, clock, minutes=5)
    assert "versjon 2" in (await stage.room(GRID))[-1].text
    version = await stage.last(KARI, "versjon 2")
    assert "− Seks måneders frist for svar." in version.text
    assert "+ Fire måneders frist for svar." in version.text
    assert (await heard(stage))[PER] == before[PER], "nobody is told who has not spoken of it"
    await stage.clicks(KARI, version, "Støtter")
    assert "tidligere versjon" not in (await stage.room(GRID))[-1].text


async def raised(stage: Stage) -> None:
    """By ola, published by per, supported by kari."""
    await stage.tells(OLA, "sak ny")
    asked = await form(stage, OLA, await stage.last(OLA, NB("Raise an issue")), "Raise an issue")
    assert await stage.fills(OLA, asked, **WORDS) == {}
    await stage.clicks(PER, (await stage.room(DESK))[-1], NB("Publish"))
    await stage.clicks(KARI, (await stage.room(GRID))[-1], "Støtter")


async def test_on_an_agenda_decided_sent_settled_and_looked_back_on(stage: Stage, clock: Clock) -> None:
    await raised(stage)
    me = await number(stage, PER)
    await meets(stage.bot.database, me, title="Arenamøte")
    asked = await form(stage, KARI, await shown(stage, KARI), "Put on the agenda")
    assert await stage.fills(KARI, asked, kind="V") == {}
    await stage.clicks(PER, await stage.last(PER, NB("Accept")), NB("Accept"))
    assert "Sak 1/27" in (await stage.room(GRID))[-1].text

    clock.forward(days=15, hours=6)
    before = await heard(stage)
    await stage.tells(PER, "hjem")
    write = await form(stage, PER, await minutes(stage), "Write")
    await stage.fills(PER, write, decision="Arenaen skriver til departementet.")
    await stage.fills(PER, await form(stage, PER, await minutes(stage), "Who was there"), people=str(me))
    await stage.clicks(PER, await minutes(stage), NB("Send to those who were there"))
    await stage.clicks(PER, await minutes(stage), NB("Approve and close"))
    assert "Arenaen skriver til departementet." in (await stage.room(GRID))[-1].text
    await passes(stage, clock, days=1)
    for who in (KARI, OLA):
        assert "Arenaen skriver til departementet." in (await stage.last(who, "Arenaen skriver")).text

    asked = await form(stage, PER, await shown(stage, PER), "Work with it")
    await stage.fills(PER, asked, state="sent", text="Brevet er sendt.")
    await passes(stage, clock, days=1)
    assert "Brevet er sendt." in (await stage.last(KARI, "Brevet er sendt.")).text
    assert "Sendt" in (await stage.room(GRID))[-1].text

    asked = await form(stage, PER, await shown(stage, PER), "Work with it")
    assert "outcome" in await stage.fills(PER, asked, state="decided")
    assert await stage.fills(PER, asked, state="decided", outcome="Åtte måneders frist.", review="1. juni 2027") == {}
    card = (await stage.room(GRID))[-1]
    assert "Avgjort" in card.text
    assert "Åtte måneders frist." in card.text
    assert card.labels == (NB("Show more"),)
    await passes(stage, clock, days=1)
    assert "Åtte måneders frist." in (await stage.last(OLA, "Åtte måneders")).text

    await passes(stage, clock, days=75)
    look = await stage.last(OLA, NB("Say how it went"))
    await stage.fills(OLA, await form(stage, OLA, look, "Say how it went"), text="Seks av sju har fått svar.")
    await passes(stage, clock, days=4)
    assert "Seks av sju har fått svar." in (await stage.last(KARI, "Seks av sju")).text
    told = [seen for seen in (await stage.private(KARI))[before[KARI] :] if "S-1" in seen.text]
    assert len([seen for seen in told if "Uka di" not in seen.text]) == 4, "decided, sent, settled, looked back on"


async def minutes(stage: Stage) -> Seen:
    """Of the only meeting, as they stand, by way of what waits for its organiser."""
    await stage.clicks(PER, await stage.last(PER, NB("Write the minutes of {title}", title="Arenamøte")), NB("Minutes"))
    return (await stage.private(PER))[-1]


async def number(stage: Stage, who: str) -> int:
    """The person's, as a form holds it."""
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.read() as store:
        found = await store.people.by_account(platform, workspace, stage.user(who))
        assert found is not None
        return found[0].id
