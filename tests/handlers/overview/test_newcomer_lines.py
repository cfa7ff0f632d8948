"""Conversations of people who know no command yet, and write as they would to a colleague."""

from __future__ import annotations

import pytest

from bot.platforms.button_folding import fold_card_buttons
from handlers.chat.cards import Buttons
from handlers.chat.mistyped_verbs import find_similar_verb
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("arena", "arena"), ("power", "energi")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def tom(talk: Conversation) -> Someone:
    await talk.person("marit", organisation="bransjen", role="secretariat", contact=True)
    await talk.person("ida", organisation="eksempel", contact=True)
    return await talk.person("tom", organisation="eksempel")


async def hear_answer(who: Someone, text: str, markup: str = "") -> str:
    """Write to the bot alone, and return what it answers."""
    reply = await who.says(text, markup=markup)
    return (reply.card or who.last.card).fallback


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Who grinds old pipes", "Who grinds old pipes"),
        ("hvem venter på bekreftelse", "hvem venter på bekreftelse"),
        ("Hvem leverer slike rør", "Hvem leverer slike rør"),
    ],
)
async def test_a_question_that_begins_with_who_keeps_its_first_word(tom: Someone, line: str, said: str) -> None:
    assert said in await hear_answer(tom, line, markup=line)


async def test_who_belongs_nowhere_yet_is_led_to_an_organisation_from_an_offer(talk: Conversation) -> None:
    turid = await talk.person("turid")
    told = await turid.does("exchange.offer")
    assert "none yet" not in told.card.fallback
    assert "Choose your organisation" in [button.label for button in told.card.list_buttons()]


async def test_who_has_no_contact_can_write_to_the_secretariat_for_one(talk: Conversation) -> None:
    await talk.person("marit", organisation="bransjen", role="secretariat", contact=True)
    turid = await talk.person("turid", organisation="eksempel")
    for told in (await turid.does("exchange.offer"), await turid.commands("", name="who")):
        assert "Write to Marit" in [button.label for button in told.card.list_buttons()]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("skriv til Marit", "Write to Marit"),
        ("Send a message to Ida", "Write to Ida"),
        ("gi beskjed til sekretariatet", "Write to Marit"),
        ("skriv til Nobody", "Write to Marit"),
        ("hvem overtar for Ida", "Write to Ida"),
        ("Who stands in for Ida?", "Write to Ida"),
        ("tell me about Eksempel", "Write to Ida"),
        ("Er du et menneske?", "Write to Marit"),
        ("kan eg få snakke med eit menneske", "Write to Marit"),
        ("how do i leave", "Leave"),
        ("korleis melder eg meg ut av nettverket?", "Leave"),
        ("meld meg ut", "Delete me"),
    ],
)
async def test_a_line_for_a_person_leads_to_one_and_is_asked_of_nobody(tom: Someone, line: str, shown: str) -> None:
    before = len(tom.sees)
    reply = await tom.says(line)
    cards = [post.card for post in tom.sees[before:]] + ([reply.card] if reply.card else [])
    assert shown in [button.label for card in cards for button in card.list_buttons()]
    assert not any("questions.send" in button.do for card in cards for button in card.list_buttons())


@pytest.mark.parametrize("line", ["hvem har varmepumpe", "kven har ein gammal trafo?"])
async def test_a_question_who_has_something_goes_to_people(tom: Someone, line: str) -> None:
    assert "Offers and needs" not in await hear_answer(tom, line)


@pytest.mark.parametrize("line", ["løsning om støv", "Er det noko om støv frå før", "solutions for støv"])
async def test_a_line_that_looks_for_solutions_searches_what_it_names(tom: Someone, line: str) -> None:
    assert "“støv”" in await hear_answer(tom, line)


async def test_a_pause_is_said_and_ended_with_one_press(tom: Someone) -> None:
    assert "comes after the pause" in (await tom.commands("pause until friday", name="me")).card.fallback
    for line in ("I'm back", "unpause", "stopp"):
        assert "Paused until" in await hear_answer(tom, line)
    shown = await tom.commands("", name="notifications")
    ended = await tom.clicks(shown, "End the pause")
    assert "Paused until" not in ended.card.fallback
    assert "End the pause" not in [button.label for button in ended.card.list_buttons()]


async def test_an_absence_from_one_day_to_another_offers_the_pause(tom: Someone) -> None:
    await hear_answer(tom, "I'm on holiday from 21 december to 3 january")
    assert any(button.label.startswith("Pause until 3 January") for button in tom.last.card.list_buttons())


@pytest.mark.parametrize("line", ["språk nynorsk", "bytt språk til nynorsk", "nynorsk"])
async def test_a_language_that_is_named_is_written_from_then_on(tom: Someone, line: str) -> None:
    assert await hear_answer(tom, line) == "Eg skriv nynorsk til deg frå no av."


def test_who_writes_a_number_has_mistyped_no_verb() -> None:
    assert find_similar_verb("ring meg 91234567", "nb") == ""
    assert find_similar_verb("horig nett", "nb") == "høring"


async def test_the_profile_of_who_belongs_nowhere_begins_with_the_choice(talk: Conversation) -> None:
    turid = await talk.person("turid")
    profile = fold_card_buttons((await turid.commands("", name="me")).card)
    row = next(part for part in profile.parts if isinstance(part, Buttons))
    assert row.row[0].label == "Choose your organisation"
    assert [button.label for button in profile.list_buttons()].count("Choose your organisation") == 1


async def test_without_matches_there_are_no_reasons_for_no(tom: Someone) -> None:
    assert "Reasons for no" not in (await tom.commands("treff", name="exchange")).card.fallback
    assert not list((await tom.commands("treff", name="exchange")).card.list_buttons())


async def test_that_no_issue_is_open_is_said_once(tom: Someone) -> None:
    said = (await tom.commands("", name="issue")).card.fallback
    assert "No open issue about" in said
    assert "No issue is open" not in said
    assert "No issue is open" in (await tom.commands("nett", name="issue")).card.fallback


async def test_a_meeting_for_some_organisations_begins_with_ones_own(tom: Someone) -> None:
    form = await tom.commands("ny styremøte onsdag kl. 10", name="meeting")
    if form.form is None:
        form = await tom.clicks(form, "Change")
    asked = await tom.submits(form, audience="organisations")
    assert asked.form is not None
    chosen = next(field for field in asked.form.fields if field.name == "who")
    assert chosen.value == (str(await find_own_organisation(tom)),)


async def find_own_organisation(who: Someone) -> int | None:
    async with who.talk.database.read() as store:
        found = await store.people.find(who.person_id)
        return found.stands_for if found else None


async def test_a_meeting_is_found_to_be_changed_by_a_word_of_its_title(talk: Conversation, tom: Someone) -> None:
    for title in ("Kraftavtaler: hva gjør vi?", "Spillvarme mellom to parker", "Board meeting"):
        await meets(talk.database, tom.person_id, title=title, starts="2027-03-10T10:00")
    said = await hear_answer(tom, "flytt møtet om kraftavtaler til fredag 12. mars kl 12")
    assert said.startswith("Kraftavtaler")
    assert "Change or call off" in [button.label for button in tom.last.card.list_buttons()]
    assert "Spillvarme" in await hear_answer(tom, "move the meeting to friday"), "none is named, and all are listed"


async def test_a_code_of_nothing_is_no_question(tom: Someone, talk: Conversation) -> None:
    assert await hear_answer(tom, "L-005") == "I cannot find L-005."
    turid = await talk.person("turid")
    await hear_answer(turid, "L-005")
    assert [button.label for button in turid.last.card.list_buttons()] == ["Choose your organisation"]


async def test_an_unclear_question_in_a_room_is_about_what_the_room_carries(tom: Someone) -> None:
    unclear = "anyone know a good ultrasonic leak detector?"
    assert "Which topic fits?" in await hear_answer(tom, unclear)
    await tom.says(unclear, channel="power")
    assert "Which topic fits?" not in tom.last.card.fallback
    assert any(unclear in post.card.fallback for post in tom.talk.room("power"))


@pytest.mark.parametrize("line", ["finn gamle løysingar om støv", "find any solutions for støv", "finn støv frå før"])
async def test_a_search_leaves_out_that_solutions_are_looked_for(tom: Someone, line: str) -> None:
    assert "“støv”" in await hear_answer(tom, line)


async def test_an_organisation_that_somebody_has_named_is_not_asked_for_again(talk: Conversation, tom: Someone) -> None:
    turid = await talk.person("turid")
    await turid.submits(await turid.does("members.where"), other="Svartvassli Industripark")
    waits = "Svartvassli Industripark (waits to be confirmed)"
    profile = (await turid.commands("", name="me")).card
    assert waits in profile.fallback
    assert "primary" not in [button.style for button in profile.list_buttons()]
    await hear_answer(turid, "Hvem har erfaring med lekkasjesøk i trykkluft?")
    home = (await turid.commands("", name="home")).card
    assert waits in home.fallback
    assert "Choose your organisation" not in home.fallback


@pytest.mark.parametrize("line", ["fortell om erfaringer med nett", "tell me about your experience with heat"])
async def test_who_wants_to_hear_of_experience_asks_people(tom: Someone, line: str) -> None:
    assert line in await hear_answer(tom, line)


@pytest.mark.parametrize("line", ["åpne kartet", "vis meg kart over parkene", "show me the map"])
async def test_who_wants_the_map_sees_it(tom: Someone, line: str) -> None:
    assert "Parks and what they exchange" in await hear_answer(tom, line)


@pytest.mark.parametrize(
    "line", ["jeg kan mye om vannrensing", "eg veit ein del om støy", "I know a lot about hydrogen safety"]
)
async def test_who_knows_a_subject_is_shown_the_topics(tom: Someone, line: str) -> None:
    assert "Topics" in await hear_answer(tom, line)


@pytest.mark.parametrize("line", ["hva er nytt?", "kva er nytt", "Anything new from the others?"])
async def test_who_asks_for_news_sees_their_week(tom: Someone, line: str) -> None:
    assert "Your week in Arena" in await hear_answer(tom, line)


@pytest.mark.parametrize(
    "line", ["hva haster?", "kva hastar mest no?", "what is most urgent?", "hva bør jeg gjøre først"]
)
async def test_who_asks_what_is_urgent_sees_what_waits(tom: Someone, line: str) -> None:
    assert "Three things to do first" in await hear_answer(tom, line)


async def test_who_asks_for_news_of_a_busy_week_sees_what_there_is(talk: Conversation, tom: Someone) -> None:
    await meets(talk.database, tom.person_id, title="Nettfrokost")
    assert "Nettfrokost" in await hear_answer(tom, "what did I miss since last week")


async def test_who_is_in_the_network_is_told_by_kind_and_by_name(talk: Conversation, tom: Someone) -> None:
    shown = await hear_answer(tom, "who else is here?")
    assert "2 organisations are in the network." in shown
    assert "Eksempel" in shown
    async with talk.database.begin() as store:
        park = await store.organisations.find_organisation_by_code("eksempel")
        assert park is not None
        park.name, park.left_at = "Eksempel Park", None
    assert "Ida" in await hear_answer(tom, "is Eksempel Park with us in the network?")
    async with talk.database.begin() as store:
        park.name = "Net"
        await store.session.merge(park)
    assert "Who is in the network" in await hear_answer(tom, "is anybody else with us in the network?")


async def test_an_organisation_that_left_and_a_public_body_are_not_in_the_network(
    talk: Conversation, tom: Someone
) -> None:
    gone = await talk.person("gro", organisation="borte")
    await talk.person("pia", organisation="etaten")
    async with talk.database.begin() as store:
        for code, kind, left_at in (("borte", "park", store.now), ("etaten", "public", None)):
            found = await store.organisations.find_organisation_by_code(code)
            assert found is not None
            found.kind, found.left_at = kind, left_at
    assert gone.person_id
    assert "2 organisations are in the network." in await hear_answer(tom, "hvem er med her?")


async def test_a_contact_who_asks_for_a_colleague_is_shown_the_people(talk: Conversation, tom: Someone) -> None:
    ida = await talk.person("ida2", organisation="eksempel", contact=True)
    reply = await ida.says("hvordan får jeg med en kollega her inne")
    card = reply.card or ida.last.card
    assert "You are asked, and can confirm it." in card.fallback
    assert "People" in [button.label for button in card.list_buttons()]
    assert "Ida or Ida2 can confirm it." in await hear_answer(tom, "how do I get a colleague in here")


async def test_a_guest_who_wants_in_is_told_whom_to_ask(talk: Conversation, tom: Someone) -> None:
    gus = await talk.person("gus", organisation="eksempel", role="guest")
    reply = await gus.says("hvordan får jeg med en kollega her inne")
    assert "Ask to become a member" in [button.label for button in (reply.card or gus.last.card).list_buttons()]
    assert tom.sees == []


@pytest.mark.parametrize("line", ["hvem er stille", "Kven er stille no?", "who has been silent lately"])
async def test_who_is_silent_is_shown_to_the_secretariat_and_asked_of_others(
    talk: Conversation, tom: Someone, line: str
) -> None:
    sara = await talk.person("sara", organisation="bransjen", role="secretariat")
    await sara.says(line)
    assert sara.last.card.title == "No activity for 8 weeks"
    heard = len(tom.sees)
    await tom.says(line)
    assert f"Ask the network about “{line}”?" in tom.sees[heard].text
    assert tom.sees[heard].labels == ["Ask the network"]
