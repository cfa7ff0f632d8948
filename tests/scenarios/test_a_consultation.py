"""The whole life of a consultation, the same on every platform: from its form to its outcome, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.organisations import CONTACT, Organisation
from storage.people import SECRETARIAT
from tests.conftest import Clock
from tests.scenarios.stage import GRID, POWER, Seen, Stage
from tests.scenarios.test_an_issue import EVERYBODY, KARI, NB, OLA, PER, form, passes

#: 10.00 on a Monday, ten weeks before the deadline
MONDAY = datetime(2027, 4, 5, 8, tzinfo=UTC)
WORDS = {
    "title": "Nettleie for industri",
    "sender": "Energidepartementet",
    "link": "https://example.org/horing",
    "deadline": "15. juni 2027",
    "topics": "nett,energi",
}


@pytest.fixture
async def stage(stage: Stage, clock: Clock) -> Stage:
    """In April, with the contacts of two parks and one of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in EVERYBODY:
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for who, code in ((KARI, "eksempel"), (OLA, "domeoyra"), (PER, "foreningen")):
            kind = "association" if who == PER else "park"
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind=kind))
            found = await store.people.by_account(platform, workspace, stage.user(who))
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
            if who != PER:
                await store.organisations.appoint(house.id, person.id, CONTACT)
    return stage


async def told(stage: Stage, who: str) -> int:
    """Messages about it that the bot has sent by itself, apart from the weekly digest."""
    return len([seen for seen in await stage.private(who) if "H-1" in seen.text and "Uka di" not in seen.text])


async def shown(stage: Stage, who: str) -> Seen:
    await stage.tells(who, "høring H-1")
    return await stage.last(who, NB("History"))


async def registered(stage: Stage) -> None:
    await stage.tells(PER, "høring ny")
    asked = await form(stage, PER, await stage.last(PER, NB("Register a consultation")), "Register a consultation")
    wrong = await stage.fills(PER, asked, **(WORDS | {"deadline": "1. mars 2026", "link": "ftp://x", "title": ""}))
    assert {"deadline", "link", "title"} <= set(wrong)
    assert await stage.fills(PER, asked, **WORDS) == {}


async def test_from_the_form_to_a_draft_that_is_signed_twice(stage: Stage, clock: Clock) -> None:
    await registered(stage)
    whole = await shown(stage, PER)
    assert "frist tirsdag 15. juni 2027 (om 71 dager)" in whole.text
    assert "Kunngjort – 4. mai 2027" in whole.text
    await stage.tells(KARI, "høring")
    assert "Nettleie for industri" in (await stage.last(KARI, NB("Open consultations"))).text
    base = {who: await told(stage, who) for who in EVERYBODY}

    await passes(stage, clock, days=29)
    for room in (GRID, POWER):
        assert "H-1 Nettleie for industri" in (await stage.room(room))[-1].text
    assert {who: await told(stage, who) for who in EVERYBODY} == base, "a card in the rooms disturbs nobody"

    await passes(stage, clock, days=7)
    assert "Berører H-1 Eksempel?" in (await stage.last(KARI, NB("Concerns us"))).text
    await stage.clicks(KARI, await stage.last(KARI, NB("Concerns us")), NB("Concerns us"))
    await stage.clicks(OLA, await stage.last(OLA, NB("Does not concern us")), NB("Does not concern us"))
    out = await told(stage, OLA)

    await passes(stage, clock, days=14)
    due = await stage.last(PER, "Utkastet bør være klart i dag")
    assert await stage.fills(PER, await form(stage, PER, due, "Write the draft"), text="Vi ber om ro.") == {}
    await passes(stage, clock, days=1)
    first = await stage.last(KARI, "Versjon 1 av utkastet")
    await stage.clicks(KARI, first, NB("Co-sign"))
    await stage.clicks(KARI, await stage.last(KARI, "Ja, Eksempel medsignerer"), "Ja, Eksempel medsignerer")
    assert "1 park medsignerer" in (await stage.room(GRID))[-1].text

    asked = await form(stage, PER, await shown(stage, PER), "Write the draft")
    await stage.fills(PER, asked, text="Vi ber om ro og forutsigbarhet.", changed="Mer om forutsigbarhet")
    await passes(stage, clock, days=1)
    assert "1 medsignerte en tidligere versjon" in (await stage.room(GRID))[-1].text, "silence stands for version 1"
    second = await stage.last(KARI, "Versjon 2 av utkastet")
    assert "Mer om forutsigbarhet" in second.text
    await stage.clicks(KARI, second, NB("Co-sign"))
    await stage.clicks(KARI, await stage.last(KARI, "Ja, Eksempel medsignerer"), "Ja, Eksempel medsignerer")
    assert "tidligere versjon" not in (await stage.room(GRID))[-1].text
    assert await told(stage, OLA) == out, "whom it does not concern hears no more"


async def test_a_moved_deadline_signatures_that_are_missing_and_what_came_of_it(stage: Stage, clock: Clock) -> None:
    await registered(stage)
    await passes(stage, clock, days=36)
    await stage.clicks(OLA, await stage.last(OLA, NB("Does not concern us")), NB("Does not concern us"))
    out = await told(stage, OLA)
    asked = await form(stage, PER, await shown(stage, PER), "Change")
    await stage.fills(PER, asked, deadline="22. juni 2027")
    await passes(stage, clock, days=14)
    assert "Utkastet bør" not in (await stage.private(PER))[-1].text, "what is still to come has moved"
    await passes(stage, clock, days=7)
    due = await stage.last(PER, "Utkastet bør være klart i dag")
    assert (
        await stage.fills(PER, await form(stage, PER, due, "Write the draft"), text="Vi ber om ro.", final="yes") == {}
    )
    before = await told(stage, KARI)
    await passes(stage, clock, days=16)
    missing = await stage.last(KARI, "Eksempel mangler.")
    assert "Høringsfristen er om 5 dager. 1 av 2 har svart." in missing.text
    assert await told(stage, KARI) == before + 1, "asked once about the signature"
    await stage.clicks(KARI, missing, NB("Co-sign"))
    await stage.clicks(KARI, await stage.last(KARI, "Ja, Eksempel medsignerer"), "Ja, Eksempel medsignerer")

    await passes(stage, clock, days=5)
    send = await stage.last(PER, "Send svaret i dag innen kl. 12.00")
    assert await stage.fills(PER, await form(stage, PER, send, "It is sent")) == {}
    card = (await stage.room(GRID))[-1]
    assert "Besvart" in card.text
    assert NB("Co-sign") not in card.labels
    await passes(stage, clock, days=1)
    assert "Vi ber om ro." in (await stage.last(KARI, "Besvart")).text
    asked = await form(stage, PER, await shown(stage, PER), "What came of it")
    assert await stage.fills(PER, asked, outcome="Halvparten ble hørt.") == {}
    await passes(stage, clock, days=1)
    assert "Halvparten ble hørt." in (await stage.last(KARI, "Halvparten")).text
    assert await told(stage, OLA) == out, "whom it does not concern hears no more"
    await stage.tells(OLA, "høring arkiv")
    assert "Halvparten ble hørt." in (await stage.last(OLA, NB("Closed consultations"))).text
