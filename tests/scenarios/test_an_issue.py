"""The whole life of an issue, the same on every platform: from a question to its outcome, and who hears of it."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession
from docx import Document

from bot.settings import Settings
from handlers.chat.say import Say
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import SECRETARIAT
from storage.queue.delivery_rows import POST, SENT, Delivery
from tests.conftest import Clock
from tests.meetings import meets
from tests.scenarios.stage import DESK, GRID, LOBBY, POWER, Asked, Seen, Stage

#: labels as members of the stage read them
NB = Say("nb", ZoneInfo("Europe/Oslo"))
#: 10.00 on a Monday
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
WEB = "https://arena.test"
#: two who have a part in it, the secretariat, and the contact of a park that says nothing of it
KARI, OLA, PER, LISE = "kari", "ola", "per", "lise"
HOUSES = {KARI: "eksempel", OLA: "domeoyra", PER: "foreningen", LISE: "stille"}
QUESTION = "Hvor lenge må vi vente på svar om nettilknytning på 18 MW fra nettselskapet?"
WORDS = {
    "title": "Svarfrist for nettilknytning",
    "problem": "Parkene venter i årevis. Ingen sier hvorfor.",
    "wanted": "Seks måneders frist for svar. Nettselskapet begrunner svaret.",
    "addressee_kind": "ministry",
    "addressee": "Energidepartementet",
    "topics": "nett,energi",
    "deadline": "2027-06-30",
}


@dataclass
class Life:
    """What happens on one stage as time goes by."""

    stage: Stage
    clock: Clock

    async def passes(self, **time: float) -> None:
        """The clock's plans are made as it does."""
        self.clock.forward(**time)
        for name, plan in self.stage.bot.router.plans.items():
            await self.stage.bot.chores.run_plan(name, plan)
        self.stage.bot.courier.wake_courier()
        await self.stage.settle()

    async def told(self) -> dict[str, dict[str, int]]:
        """What each person was told of it that was no answer to them, by its kind; each as often as it arrived."""
        numbers = {await number(self.stage, who): who for who in HOUSES}
        async with self.stage.bot.database.read() as store:
            rows = await store.session.scalars(
                sa.select(Delivery).where(
                    Delivery.template.startswith("issues."),
                    Delivery.template.not_in(("issues.receipt", "issues.shown")),
                    Delivery.op == POST,
                    Delivery.person_id.is_not(None),
                )
            )
            found: dict[str, Counter[str]] = {}
            for row in rows:
                if row.state == SENT or (row.told_in_id is not None and not row.cancel_requested):
                    kind = row.template.removeprefix("issues.")
                    found.setdefault(numbers[row.person_id or 0], Counter())[kind] += 1
        return {who: dict(kinds) for who, kinds in found.items()}

    async def form(self, who: str, seen: Seen, label: str) -> Asked:
        asked = await self.stage.clicks(who, seen, NB(label))
        assert asked is not None, label
        return asked

    async def shown(self, who: str) -> Seen:
        await self.stage.tells(who, "sak S-1")
        return await self.stage.last(who, NB("History"))

    async def works(self, **values: str) -> dict[str, str]:
        return await self.stage.fills(PER, await self.form(PER, await self.shown(PER), "Work on it"), **values)

    async def card(self) -> Seen:
        """As it stands in the room of the grid."""
        return next(seen for seen in reversed(await self.stage.room(GRID)) if "S-1 Svarfrist" in seen.text)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a bot that can sign links."""
    return replace(settings, base_url=WEB, secret_keys=("x" * 32,))


@pytest.fixture
async def life(stage: Stage, clock: Clock) -> Life:
    """In March, with the contacts of three parks and one of the secretariat."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in HOUSES:
        await stage.tells(who, "hjelp")
    async with stage.bot.database.begin() as store:
        for who, code in HOUSES.items():
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            person = await store.people.load_person(await number(stage, who))
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role = SECRETARIAT if who == PER else person.role
            if who != PER:
                await store.organisations.appoint_representative(house.id, person.id, CONTACT)
    return Life(stage, clock)


async def test_from_a_question_to_what_came_of_it_and_nobody_hears_who_has_no_part_in_it(life: Life) -> None:
    await raised_from_a_question(life)
    assert await life.told() == {OLA: {"looked_at": 1}}, "its raiser hears that it is out"
    await found_similar_and_supported(life)
    await changed_after_others_stand_behind_it(life)
    assert await life.told() == {OLA: {"looked_at": 1}, KARI: {"version": 1}}, "its supporter is asked of the new text"
    await put_on_an_agenda_and_decided(life)
    assert await life.told() == {OLA: {"looked_at": 1, "news": 1}, KARI: {"version": 1, "news": 1}}, "the decision"
    await sent_and_settled(life)
    assert await life.told() == {OLA: {"looked_at": 1, "news": 3}, KARI: {"version": 1, "news": 3}}
    await taken_out_as_a_file(life)
    await looked_back_on(life)
    told = {
        KARI: {"version": 1, "news": 4},
        OLA: {"looked_at": 1, "news": 3, "review": 1},
        PER: {"review": 1},
    }
    assert await life.told() == told, "who worked with it and who raised it are asked how it went, once"
    await life.passes(days=100)
    assert await life.told() == told
    assert [seen for seen in await life.stage.private(LISE) if "S-1" in seen.text and "Uka di" not in seen.text] == []


async def raised_from_a_question(life: Life) -> None:
    """Which the secretariat publishes."""
    stage = life.stage
    await stage.mentions(KARI, QUESTION, LOBBY)
    (question,) = await stage.room(GRID)
    asked = await life.form(OLA, question, "Endre eller meld fra")
    await stage.fills(OLA, asked, what="issue")
    assert asked.title == NB("Raise an issue")
    assert asked.fields["problem"] == QUESTION
    wrong = await stage.fills(OLA, asked, **(WORDS | {"deadline": "2027-05-17"}))
    assert "ingen arbeidsdag" in wrong["deadline"]
    assert await stage.fills(OLA, asked, **WORDS) == {}
    (check,) = await stage.room(DESK)
    assert "innen onsdag 3. mars 2027 kl. 10.00" in check.text
    await stage.clicks(PER, check, NB("Publish"))
    card = await life.card()
    assert "1 park støtter" in card.text
    assert "S-1 Svarfrist for nettilknytning" in (await stage.room(POWER))[-1].text
    for label in ("Støtter", "Støtter hvis …", "Nøytral", "Imot", "Vis mer"):
        assert label in card.labels


async def found_similar_and_supported(life: Life) -> None:
    """Instead of being raised a second time; and an organisation speaks once."""
    stage = life.stage
    await stage.tells(KARI, "sak ny")
    asked = await life.form(KARI, await stage.last(KARI, NB("Raise an issue")), "Raise an issue")
    assert await stage.fills(KARI, asked, **(WORDS | {"title": "Frist for svar om nettilknytning"})) == {}
    offered = await stage.last(KARI, NB("Support it instead"))
    await stage.clicks(KARI, offered, NB("Support it instead"))
    await stage.clicks(KARI, await life.card(), "Støtter")
    assert "2 parker støtter" in (await life.card()).text
    await life.passes(minutes=5)


async def changed_after_others_stand_behind_it(life: Life) -> None:
    """Its text is frozen: a change is version 2, and silence stands for the first."""
    stage = life.stage
    await stage.clicks(OLA, await life.shown(OLA), NB("Change, text and file"))
    asked = await life.form(OLA, await stage.last(OLA, NB("Change")), "Change")
    await stage.fills(OLA, asked, wanted="Fire måneders frist for svar. Nettselskapet begrunner svaret.")
    await life.passes(minutes=5)
    assert "versjon 2" in (await life.card()).text
    assert "tidligere versjon" in (await life.card()).text
    version = await stage.last(KARI, "versjon 2")
    assert "− Seks måneders frist for svar." in version.text
    assert "+ Fire måneders frist for svar." in version.text
    await stage.clicks(KARI, version, "Støtter")
    assert "tidligere versjon" not in (await life.card()).text


async def put_on_an_agenda_and_decided(life: Life) -> None:
    stage, me = life.stage, await number(life.stage, PER)
    await meets(stage.bot.database, me, title="Arenamøte")
    asked = await life.form(KARI, await life.shown(KARI), "Put on the agenda")
    assert await stage.fills(KARI, asked, kind="V") == {}
    await stage.clicks(PER, await stage.last(PER, NB("Add to agenda")), NB("Add to agenda"))
    assert "Sak 1/27" in (await life.card()).text
    life.clock.forward(days=15, hours=6)
    await stage.tells(PER, "hjem")
    await stage.fills(PER, await life.form(PER, await minutes(life), "Write"), decision="Arenaen skriver brev.")
    await stage.fills(PER, await life.form(PER, await minutes(life), "Attendance"), people=str(me))
    await stage.clicks(PER, await minutes(life), NB("Send to those who were there"))
    await stage.clicks(PER, await minutes(life), NB("Approve and close"))
    assert "Arenaen skriver brev." in (await life.card()).text
    await life.passes(days=1)
    for who in (KARI, OLA):
        assert "Arenaen skriver brev." in (await stage.last(who, "Arenaen skriver")).text


async def sent_and_settled(life: Life) -> None:
    await life.works(state="sent", text="Brevet er sendt.")
    await life.passes(days=1)
    assert "Brevet er sendt." in (await life.stage.last(KARI, "Brevet er sendt.")).text
    assert "Sendt" in (await life.card()).text
    assert "outcome" in await life.works(state="decided")
    assert await life.works(state="decided", outcome="Åtte måneders frist.", review="1. juni 2027") == {}
    card = await life.card()
    assert "Avgjort" in card.text
    assert "Åtte måneders frist." in card.text
    assert card.labels == (NB("Show more"),)
    await life.passes(days=1)
    assert "Åtte måneders frist." in (await life.stage.last(OLA, "Åtte måneder")).text


async def taken_out_as_a_file(life: Life) -> None:
    """Behind a link of the bot itself, whatever chat it was asked for in."""
    await life.stage.clicks(KARI, await life.shown(KARI), NB("As a file"))
    offered = await life.stage.last(KARI, "Word, Bokmål")
    path = next(url for url in re.findall(rf"{WEB}(/data/issue/[^\s\"'|>\\]+)", repr(offered.raw)) if "nb.docx" in url)
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{life.stage.bot.port}{path}") as answer:
        assert answer.status == 200
        document = Document(io.BytesIO(await answer.read()))
    told = "\n".join(block.text for block in document.paragraphs)
    for line in ("S-1 Svarfrist for nettilknytning", "2 parker støtter", "Avgjort – Åtte måneders frist."):
        assert line in told
    assert document.tables[-1].rows[-2].cells[1].text.startswith("Seks måneders frist"), "the text before"


async def looked_back_on(life: Life) -> None:
    """On the day that was set, once."""
    await life.passes(days=74, hours=20)
    look = await life.stage.last(OLA, NB("Say how it went"))
    await life.stage.fills(OLA, await life.form(OLA, look, "Say how it went"), text="Seks av sju har fått svar.")
    await life.passes(days=4)
    assert "Seks av sju har fått svar." in (await life.stage.last(KARI, "Seks av sju")).text


async def minutes(life: Life) -> Seen:
    """Of the only meeting, as they stand, by way of what waits for its organiser."""
    waits = await life.stage.last(PER, NB("Write the minutes of {title}", title="Arenamøte"))
    await life.stage.clicks(PER, waits, NB("Minutes"))
    return (await life.stage.private(PER))[-1]


async def number(stage: Stage, who: str) -> int:
    """The person's, as a form holds it."""
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.read() as store:
        found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
        assert found is not None
        return found[0].id
