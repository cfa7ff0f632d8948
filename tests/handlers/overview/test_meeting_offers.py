"""A line about a new meeting goes to nobody: the bot asks whether to set it up."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("power", "energi")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


async def test_a_line_with_a_meeting_and_a_time_asks_whether_to_set_it_up(talk: Conversation, kari: Someone) -> None:
    await kari.says("erfaringsmøte om spillvarme tirsdag klokka ti til tolv")
    assert "Set up a meeting?" in kari.last.text
    assert kari.last.labels == ["Set up a meeting"]
    drafted = await kari.clicks(kari.last, "Set up a meeting")
    assert drafted.replace
    assert drafted.card is not None
    assert drafted.card.title == "Erfaringsmøte om spillvarme"
    assert "10:00–12:00" in drafted.card.fallback
    assert [talk.room(name) for name in ("grid", "power")] == [[], []]


async def test_the_offer_shows_what_was_read_before_anybody_presses(kari: Someone) -> None:
    await kari.says("erfaringsmøte om spillvarme tirsdag klokka ti til tolv på Teams")
    rows = ("Title: Erfaringsmøte om spillvarme", "When: Tuesday 2 March 2027, 10:00–12:00", "Where: Teams")
    assert [row for row in rows if row not in kari.last.text] == [], kari.last.text
    await kari.says("styremøte om drift hver tirsdag kl 10 i 4 uker")
    assert "Repeats: every Tuesday, 4 times" in kari.last.text
    await kari.says("Trafovisning på brygga kl. 16")
    assert "Title: Trafovisning" in kari.last.text


async def test_what_the_offered_line_leaves_open_is_asked_in_the_form(kari: Someone) -> None:
    await kari.says("møte om spillvarme 31. februar kl 10")
    drafted = await kari.clicks(kari.last, "Set up a meeting")
    assert drafted.card is not None
    assert "There is no such day: “31. februar”." in drafted.card.fallback
    form = await kari.clicks(drafted, "Fill in")
    assert form.form is not None
    assert form.form.fields[0].value == "Møte om spillvarme"


async def test_a_line_that_may_be_either_is_offered_as_both_and_goes_to_nobody(
    talk: Conversation, kari: Someone
) -> None:
    await kari.says("Strømstans i bygg 3 kl. 16")
    assert "Set up a meeting, or ask the network?" in kari.last.text
    assert kari.last.labels == ["Set up a meeting", "Ask the network"]
    assert [talk.room(name) for name in ("grid", "power")] == [[], []]
    drafted = await kari.clicks(kari.last, "Set up a meeting")
    assert drafted.card is not None
    assert "Strømstans" in drafted.card.fallback


async def test_a_title_that_is_a_guess_is_shown_and_asked_about(kari: Someone) -> None:
    await kari.says("fikser du noe med styret og nissegrøt 15/12 kl 17-19.30")
    drafted = await kari.clicks(kari.last, "Set up a meeting")
    assert drafted.card is not None
    assert "Is this what it is called" in drafted.card.fallback
    form = await kari.clicks(drafted, "Fill in")
    assert form.form is not None
    assert form.form.fields[0].value == "Noe med styret og nissegrøt"


@pytest.mark.parametrize(
    "line", ["sett opp et møte fredag kl 10 om støy", "can you book a meeting Friday 10am on noise"]
)
async def test_a_verb_needs_no_question(kari: Someone, line: str) -> None:
    await kari.says(line)
    assert "Not saved yet. Is this right?" in kari.last.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Møte om støy fredag kl 10", "timed"),
        ("innkall til møte fredag kl 10", "meeting"),
        ("spør møte om støy fredag kl 10", "ask"),
        ("Hva tar dere opp på møtet fredag kl 10?", ""),
        ("Hvem har erfaring med 132 kV?", ""),
        ("Vi har 20 MW å gi fra oss i 2028", "stated"),
        ("Når er neste møte?", "asked"),
    ],
)
def test_only_what_may_be_a_new_meeting_is_taken_for_one(text: str, name: str) -> None:
    assert verbs.parse_command(text)[0] == name


async def test_a_line_that_only_names_a_figure_is_a_question(talk: Conversation, kari: Someone) -> None:
    await kari.says("Ønsker erfaringer med trafo på 132 kV og nettkø hos nettselskapet")
    assert "Set up a meeting?" not in kari.last.text
    assert "trafo" in kari.last.text or talk.room("grid")


async def test_a_guest_sets_up_nothing(talk: Conversation) -> None:
    gro = await talk.person("gro", role="guest")
    await gro.says("møte om spillvarme tirsdag kl 10")
    assert "Guests" in gro.last.text
    assert "Guests" in (await gro.does("meetings.order", "møte om spillvarme tirsdag kl 10")).card.fallback


@pytest.mark.parametrize(
    "line",
    [
        "move Grid connection workshop to 15 March at 9",
        "can you please cancel the Grid connection workshop",
        "cancel Grid connection workshop",
        "kan du flytte grid connection workshopen til tirsdag kl 9?",
    ],
)
async def test_a_line_that_would_change_a_planned_meeting_finds_it_and_goes_to_nobody(
    talk: Conversation, kari: Someone, line: str
) -> None:
    ola = await talk.person("ola", organisation="prove")
    await meets(talk.database, kari.person_id, title="Grid connection workshop")
    await kari.says(line)
    assert kari.last.card.title == "Grid connection workshop"
    assert kari.last.labels[:2] == ["Change or call off", "Show"]
    assert (await kari.clicks(kari.last, "Change or call off")).form is not None
    await ola.says(line)
    assert "Kari can change it or call it off." in ola.last.text
    assert ola.last.labels[:1] == ["Show"]
    assert [talk.room(name) for name in ("grid", "power")] == [[], []]


async def test_the_title_of_a_planned_meeting_shows_it_and_that_of_others_shows_nothing(
    talk: Conversation, kari: Someone
) -> None:
    gro = await talk.person("gro", organisation="prove", role="guest")
    await meets(talk.database, kari.person_id, title="Nettfrokost")
    await kari.says("nettfrokosten?")
    assert kari.last.card.title == "Nettfrokost"
    assert "Coming in person" in kari.last.labels
    await gro.says("flytt nettfrokosten til fredag")
    assert "Nettfrokost\n" not in gro.last.text


async def test_the_agenda_of_a_meeting_that_is_named_is_not_that_of_the_next_one(
    talk: Conversation, kari: Someone
) -> None:
    await meets(talk.database, kari.person_id, title="Nettfrokost", starts="2027-03-09T08:30")
    await meets(talk.database, kari.person_id, title="Grid connection workshop")
    for line, title in (("agenda Grid connection workshop", "Grid connection workshop"), ("agenda", "Nettfrokost")):
        await kari.says(line)
        assert kari.last.card.title == f"Agenda: {title}"


async def test_what_a_line_puts_on_the_agenda_stands_in_the_form(talk: Conversation, kari: Someone) -> None:
    await meets(talk.database, kari.person_id, title="Nettfrokost")
    per = await talk.person("per", organisation="eksempel")
    for who, label in ((per, "Propose an item"), (kari, "Add an item")):
        await who.says("foreslå sak til neste møte: nettleie for pumper")
        assert "“nettleie for pumper”" in who.last.text
        form = await who.clicks(who.last, label)
        assert form.form is not None
        assert form.form.fields[0].value == "nettleie for pumper"
        await who.submits(form, title="nettleie for pumper", kind="V")
    await per.says("agenda")
    assert "Item 1/27 nettleie for pumper" in per.last.text


async def test_a_time_behind_a_colon_is_no_item(talk: Conversation, kari: Someone) -> None:
    await meets(talk.database, kari.person_id, title="Nettfrokost")
    for line in ("agenda 12:00", "saksliste:"):
        await kari.says(line)
        assert kari.last.card.title == "Agenda: Nettfrokost"


async def test_an_agenda_that_was_asked_for_follows_what_is_put_on_it(talk: Conversation, kari: Someone) -> None:
    await meets(talk.database, kari.person_id, title="Nettfrokost")
    kari.keeps = True
    await kari.says("saksliste")
    shown = kari.last
    await kari.submits(await kari.clicks(shown, "Add an item"), title="Shared substation", kind="V")
    assert "Shared substation" in shown.text
