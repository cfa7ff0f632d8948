"""The whole life of a consultation, the same on every platform: from its form to its outcome, and who hears of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from handlers.chat.say import Say
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import SECRETARIAT
from storage.queue.delivery_rows import POST, SENT, Delivery
from tests.conftest import Clock
from tests.scenarios.stage import GRID, POWER, Asked, Seen, Stage

#: labels as members of the stage read them
NB = Say("nb", ZoneInfo("Europe/Oslo"))
#: 10.00 on a Monday, ten weeks before the deadline
MONDAY = datetime(2027, 4, 5, 8, tzinfo=UTC)
#: two contacts of parks, and the secretariat
KARI, OLA, PER = "kari", "ola", "per"
HOUSES = {KARI: "eksempel", OLA: "domeoyra", PER: "foreningen"}
WORDS = {
    "title": "Nettleie for industri",
    "sender": "Energidepartementet",
    "link": "https://example.org/horing",
    "deadline": "2027-06-15",
    "topics": "nett,energi",
}


@pytest.fixture
async def stage(stage: Stage, clock: Clock) -> Stage:
    """In April, with the contacts of two parks and one of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in HOUSES:
        await stage.tells(who, "hjelp")
    async with stage.bot.database.begin() as store:
        for who, code in HOUSES.items():
            kind = "association" if who == PER else "park"
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind=kind))
            person = await store.people.load_person(await number(stage, who))
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
            person.digest = False  # on a Tuesday it would be told in the same message, or be the message of the day
            if who != PER:
                await store.organisations.appoint_representative(house.id, person.id, CONTACT)
    return stage


async def number(stage: Stage, who: str) -> int:
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.read() as store:
        found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
        assert found is not None
        return found[0].id


async def passes(stage: Stage, clock: Clock, **time: float) -> None:
    """Time goes by, and the clock's plans are made as it does."""
    clock.forward(**time)
    for name, plan in stage.bot.router.plans.items():
        await stage.bot.chores.run_plan(name, plan)
    stage.bot.courier.wake_courier()
    await stage.settle()


async def form(stage: Stage, who: str, seen: Seen, label: str) -> Asked:
    asked = await stage.clicks(who, seen, NB(label))
    assert asked is not None, label
    return asked


async def told(stage: Stage) -> dict[str, dict[str, int]]:
    """What each was told of it that was no answer to them, by its kind; each as often as it arrived."""
    numbers = {await number(stage, who): who for who in HOUSES}
    mine = sa.and_(
        Delivery.template.startswith("consultations."),
        Delivery.template != "consultations.shown",
        Delivery.op == POST,
        Delivery.person_id.is_not(None),
    )
    found: dict[str, Counter[str]] = {}
    async with stage.bot.database.read() as store:
        for row in await store.session.scalars(sa.select(Delivery).where(mine)):
            if row.state == SENT or (row.told_in_id is not None and not row.cancel_requested):
                kind = row.template.removeprefix("consultations.")
                found.setdefault(numbers[row.person_id or 0], Counter())[kind] += 1
    return {who: dict(kinds) for who, kinds in found.items()}


async def shown(stage: Stage, who: str) -> Seen:
    await stage.tells(who, "høring H-1")
    return await stage.last(who, NB("History"))


async def registered(stage: Stage) -> None:
    await stage.tells(PER, "høring ny")
    asked = await form(stage, PER, await stage.last(PER, NB("Register a consultation")), "Register a consultation")
    wrong = await stage.fills(PER, asked, **(WORDS | {"deadline": "2026-03-01", "link": "ftp://x", "title": ""}))
    assert {"deadline", "link", "title"} <= set(wrong)
    assert await stage.fills(PER, asked, **WORDS) == {}


async def test_from_the_form_to_a_draft_that_is_signed_twice(stage: Stage, clock: Clock) -> None:
    await registered(stage)
    whole = await shown(stage, PER)
    assert "frist tirsdag 15. juni 2027 (om 71 dager)" in whole.text
    assert "Kunngjort – 4. mai 2027" in whole.text
    await stage.tells(KARI, "høring")
    assert "Nettleie for industri" in (await stage.last(KARI, NB("Open consultations"))).text

    await passes(stage, clock, days=29)
    for room in (GRID, POWER):
        assert "H-1 Nettleie for industri" in (await stage.room(room))[-1].text
    assert await told(stage) == {}, "a card in the rooms disturbs nobody"

    await passes(stage, clock, days=7)
    assert "Berører H-1 Eksempel?" in (await stage.last(KARI, NB("Concerns us"))).text
    await stage.clicks(KARI, await stage.last(KARI, NB("Concerns us")), NB("Concerns us"))
    await stage.clicks(OLA, await stage.last(OLA, NB("Does not concern us")), NB("Does not concern us"))

    await passes(stage, clock, days=14)
    due = await stage.last(PER, "Utkastet bør være klart i dag")
    assert await stage.fills(PER, await form(stage, PER, due, "Write the draft"), text="Vi ber om ro.") == {}
    await passes(stage, clock, days=1)
    first = await stage.last(KARI, "Versjon 1 av utkastet")
    assert "Eksempel: medsigner" not in (await shown(stage, OLA)).text
    await stage.clicks(KARI, first, NB("Co-sign"))
    await stage.clicks(KARI, await stage.last(KARI, "Ja, Eksempel medsignerer"), "Ja, Eksempel medsignerer")
    await stage.settle()
    assert "Eksempel: medsigner" in (await stage.last(OLA, NB("History"))).text, "what is opened follows"
    assert "1 park medsignerer" in (await stage.room(GRID))[-1].text

    asked = await form(stage, PER, await shown(stage, PER), "Write the draft")
    await stage.fills(PER, asked, text="Vi ber om ro og forutsigbarhet.", changed="Mer om forutsigbarhet")
    await passes(stage, clock, days=1)
    assert "1 park har bare medsignert versjon 1" in (await stage.room(GRID))[-1].text, "silence stands for version 1"
    second = await stage.last(KARI, "Versjon 2 av utkastet")
    assert "Mer om forutsigbarhet" in second.text
    await stage.clicks(KARI, second, NB("Co-sign"))
    await stage.clicks(KARI, await stage.last(KARI, "Ja, Eksempel medsignerer"), "Ja, Eksempel medsignerer")
    assert "1 park medsignerer versjon 2" in (await stage.room(GRID))[-1].text
    assert "bare medsignert" not in (await stage.room(GRID))[-1].text
    assert await told(stage) == {KARI: {"interest": 1, "version": 2}, OLA: {"interest": 1}, PER: {"due": 1}}


async def test_a_moved_deadline_signatures_that_are_missing_and_what_came_of_it(stage: Stage, clock: Clock) -> None:
    await registered(stage)
    await passes(stage, clock, days=36)
    await stage.clicks(OLA, await stage.last(OLA, NB("Does not concern us")), NB("Does not concern us"))
    asked = await form(stage, PER, await shown(stage, PER), "Change")
    await stage.fills(PER, asked, deadline="2027-06-22")
    await passes(stage, clock, days=14)
    assert "Utkastet bør" not in (await stage.private(PER))[-1].text, "what is still to come has moved"
    await passes(stage, clock, days=7)
    due = await stage.last(PER, "Utkastet bør være klart i dag")
    assert (
        await stage.fills(PER, await form(stage, PER, due, "Write the draft"), text="Vi ber om ro.", final="yes") == {}
    )
    await passes(stage, clock, days=16)
    missing = await stage.last(KARI, "Eksempel mangler.")
    assert "Høringsfristen er om 5 dager. 1 av 2 har gitt endelig svar." in missing.text
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
    assert await told(stage) == {
        KARI: {"interest": 1, "signatures": 1, "news": 2},
        OLA: {"interest": 1},
        PER: {"due": 2},
    }, "sent and settled; nobody hears of it who has no part in it"
    await stage.tells(OLA, "høring arkiv")
    assert "Halvparten ble hørt." in (await stage.last(OLA, NB("Closed consultations"))).text
