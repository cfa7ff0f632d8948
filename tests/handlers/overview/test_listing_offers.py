"""A line that states an offer or a need goes to nobody: the bot asks whether it goes into the exchange."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from handlers.chat.events import Message
from handlers.chat.places import Place
from handlers.exchange.listings.stated_listings import find_stated_direction
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import text_of
from tests.meetings import MONDAY


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("power", "energi")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel", contact=True)


async def test_an_offer_in_plain_words_is_asked_about_and_goes_to_nobody(talk: Conversation, kari: Someone) -> None:
    await kari.says("Vi har 6 MW overskuddsvarme på 60 grader som ingen bruker")
    assert "Add it as an offer, or ask the network?" in kari.last.text
    assert "\nOffered: heat, 6 MW, 60 °C\n" in kari.last.text
    assert kari.last.labels == ["Offer something", "Ask the network"]
    assert [talk.room(name) for name in ("grid", "power")] == [[], []]


async def test_what_else_a_line_offers_is_told_with_it(kari: Someone) -> None:
    more = "The line tells of more: Offered: CO₂, 700 kg/h. Add each by itself."
    await kari.says("Vi har varme og CO2 til overs: 2 MW på 90 grader pluss 700 kg/h CO2")
    assert "\nOffered: heat, 2 MW, 90 °C\n" in kari.last.text
    assert more in kari.last.text
    asked = kari.last
    await kari.submits(await kari.does("sites.write"), name="Verket", municipality="Testvik", position="59,14 9,66")
    form = (await kari.clicks(asked, "Offer something")).form
    assert form is not None
    assert form.note == more


async def test_the_form_opens_filled_with_the_line_once_there_is_a_site(kari: Someone) -> None:
    await kari.says("treng 20 MW straum innan 2029")
    asked = kari.last
    assert asked.labels == ["Say what is needed", "Ask the network"]
    way = await kari.clicks(asked, "Say what is needed")
    assert way.card is not None
    assert "Say first where: add the site" in way.card.fallback
    site = await kari.does("sites.write")
    await kari.submits(site, name="Verket", municipality="Testvik", position="59,14 9,66")
    form = (await kari.clicks(asked, "Say what is needed")).form
    assert form is not None
    filled = {field.name: field.value for field in form.fields}
    assert (filled["type"], filled["amount"]) == ("power", "20 MW")


async def test_the_card_that_asked_becomes_the_listing(talk: Conversation, kari: Someone) -> None:
    """Its buttons would add the same once more."""
    await kari.submits(await kari.does("sites.write"), name="Verket", municipality="Testvik", position="59,14 9,66")
    place = Place("fake", "W1", "Dkari")
    line = Message(
        id="said", sender=kari.sender, place=place, direct=True, reply_to=place.narrow_to_user("kari"), addressed=True,
        text="Vi har 6 MW overskuddsvarme på 60 grader som ingen bruker", message="u-said",
    )  # fmt: skip
    await talk.happens(line)
    asked, n = kari.last, len(kari.sees)
    await kari.submits(await kari.clicks(asked, "Offer something"))
    assert asked.card.title == "B-1 Offered: heat, 6 MW, 60 °C"
    assert (len(kari.sees), "Offer something" in asked.labels) == (n, False)


async def test_of_what_it_is_need_not_be_said(kari: Someone) -> None:
    await kari.says("vi treng 20 MW i Prøvedal innan 2029")
    assert kari.last.labels == ["Say what is needed", "Ask the network"]
    assert "Add it as a need, or ask the network?" in kari.last.text


async def test_who_asks_others_for_an_amount_may_need_it(kari: Someone) -> None:
    await kari.says("Har noen 6 MW overskuddsvarme på 60 grader til overs?")
    assert kari.last.labels == ["Say what is needed", "Ask the network"]


@pytest.mark.parametrize(
    ("line", "direction"),
    [
        ("Our workshop has 300 kW of waste heat to spare", "offer"),
        ("vi søker fjongolitt til ovnen vår", "need"),
        ("Vi er på jakt etter fjongolitt, har dere noe?", ""),
        ("søker en som kan lime fjongolitt på kort varsel", ""),
    ],
)
def test_a_word_for_a_meeting_and_an_unknown_name_hide_no_listing(line: str, direction: str) -> None:
    name, rest = verbs.parse_command(line)
    assert (find_stated_direction(rest) if name == "stated" else "") == direction


async def test_what_may_be_either_is_asked_about(kari: Someone) -> None:
    line = "Fiskeslam, 900 t TS/år, ønsker avtale"
    assert find_stated_direction(line) == "either"
    await kari.says(line)
    assert "Do you offer it or need it, or is it a question to the network?" in kari.last.text
    assert kari.last.labels == ["Offer something", "Say what is needed", "Ask the network"]


async def test_the_line_can_be_a_question_all_the_same(talk: Conversation, kari: Someone) -> None:
    await kari.says("ser etter kalkslam til ph-justering, ca 2000 tonn i året")
    taken = await kari.clicks(kari.last, "Ask the network")
    assert taken.replace
    assert "kalkslam" in text_of(taken)


@pytest.mark.parametrize(
    "text",
    [
        "Har noen overskuddsvarme til overs?",
        "korleis får vi levert 20 MW til ferja",
        "Vi fikk 40 grader i serverrommet i går",
        "Vi har 3 MW varme. Hvem har målt sin?",
        "Me har mykje slam. Kven har tørka sitt?",
        "nytt møte om 20 MW i Prøvedal tirsdag kl 10",
        "Takk for sist, fin omvisning på verket",
        "tilbyr varme " + "og mer varme " * 40 + "2 MW",
    ],
)
def test_a_question_and_what_states_nothing_are_no_offer(text: str) -> None:
    name, rest = verbs.parse_command(text)
    assert name != "stated" or not find_stated_direction(rest)


async def test_in_a_room_it_is_said_to_everybody_already(talk: Conversation, kari: Someone) -> None:
    await kari.says("Vi har 6 MW overskuddsvarme på 60 grader som ingen bruker", channel="grid")
    assert not any("Add it as an offer" in post.text for post in kari.sees)


async def test_a_guest_is_told_who_can_ask(talk: Conversation) -> None:
    gus = await talk.person("gus", organisation="eksempel", role="guest")
    await gus.says("Vi har 6 MW overskuddsvarme på 60 grader som ingen bruker")
    assert "Add it as an offer" not in gus.last.text


async def test_a_line_that_begins_with_the_verb_is_not_asked_about(talk: Conversation, kari: Someone) -> None:
    await kari.submits(await kari.does("sites.write"), name="Verket", municipality="Testvik", position="59,14 9,66")
    for line, title, label in (
        ("tilby 3 MW spillvarme 60 grader", "Offer something", "Offer something"),
        ("Trenger 200 tonn flis i året", "Say what is needed", "Say what is needed"),
    ):
        for channel in ("", "grid"):
            opened = await kari.commands(line, name=verbs.parse_command(line)[0], channel=channel)
            assert opened.form is not None
            assert opened.form.title == title
            await kari.says(line, channel=channel)
            assert kari.last.labels == [label, "Ask the network"]
            assert "or ask the network?" not in kari.last.text
    assert [talk.room(name) for name in ("grid", "power")] == [[], []]
    await kari.says("trenger noen 200 tonn flis i året")
    assert "A form opens" not in kari.last.text, "which offers it"
