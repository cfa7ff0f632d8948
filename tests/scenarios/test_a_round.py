"""A round of input, the same on every platform: asked, answered, declined, passed on, ended; and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.exchange.plots.plot_form import build_empty_plot
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import SECRETARIAT
from storage.exchange.listings import HIDDEN_LEVEL
from tests.conftest import Clock
from tests.scenarios.stage import GRID, Asked, Seen, Stage

#: labels as members of the stage read them
NB = Say("nb", ZoneInfo("Europe/Oslo"))
#: 10.00 on a Monday
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
KARI, OLA, PER = "kari", "ola", "per"
EVERYBODY = (KARI, OLA, PER)
#: in the morning of the third working day before the deadline
REMINDED = datetime(2027, 3, 9, 8, tzinfo=UTC)
WORDS = {
    "title": "Nettkapasitet",
    "why": "Vi møter departementet i april.",
    "fields": "Effekt i dag: tall MW\nHar dere søkt?: valg ja / nei\nEt tilfelle: tekst\nEnova: ordning",
    "deadline": "2027-03-12",
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
            found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert found is not None
            person = found[0]
            person.organisation_id, person.confirmed, person.language = house.id, True, "nb"
            person.role, person.digest = SECRETARIAT if who == PER else person.role, False
            if who != PER:
                await store.organisations.appoint_representative(house.id, person.id, CONTACT)
    return stage


async def passes(stage: Stage, clock: Clock, **time: float) -> None:
    """Time goes by, and the clock's plans are made as it does."""
    clock.forward(**time)
    for name, plan in stage.bot.router.plans.items():
        await stage.bot.chores.run_plan(name, plan)
    stage.bot.courier.wake_courier()
    await stage.settle()


async def form(stage: Stage, who: str, seen: Seen, label: str) -> Asked:
    opened = await stage.clicks(who, seen, NB(label))
    assert opened is not None, label
    return opened


async def heard(stage: Stage) -> dict[str, int]:
    return {who: len(await stage.private(who)) for who in EVERYBODY}


async def asked(stage: Stage, clock: Clock) -> None:
    """By per, of everybody but his own organisation."""
    await stage.tells(PER, "innspill ny")
    opened = await form(stage, PER, await stage.last(PER, NB("Ask for input")), "Ask for input")
    wrong = await stage.fills(PER, opened, **(WORDS | {"deadline": "2027-05-17", "fields": "Effekt i MW"}))
    assert "ingen arbeidsdag" in wrong["deadline"]
    assert wrong["fields"].startswith("Linje 1: skriv et navn")
    assert await stage.fills(PER, opened, **WORDS) == {}
    echo = await stage.last(PER, NB("Do not send it"))
    for line in (
        "• Effekt i dag (MW)",
        "• Har dere søkt? (ja / nei)",
        "• Enova",
        "Spør 2 organisasjoner",
    ):
        assert line in echo.text
    await stage.clicks(PER, echo, NB("Send"))
    await passes(stage, clock, minutes=5)


async def test_asked_answered_declined_and_ended(stage: Stage, clock: Clock) -> None:
    before = await heard(stage)
    await asked(stage, clock)
    for who, name in ((KARI, "Eksempel"), (OLA, "Domeoyra")):
        card = await stage.last(who, f"{name} blir bedt om innspill.")
        assert {NB("Answer"), NB("Do not answer")} <= set(card.labels)
        assert NB("Pass to deputy") not in card.labels  # there is none
        assert (await heard(stage))[who] == before[who] + 1

    # a number that does not fit is an error at its field, and nothing that was typed is lost
    opened = await form(stage, KARI, await stage.last(KARI, NB("Answer")), "Answer")
    names = list(opened.fields)
    wrong = await stage.fills(KARI, opened, **dict(zip(names[:1], ["12 GWh/år"], strict=True)))
    assert "Enheten passer ikke" in wrong[names[0]]
    given = dict(zip(names, ["18 500 kW", "0", "Vi venter.", "missed", "For smal.", "unnamed"], strict=True))
    assert await stage.fills(KARI, opened, **given) == {}
    told = await stage.last(KARI, "18,5 MW")
    for line in ("Har dere søkt?", "Traff ikke – For smal.", "Også medlemmene, uten navnet vårt"):
        assert line in told.text
    assert (await heard(stage))[KARI] == before[KARI] + 1, "the message that asked says it"

    # who says no counts as one who has answered; nobody is reminded
    opened = await form(stage, OLA, await stage.last(OLA, NB("Answer")), "Do not answer")
    await stage.fills(OLA, opened, reason="Vi har ikke tall.")
    quiet = await heard(stage)
    clock.set(REMINDED)
    for _ in range(3):
        await passes(stage, clock, days=1)
    assert await heard(stage) == quiet
    await stage.tells(PER, "innspill R-1")
    seen = await stage.last(PER, NB("The answers"))
    assert "2 spurt · 1 har svart · 1 avstår · 0 har ikke svart" in seen.text

    # its end is told to the one who asked, with what comes next; two answers are no total
    clock.set(datetime(2027, 3, 15, 8, tzinfo=UTC))
    await passes(stage, clock, minutes=30)
    end = await stage.last(PER, NB("Publish totals"))
    await stage.clicks(PER, end, NB("Publish totals"))
    await stage.tells(PER, "innspill R-1")
    assert "utgave" not in (await stage.last(PER, NB("The answers"))).text
    assert {who: n for who, n in (await heard(stage)).items() if who != PER} == {
        who: n for who, n in quiet.items() if who != PER
    }, "nobody else hears of it"


async def test_who_has_done_it_answers_with_one_tap(stage: Stage, clock: Clock) -> None:
    await stage.tells(PER, "innspill har noen byttet gass med varmepumpe?")
    opened = await form(stage, PER, await stage.last(PER, NB("Ask who has done it")), "Ask who has done it")
    assert await stage.fills(PER, opened, why="Tre parker planlegger.", topic="energi", deadline="2027-03-12") == {}
    await stage.clicks(PER, await stage.last(PER, NB("Do not send it")), NB("Send"))
    await passes(stage, clock, minutes=5)
    for who, label, name in ((KARI, "Have done it", "Show our name"), (OLA, "Planning it", "Meet others who plan it")):
        card = await stage.last(who, NB(label))
        assert "Har noen byttet gass med varmepumpe?" in card.text
        await stage.clicks(who, card, NB(label))
        await stage.clicks(who, await stage.last(who, NB(name)), NB(name))
    await stage.tells(OLA, "innspill R-1")
    assert "Eksempel" in (await stage.last(OLA, NB("Have done it"))).text
    await stage.tells(KARI, "innspill R-1")
    assert "Domeoyra" not in (await stage.last(KARI, NB("Have done it"))).text, "a plan is for those who plan"
    opened = await form(stage, KARI, await stage.last(KARI, NB("Save a solution")), "Save a solution")
    assert "Har noen byttet gass med varmepumpe?" in opened.fields.values()


async def test_what_two_do_together_is_asked_led_and_ended(stage: Stage, clock: Clock) -> None:
    async with stage.bot.database.read() as store:
        house = await store.organisations.find_organisation_by_code("domeoyra")
        assert house is not None
    await stage.tells(KARI, "dine oppfølgingspunkter")
    await stage.clicks(KARI, await stage.last(KARI, NB("Joint tasks")), NB("Joint tasks"))
    opened = await form(stage, KARI, await stage.last(KARI, NB("Do something together")), "Do something together")
    given = {"text": "Måle spillvarmen", "organisations": str(house.id), "step": "Velge måler", "due": "2027-03-16"}
    assert await stage.fills(KARI, opened, **given) == {}
    await passes(stage, clock, minutes=5)
    await stage.clicks(OLA, await stage.last(OLA, NB("We take part")), NB("We take part"))
    await stage.tells(KARI, "O-1")
    card = await stage.last(KARI, NB("It is done"))
    assert "Velge måler" in card.text
    opened = await form(stage, KARI, card, "It is done")
    assert await stage.fills(KARI, opened, outcome="Fant 4 GWh.") == {}
    await stage.tells(OLA, "O-1")
    assert "Fant 4 GWh." in (await stage.last(OLA, NB("Save a solution"))).text


async def test_reminded_once_and_passed_on_to_the_deputy(stage: Stage, clock: Clock) -> None:
    platform, workspace, _ = stage.channel(GRID)
    await asked(stage, clock)
    async with stage.bot.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        found = await store.people.find_person_by_account(platform, workspace, stage.user(PER))
        assert house is not None
        assert found is not None
        await store.organisations.appoint_representative(house.id, found[0].id, DEPUTY)
    before = await heard(stage)
    clock.set(REMINDED)
    for _ in range(3):
        await passes(stage, clock, hours=8)
    after = await heard(stage)
    assert {who: after[who] - before[who] for who in EVERYBODY} == {KARI: 1, OLA: 1, PER: 0}
    await stage.clicks(KARI, await stage.last(KARI, "Eksempel har ikke svart."), NB("Pass to deputy"))
    card = await stage.last(PER, "ber deg svare for Eksempel")
    opened = await form(stage, PER, card, "Answer")
    assert await stage.fills(PER, opened, **{next(iter(opened.fields)): "7"}) == {}
    assert "7 MW" in (await stage.last(PER, "7 MW")).text


async def test_an_inquiry_brings_back_a_sheet_from_each_park(stage: Stage, clock: Clock) -> None:
    async with stage.bot.database.begin() as store:
        for code, name, area in (("eksempel", "Nordkaia", 120.0), ("domeoyra", "Sørkaia", 40.0)):
            house, plot = await store.organisations.find_organisation_by_code(code), build_empty_plot()
            assert house is not None
            plot.organisation_id, plot.name, plot.municipality, plot.area = house.id, name, "Testvik", area
            plot.quay, plot.language, plot.level = True, "nb", HIDDEN_LEVEL
            await store.plots.add_plots([plot])
    await stage.tells(PER, "bytte tomt forespørsel Over 100 da med kai.")
    opened = await form(stage, PER, await stage.last(PER, NB("Ask the parks")), "Ask the parks")
    assert await stage.fills(PER, opened, title="Batteri", deadline="2027-03-12") == {}
    echo = await stage.last(PER, NB("Do not send it"))
    assert "P-1 Nordkaia: Oppfyller alt." in echo.text
    await stage.clicks(PER, echo, NB("Send"))
    await passes(stage, clock, minutes=5)
    opened = await form(stage, KARI, await stage.last(KARI, NB("Answer")), "Answer")
    assert (await stage.fills(KARI, opened, verdict="partly")).keys() == {"missing"}
    assert await stage.fills(KARI, opened, verdict="partly", missing="Regulering") == {}
    assert "P-1 Nordkaia, Testvik" in (await stage.last(KARI, "Regulering")).text
    opened = await form(stage, OLA, await stage.last(OLA, NB("Answer")), "Answer")
    assert await stage.fills(OLA, opened, verdict="unfit", missing="Bare 40 da") == {}
    await stage.tells(PER, "innspill R-1")
    await stage.clicks(PER, await stage.last(PER, NB("The sheets")), NB("The sheets"))
    together = (await stage.last(PER, "Regulering")).text
    for line in ("Passer, med noe å løse", "Passer ikke", "Bare 40 da", "Nordkaia"):
        assert line in together, line
    for who, other in ((KARI, "Bare 40 da"), (OLA, "Regulering")):
        assert not [seen for seen in await stage.private(who) if other in seen.text], "nothing of the other park"
