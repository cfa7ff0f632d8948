"""Questions that the bot can answer itself are not asked of the network, unless somebody wants that."""

from __future__ import annotations

import pytest

from bot.platforms.button_folding import fold_card_buttons
from handlers.chat import verbs
from handlers.chat.cards import Buttons, Item, Reply
from handlers.language.bot_question_patterns import classify_bot_question
from handlers.language.bot_request_model import find_bot_request
from handlers.language.training_data import load_examples
from handlers.meetings.line_reader import is_meeting_order, may_order_meeting
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.evaluation.sets import QUESTIONS, rows
from tests.meetings import MONDAY, meets

ANYWAY = "Ask the network anyway"
#: what is asked -> in which words
ASKED = {
    "meeting": (
        "Avlys møtet på torsdag",
        "Who is coming to the meeting on 8 December?",
        "Når er møtet?",
        "når er neste møte",
        "Kor er samlinga?",
        "when’s the next meeting",
        "vis møtene i uke 12",
        "møter i uke 12",
        "list meetings in December",
        "Er møtet på Teams?",
        "kva skjer neste veke",
        "Hva skjer framover?",
        "What's on this week?",
    ),
    "agenda": ("hva står på sakslista", "Kva står på agendaen for neste møte?", "What's on the agenda?"),
    "record": (
        "innspill til H-1: fristen må være lengre enn seks uker, ellers rekker ikke medlemmene å svare på noe av dette",
        "kommentar til S-2: vi støtter dette",
        "H-1: the deadline must be longer than six weeks, or our members will have no time to answer any of it at all",
    ),
    "find": (
        "har noen spurt om støy før?",
        "har nokon skrive om damp tidlegare?",
        "has anybody asked about noise before?",
    ),
    "minutes": ("hvor finner jeg referatet", "Kor ligg referatet frå førre møte?", "Are the minutes sent?"),
    "signing": (
        "meld meg på møtet 8. desember",
        "hvordan melder jeg meg av",
        "Korleis melder eg meg på møtet?",
        "How do I sign up for the meeting?",
    ),
    "who": ("hvem er kontakt for nett", "Kven kan eg spørje om hydrogen?", "Who is in charge of the grid?"),
    "data": ("Hva vet du om meg?", "Kva opplysningar har de om meg?", "What do you know about me?"),
    "language": ("hvordan bytter jeg språk", "Kan eg byte til nynorsk?", "How do I change my language?"),
    "hours": ("hvordan slår jeg av varsler i helga", "How do I turn off notifications?", "stopp vekebrevet nå"),
    "topics": ("hvilke temaer finnes", "Korleis følgjer eg eit tema?", "Which topics are there?"),
    "home": ("hva ble det av spørsmålet mitt", "What happened to my question?"),
    "actions": ("hvilke oppgaver har jeg", "Kva oppgåver har eg?"),
}
#: these have more to say, or say it to people
NOT_ASKED = (
    "hva skjer med nettkøen neste uke?",
    "Når er neste møte i nettrådet hos kommunen?",
    "Hvordan melder dere fra om avvik til naboene?",
    "Hvem har referatet fra befaringen på kaia?",
    "Vi lurer på H-1: hva svarer dere?",
    "har noen spurt om dette før?",
    "Find it hard to get electricians for night shifts, is it the same for the rest of you",
    "Er det noen som har skrevet høringssvar om ny forurensningsforskrift og vil dele?",
    "Hva står på planen for vedlikehold av ovnen?",
    "Hvilke data trenger vi om damp?",
    "Hvem er ansvarlig for brannvannet når parken har flere eiere og leietakere?",
    "Kan vi ha møtet hos dere?",
    "spør når er møtet?",
    "Hvem kommer til å bygge ut kaia i mars?",
    "Kan vi flytte trafoen før møtet med kommunen?",
    "Møte om nett mandag kl. 10",
    "møte i morgon",
    "meeting tomorrow",
    "møte",
    "",
)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("arena", "arena"), ("power", "energi")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


def labels(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [button.label for button in reply.card.list_buttons()]


async def asks(kari: Someone, text: str) -> Reply:
    """As every platform reads a line."""
    name, rest = verbs.parse_command(text)
    return await kari.commands(rest, name=name or "ask")


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in ASKED.items() for text in texts])
def test_what_is_asked_of_the_bot_is_told_in_three_languages(what: str, text: str) -> None:
    assert classify_bot_question(text)[0] == what
    assert verbs.parse_command(text, seeks=False) == ("asked", text)


@pytest.mark.parametrize(
    "text", ["vis meg sakslista til møtet på torsdag", "show me the agenda of the meeting on Thursday"]
)
def test_what_there_is_of_a_meeting_is_shown_and_no_new_one_set_up(text: str) -> None:
    assert not may_order_meeting(text)
    assert find_bot_request(text) == ("agenda", "")


@pytest.mark.parametrize(
    "text",
    [
        "Mvh Tor Egil Bakken, fabrikksjef, mob. 900 00 000",
        "Med vennlig hilsen Kari Nordmann, tlf 912 34 567",
        "Faktura 20417 forfall 15.02.2027 kr 48 250,00",
    ],
)
def test_a_signature_and_a_bill_order_no_meeting(text: str) -> None:
    assert not is_meeting_order(text)


def test_a_meeting_about_bills_is_one() -> None:
    assert is_meeting_order("Invoice meeting Friday 22 at 10")


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_has_more_to_say_goes_to_the_network(text: str) -> None:
    assert verbs.parse_command(text)[0] != "asked"


def test_no_question_to_the_network_is_kept_from_it() -> None:
    """What is about the arena itself may be; whom to ask about what nobody knows is asked after all."""
    every = [(row["text"], row["topics"][0]) for name in QUESTIONS for row in rows(name)]
    every += [(text, slugs[0]) for text, slugs in load_examples()]
    kept = [text for text, slug in every if slug != "arena" and classify_bot_question(text)[0] not in ("", "who")]
    assert kept == []


async def test_each_is_answered_with_what_there_is_and_a_way_to_the_network(talk: Conversation, kari: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.person("nina", leads="nett")
    await meets(talk.database, sara.person_id)
    for text, said in (
        ("Når er møtet?", "Next meetings"),
        ("hva står på sakslista", "Agenda: Arena meeting 2/27"),
        ("hvor finner jeg referatet", "Minutes of past meetings"),
        ("hvordan melder jeg meg av", "Cannot attend"),
        ("hvem er kontakt for nett", "Topic lead: Nina"),
        ("hvem er kontaktpersonen min?", "Sara"),
        ("Hva vet du om meg?", "You in Arena"),
        ("hvordan bytter jeg språk", "Nynorsk"),
        ("hvordan slår jeg av varsler", "Reminders"),
        ("hvilke temaer finnes", "18 topics"),
        ("hva ble det av spørsmålet mitt", "Your questions"),
        ("hvilke oppgaver har jeg", "Your actions"),
    ):
        reply = await asks(kari, text)
        assert reply.card is not None, text
        assert said in f"{reply.card.fallback} {labels(reply)}", text
        assert ANYWAY in labels(reply), text
    assert [talk.room(name) for name in ("grid", "arena", "power")] == [[], [], []]


async def test_a_full_list_shows_five_actions_and_the_way_to_the_network_is_one(
    talk: Conversation, kari: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    for n in range(1, 7):
        await meets(talk.database, sara.person_id, title=f"Meeting {n}", starts=f"2027-04-{n:02}T10:00")
    card = (await asks(kari, "når er neste møte")).card
    assert card is not None
    seen = [
        button.label
        for part in fold_card_buttons(card).parts
        if isinstance(part, Buttons | Item)
        for button in (part.row if isinstance(part, Buttons) else part.buttons)
    ]
    assert seen == ["Show"] * 4 + [ANYWAY]


async def test_of_several_meetings_all_are_shown(talk: Conversation, kari: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    assert "No meetings are planned." in (await asks(kari, "hvordan melder jeg meg av")).card.fallback
    for title in ("One", "Two"):
        await meets(talk.database, sara.person_id, title=title)
    shown = (await asks(kari, "hvordan melder jeg meg av")).card.fallback
    assert "One" in shown
    assert "Two" in shown


@pytest.mark.parametrize(
    "line", ["eg kjem ikkje 20. april", "meld meg på møtet 20. april", "jeg kommer ikke på frokosten"]
)
async def test_of_several_meetings_that_of_the_day_or_the_title_is_answered(
    talk: Conversation, kari: Someone, line: str
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, title="Frokosten", starts="2027-04-20T08:30", minutes=45)
    await meets(talk.database, sara.person_id, title="Befaring", starts="2027-04-22T08:30", minutes=45)
    card = (await asks(kari, line)).card
    assert card.title == "Frokosten"
    assert {"Attending in person", "Cannot attend"} & {button.label for button in card.list_buttons()}


async def test_who_wants_to_ask_the_network_does_so_with_one_click(talk: Conversation, kari: Someone) -> None:
    text = "Hvor finner jeg referatet?"
    asked = await kari.clicks(await asks(kari, text), ANYWAY)
    assert asked.replace
    if "Choose a topic" in asked.card.fallback:
        await kari.does("questions.send", "1:arena")
    assert text in talk.room("arena")[0].text


async def test_whom_to_ask_about_what_nobody_knows_is_asked_of_the_network(talk: Conversation, kari: Someone) -> None:
    reply = await asks(kari, "Hvem er ansvarlig for trafo i kapasitetskøen?")
    assert "received" in reply.card.title
    assert len(talk.room("grid")) == 1


async def test_a_guest_is_told_what_guests_can_do(talk: Conversation) -> None:
    gro = await talk.person("gro", role="guest")
    assert "Guests" in (await asks(gro, "Når er møtet?")).card.fallback
    assert "Guests" in (await gro.does("questions.ask_this", "Når er møtet?")).card.fallback


@pytest.mark.parametrize("thanks", ["tusen takk for hjelpen", "hjertelig takk for hjelpa", "mange takk for raskt svar"])
async def test_thanks_are_answered_warmly_and_offered_to_nobody(talk: Conversation, thanks: str) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.says(thanks)
    assert kari.last.text == "Glad it helped."
    assert kari.last.labels == []


async def test_whoever_is_away_until_a_day_pauses_in_one_press(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.says("jeg er borte til 5. april")
    assert "Pause until 5 April" in kari.last.labels[0]
    await kari.clicks(kari.last, kari.last.labels[0])
    async with talk.database.read() as store:
        paused = (await store.people.load_person(kari.person_id)).paused_until
        assert paused is not None
        assert f"{paused:%d %m}" in ("04 04", "05 04")
    await kari.says("jeg er borte neste uke")
    assert "Change" in kari.last.labels
    assert not any("Pause until" in label for label in kari.last.labels)
