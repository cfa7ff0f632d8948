"""The long life of what a network wants changed, with a contact who leaves in the middle: every message is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.policy.schemes.scheme_reports import get_report_year
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED
from storage.policy.schemes import SchemeReport
from tests.conftest import Clock
from tests.scenarios.lives import HOUSES, KARI, LISE, NB, OLA, PER, Life, settle_in
from tests.scenarios.policy_truth import POLICY
from tests.scenarios.stage import DESK, GRID, POWER, Asked, Seen, Stage

#: parks whose contacts use another chat: what they say is written down by the test
OTHERS = tuple(f"park{letter}" for letter in "abcdefghijklmnopqr")
ISSUE = {
    "title": "Svarfrist for nettilknytning", "problem": "Parkene venter i årevis. Ingen sier hvorfor.",
    "wanted": "Seks måneders frist for svar.", "addressee_kind": "ministry", "addressee": "Energidepartementet",
    "topics": "nett,energi",
}  # fmt: skip
CONSULTATION = {
    "title": "Nettleie for industri", "sender": "Energidepartementet", "link": "https://example.org/horing",
    "deadline": "2027-06-15", "topics": "nett,energi",
}  # fmt: skip
ROUND = {
    "title": "Nettkapasitet", "why": "Vi møter departementet i april.",
    "fields": "Effekt i dag: tall MW\nEnova: ordning", "deadline": "2027-03-12",
}  # fmt: skip


@pytest.fixture
async def life(stage: Stage, clock: Clock) -> Life:
    """Kari is contact of a park and lise its deputy, ola contact of another one."""
    await settle_in(stage, clock)
    life = Life(stage, clock, [POLICY], tuple(HOUSES), (GRID, POWER, DESK))
    numbers = {who: await life.number(who) for who in HOUSES}
    async with stage.bot.database.begin() as store:
        for code in OTHERS:
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            contact = Person(name=f"Contact of {code}", language="nb", created_at=store.now)
            contact.organisation_id, contact.confirmed = house.id, True
            store.session.add(contact)
            await store.session.flush()
            await store.organisations.appoint_representative(house.id, contact.id, CONTACT)
        for who, number in numbers.items():
            person = await store.people.load_person(number)
            assert person.organisation_id is not None
            person.digest = False
            await store.organisations.appoint_representative(
                person.organisation_id, person.id, DEPUTY if who == LISE else CONTACT
            )
    await life.reader.skip()
    return life


async def test_to_the_second_version_the_second_edition_and_the_review(life: Life) -> None:
    await raise_issue(life)
    await sign_first_draft(life)
    await answer_round(life)
    await change_what_was_supported_and_signed(life)
    await leave_in_the_middle(life)
    await publish_two_editions(life)
    await send_and_settle(life)
    await review(life)


async def shown(life: Life, who: str, line: str, containing: str) -> Seen:
    """What is answered to this line: it has this text, or this button."""
    await life.tells(who, line)
    return await life.last(who, containing)


async def form(life: Life, who: str, line: str, label: str) -> Asked:
    return await life.opens(who, await shown(life, who, line, NB(label)), label)


async def raise_issue(life: Life) -> None:
    asked = await form(life, KARI, "sak ny", "Raise an issue")
    await life.fills(KARI, asked, **ISSUE)
    await life.clicks(PER, (await life.stage.room(DESK))[-1], "Publish")
    await life.clicks(OLA, await shown(life, OLA, "sak S-1", NB("Support")), "Support")
    assert "2 parker støtter" in (await life.stage.room(GRID))[-1].text


async def sign_first_draft(life: Life) -> None:
    asked = await form(life, PER, "høring ny", "Register a consultation")
    await life.fills(PER, asked, **CONSULTATION)
    asked = await form(life, PER, "høring H-1", "Write the draft")
    await life.fills(PER, asked, text="Vi ber om ro.")
    await sign(life, KARI, "Eksempel")


async def sign(life: Life, who: str, house: str) -> None:
    await life.clicks(who, await shown(life, who, "høring H-1", NB("History")), "Co-sign")
    yes = NB("Yes, {organisation} co-signs", organisation=house)
    await life.clicks(who, await life.last(who, yes), yes)


async def answer_round(life: Life) -> None:
    asked = await form(life, PER, "innspill ny", "Ask for input")
    await life.fills(PER, asked, **ROUND)
    await life.clicks(PER, await life.last(PER, NB("Do not send it")), "Send")
    await life.passes(minutes=5)
    asked = await life.opens(KARI, await life.last(KARI, NB("Answer")), "Answer")
    power, verdict = list(asked.fields)[:2]
    await life.fills(KARI, asked, **{power: "12 MW", verdict: "missed"})
    await write_down(life, OTHERS[:8])


async def write_down(life: Life, codes: tuple[str, ...]) -> None:
    """What other organisations answer, each in its own chat: ten megawatts, and that Enova hits."""
    async with life.stage.bot.database.begin() as store:
        for code in codes:
            await _answer(store, life, code)


async def _answer(store: Store, life: Life, code: str) -> None:
    house, round = (
        await store.organisations.find_organisation_by_code(code),
        await store.rounds.find_round_by_code("R-1"),
    )
    enova = await store.schemes.find_scheme_by_name("Enova")
    assert house is not None
    assert round is not None
    assert enova is not None
    answer = await store.rounds.find_round_answer(round.id, house.id)
    assert answer is not None
    number, verdict = await store.rounds.list_round_fields(round.id)
    answer.state, answer.said_at = ANSWERED, store.now
    answer.given = {str(number.id): str(Decimal(10)), str(verdict.id): "hit"}
    await store.schemes.store_scheme_report(
        SchemeReport(
            scheme_id=enova.id, organisation_id=house.id, year=get_report_year(life.stage.bot.arena, store.now),
            verdict="hit", round_id=round.id,
        )
    )  # fmt: skip


async def change_what_was_supported_and_signed(life: Life) -> None:
    """Silence stands for the text before, and nobody is counted for words they have not seen."""
    asked = await form(life, KARI, "sak S-1", "Change")
    await life.fills(KARI, asked, wanted="Fire måneders frist for svar.")
    asked = await form(life, PER, "høring H-1", "Write the draft")
    await life.fills(PER, asked, text="Vi ber om ro og forutsigbarhet.", changed="Mer om forutsigbarhet")
    await life.passes(days=1)
    assert "1 park har bare medsignert versjon 1" in (await shown(life, OLA, "høring H-1", NB("History"))).text


async def leave_in_the_middle(life: Life) -> None:
    """The deputy gets one list of all that is under way, and the secretariat hears that there is no contact."""
    asked = await form(life, KARI, "meg slutt", "Leave")
    await life.fills(KARI, asked)
    told = life.heard(LISE)
    for line in ("Dette er i gang for Eksempel:", "S-1 Svarfrist", "H-1 Nettleie", "R-1 Nettkapasitet"):
        assert line in told
    assert "Sak som organisasjonen din har foreslått" in told
    assert "Eksempel har ingen kontaktperson nå" in life.heard(PER)
    assert "Eksempel har ingen kontaktperson" in (await shown(life, PER, "hjem", "Eksempel har ingen")).text
    await life.passes(hours=2)
    assert life.heard(KARI) == ""
    await sign(life, LISE, "Eksempel")


async def publish_two_editions(life: Life) -> None:
    life.clock.set(life.clock().replace(month=3, day=15, hour=8))
    await life.passes(minutes=30)
    await publish(life, NB("Publish totals"))
    assert "92 MW" in (await shown(life, LISE, "innspill R-1", NB("Download"))).text
    async with life.stage.bot.database.begin() as store:
        for other in await store.schemes.list_all_schemes():
            other.retired_at = None if other.name == "Enova" else store.now
    scheme = await shown(life, PER, "innspill", NB("Schemes"))
    await life.clicks(PER, scheme, "Schemes")
    await life.clicks(PER, await life.last(PER, "Enova"), "Show")
    await publish(life, NB("Publish totals"))
    asked = await form(life, PER, "innspill R-1", "Extend")
    await life.fills(PER, asked, deadline="2027-03-31")
    await write_down(life, OTHERS[8:])
    life.clock.set(life.clock().replace(month=4, day=1, hour=8))
    await life.passes(minutes=30)
    await publish(life, NB("Publish totals"))
    assert "100 MW" in (await shown(life, LISE, "innspill R-1", NB("Download"))).text
    assert "92 MW" in (await shown(life, LISE, "innspill R-1", NB("Download"))).text


async def publish(life: Life, label: str) -> None:
    """Look first, then publish."""
    await life.stage.clicks(PER, await life.last(PER, label), label)
    await life.clicks(
        PER, await life.last(PER, NB("This will be published. Nothing has been published yet.")), "Publish"
    )


async def send_and_settle(life: Life) -> None:
    seen = await shown(life, PER, "høring H-1", NB("Change or close"))
    await life.clicks(PER, seen, "Change or close")
    await life.fills(PER, await life.opens(PER, await life.last(PER, NB("It is sent")), "It is sent"))
    await life.passes(days=1)
    asked = await form(life, PER, "høring H-1", "What came of it")
    await life.fills(PER, asked, outcome="Halvparten ble hørt.")
    await life.passes(days=1)
    assert "Halvparten ble hørt." in (await life.last(LISE, "Halvparten")).text


async def review(life: Life) -> None:
    """Who acts for the organisation that raised it is asked how it went, when its raiser has left."""
    asked = await form(life, PER, "sak S-1", "Work on it")
    await life.fills(PER, asked, state="decided", outcome="Åtte måneders frist.", review="1. juni 2027")
    for days in (1, 1, 1, 1, 63, 3):
        await life.passes(days=days)
    look = await life.last(LISE, NB("Say how it went"))
    await life.fills(LISE, await life.opens(LISE, look, "Say how it went"), text="Seks av sju har fått svar.")
    await life.passes(days=3)
    assert "Seks av sju har fått svar." in (await life.last(OLA, "Seks av sju")).text
    assert not [text for text in (seen.text for seen in await life.stage.private(KARI)) if "Seks av sju" in text]
