"""The long life of a meeting with a full house and a deputy, to its second meeting: every message is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.directory.organisations import CONTACT, DEPUTY
from storage.meetings.rsvps import DECLINED, GOING
from tests.conftest import Clock
from tests.scenarios.departure_truth import DEPARTURES
from tests.scenarios.lives import HOUSES, KARI, LISE, NB, OLA, PER, Life, settle_in
from tests.scenarios.meeting_truth import MEETINGS
from tests.scenarios.minutes_truth import MINUTES
from tests.scenarios.seat_laws import keep_seats
from tests.scenarios.stage import GRID, POWER, Seen, Stage
from tests.scenarios.truth import Book, twice

LINE = "møte ny Nettfrokost, tirsdag 16. mars kl 10-12, Eksempel Industripark, 2 plasser"


@pytest.fixture
async def life(stage: Stage, clock: Clock) -> Life:
    await settle_in(stage, clock)
    life = Life(stage, clock, [MEETINGS, MINUTES, DEPARTURES, Book(laws=(keep_seats,))], tuple(HOUSES), (GRID, POWER))
    await life.reader.skip()
    return life


async def test_a_full_house_a_deputy_and_a_second_meeting(life: Life) -> None:
    await plan_meeting(life)
    await fill_house(life)
    await make_agenda(life)
    await hold_meeting(life)
    await write_minutes(life)
    await read_day_after(life)
    await close_meeting(life)
    await meet_again(life)
    assert life.reader.sentences > 100, "what nobody reads is not held against anything"


async def plan_meeting(life: Life) -> None:
    echo = await life.tells(KARI, LINE)
    await life.clicks(KARI, echo, "Propose")
    await life.clicks(PER, await life.last(PER, "Godkjenn"), "Approve")


async def card(life: Life) -> Seen:
    return (await life.stage.room(GRID))[0]


async def fill_house(life: Life) -> None:
    """Two seats: kari and ola sit, per waits, and kari sends lise."""
    for who in (KARI, OLA, PER):
        await life.clicks(who, await card(life), "Coming in person")
    asked = await life.opens(KARI, await card(life), "Send a deputy")
    await life.fills(KARI, asked, deputy=str(await life.number(LISE)))
    assert "Lise" in (await life.last(KARI, "i stedet for deg")).text
    assert "Du kommer fysisk." in life.heard(LISE)
    assert life.heard(PER) == "", "no seat became free"


async def opened(life: Life, who: str, label: str) -> Seen:
    """The agenda of the first meeting, or from there its minutes."""
    await life.clicks(who, await card(life), "Agenda")
    if label == "Minutes":
        await life.clicks(who, (await life.stage.private(who))[-1], label)
    return (await life.stage.private(who))[-1]


async def make_agenda(life: Life) -> None:
    """Ola's wish is taken up, moved to the front and sent: numbers are in order when people read them."""
    asked = await life.opens(KARI, await opened(life, KARI, "Agenda"), "Add an item")
    await life.fills(KARI, asked, title="Beredskap", kind="D", minutes="30")
    wish = await life.opens(OLA, await card(life), "Propose an item")
    await life.fills(OLA, wish, title="Køordning for nett", kind="V", minutes="20")
    await life.clicks(KARI, await life.last(KARI, "Køordning for nett"), "Add to agenda")
    assert "Sak 2/27" in life.heard(OLA)
    await life.clicks(KARI, await opened(life, KARI, "Agenda"), "Change order")
    await life.clicks(KARI, (await life.stage.private(KARI))[-1], "↑")
    assert "Sak 1/27" in (await life.last(OLA, "«Køordning for nett»")).text
    sending = await life.opens(KARI, await opened(life, KARI, "Agenda"), "Send the agenda")
    await life.fills(KARI, sending)
    await life.passes(hours=1)
    assert "Sak 1/27 Køordning for nett" in (await life.last(PER, "Beredskap")).text


async def hold_meeting(life: Life) -> None:
    """Reminded the day before; another meeting is planned meanwhile."""
    await life.passes(days=13, hours=22)
    assert "er i morgen" in life.heard(LISE)
    assert "er i morgen" not in life.heard(KARI), "who sends a deputy is left alone"
    await life.tells(KARI, "møte ny Vårmøte, tirsdag 8. juni kl 10-12, Eksempel Industripark, 2 plasser")
    await life.clicks(KARI, await life.last(KARI, "Vårmøte"), "Propose")
    await life.clicks(PER, await life.last(PER, "Vårmøte"), "Approve")
    await life.passes(days=1, hours=4)


async def write_minutes(life: Life) -> None:
    """Ola's item is carried over without him, the other one is decided; the draft goes out in the evening."""
    there = await life.opens(KARI, await opened(life, KARI, "Minutes"), "Attendance")
    await life.fills(KARI, there, people=str(await life.number(LISE)))
    await life.fills(KARI, await life.opens(KARI, await opened(life, KARI, "Minutes"), "Carry over"))
    written = await life.opens(KARI, await opened(life, KARI, "Minutes"), "Write")
    await life.fills(KARI, written, decision="Vi skriver til nettselskapet.")
    action = await life.opens(KARI, await opened(life, KARI, "Minutes"), "Add an action")
    owner = str(await life.number(LISE))
    await life.fills(KARI, action, text="Skrive utkast til brev", due="2027-03-26", owner=owner)
    await life.passes(hours=6)
    await life.clicks(KARI, await opened(life, KARI, "Minutes"), "Send to those who were there")


async def read_day_after(life: Life) -> None:
    """One message each, which does not speak against itself; a correction is taken in once it is."""
    await life.passes(hours=13)
    assert "utkast til" in life.heard(LISE)
    assert life.heard(LISE).count("Skrive utkast til brev") == 1
    assert "ikke tid til «Sak 1/27 Køordning for nett»" in life.heard(OLA)
    draft = await life.last(LISE, NB("Suggest a correction"))
    await life.fills(LISE, await life.opens(LISE, draft, "Suggest a correction"), text="Vi skriver til departementet.")
    await life.clicks(KARI, await life.last(KARI, "departementet"), "Added")
    assert life.heard(LISE) == "", "nothing is taken in yet"
    written = await life.opens(KARI, await opened(life, KARI, "Minutes"), "Write")
    await life.fills(KARI, written, decision="Vi skriver til departementet.")
    await life.clicks(KARI, await opened(life, KARI, "Minutes"), "Added")
    assert "er tatt inn" in life.heard(LISE)
    await life.clicks(KARI, await opened(life, KARI, "Minutes"), "Actions")
    change = await life.opens(KARI, (await life.stage.private(KARI))[-1], "Change")
    await life.fills(KARI, change, due="2027-03-30")


async def close_meeting(life: Life) -> None:
    """Lise learns the new day, is thanked, reminded, and done."""
    await life.passes(days=1)
    assert "30. mars 2027" in life.heard(LISE)
    await life.passes(days=5)
    await life.clicks(KARI, await opened(life, KARI, "Minutes"), "Approve and close")
    await life.passes(days=1)
    await life.passes(days=4)
    await life.clicks(LISE, await life.last(LISE, NB("Done")), "Done")


async def meet_again(life: Life) -> None:
    """What was carried over says where it comes from; a seat that is given back goes to who waits."""
    second = (await life.stage.room(GRID))[-1]
    assert "Vårmøte" in second.text
    await life.clicks(OLA, second, "Agenda")
    assert "Utsatt fra Nettfrokost, 16. mars 2027" in (await life.stage.private(OLA))[-1].text
    for who in (OLA, PER, KARI):
        await life.clicks(who, second, "Coming in person")
    asked = await life.opens(PER, second, "Send a deputy")
    await life.fills(PER, asked, name="Nils Prøve")
    await life.clicks(OLA, second, "Cannot attend")
    assert "En plass ble ledig" not in life.heard(KARI), "it is Easter Sunday"
    await life.passes(days=2)
    assert "En plass ble ledig" in life.heard(KARI)


async def test_the_contact_who_runs_it_leaves_in_the_middle(life: Life) -> None:
    """Their seat goes to who waits, their meeting to who follows them, and they are told of nothing more."""
    async with life.stage.bot.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        for who, role in ((KARI, CONTACT), (LISE, DEPUTY)):
            await store.organisations.appoint_representative(house.id, await life.number(who), role)
    await plan_meeting(life)
    for who in (KARI, OLA, PER):
        await life.clicks(who, await card(life), "Coming in person")
    leaving = await life.opens(KARI, await life.tells(KARI, "meg slutt"), "Leave")
    await life.fills(KARI, leaving, successor=str(await life.number(LISE)))
    assert "En plass ble ledig" in life.heard(PER)
    await life.passes(hours=1)
    assert "Nettfrokost" in "\n".join(seen.text for seen in await life.stage.private(LISE))
    item = await life.opens(LISE, await opened(life, LISE, "Agenda"), "Add an item")
    await life.fills(LISE, item, title="Beredskap", kind="D", minutes="30")
    await life.fills(LISE, await life.opens(LISE, await opened(life, LISE, "Agenda"), "Send the agenda"))
    await life.passes(days=13, hours=22)
    assert "er i morgen" in life.heard(PER)
    assert "Nettfrokost" not in life.heard(KARI)
    await life.passes(days=1, hours=4)
    there = await life.opens(LISE, await opened(life, LISE, "Minutes"), "Attendance")
    await life.fills(LISE, there, people=f"{await life.number(OLA)},{await life.number(PER)}")
    written = await life.opens(LISE, await opened(life, LISE, "Minutes"), "Write")
    await life.fills(LISE, written, note="Alle øver i høst.")
    await life.clicks(LISE, await opened(life, LISE, "Minutes"), "Send to those who were there")
    await life.passes(days=1)
    assert "Nettfrokost" not in life.heard(KARI)


async def test_the_reader_finds_what_is_not_true(life: Life) -> None:
    """Rows are changed behind the bot's back, so that its cards say what is no longer so."""
    await plan_meeting(life)
    await life.clicks(OLA, await card(life), "Coming in person")
    async with life.stage.bot.database.begin() as store:
        (occurrence,) = await store.occurrences.list_planned_occurrences()
        id = occurrence.id
        rsvp = await store.rsvps.find_rsvp(id, await life.number(OLA))
        assert rsvp is not None
        rsvp.answer = DECLINED
    with pytest.raises(AssertionError, match="«1 av 2 plasser tatt», but 0 of 2 are taken"):
        await life.reader.read()
    async with life.stage.bot.database.begin() as store:
        moved = await store.occurrences.find(id)
        assert moved is not None
        rsvp = await store.rsvps.find_rsvp(id, await life.number(OLA))
        assert rsvp is not None
        rsvp.answer = GOING
        moved.end_at += timedelta(minutes=15)
    with pytest.raises(AssertionError, match=r"–12\.00», which nothing makes true"):
        await life.reader.read()
    assert twice("Skrive et utkast til brev innen fredag\nKort\nKort\nSkrive et utkast til brev innen fredag")
