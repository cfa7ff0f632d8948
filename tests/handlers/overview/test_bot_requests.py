"""What people type to the bot about itself is answered by it, in whatever words; a question to others goes to them."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command, File
from handlers.chat.places import Place
from handlers.language.bot_request_examples import list_training_examples
from handlers.language.bot_request_model import (
    MOST_CHARACTERS,
    NEWS,
    extract_request_slots,
    find_bot_request,
    guess_bot_request,
    load_bot_request_model,
)
from storage.access.audiences import CHOSEN
from storage.kit.database import Database
from storage.policy.issues import Issue
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.evaluation.sets import FOLDER
from tests.linear_models import hash_examples
from tests.meetings import MONDAY
from tests.policy import published

ANYWAY = "Ask the network anyway"
#: what is asked for -> how somebody asks, and what is told then
ASKED = {
    "meeting": ("ungen er sjuk, så eg rekk ikkje møtet på torsdag", "No meetings are planned."),
    "agenda": ("få sjå programmet til samlinga er du grei", "No meetings are planned."),
    "minutes": ("hva ble vi enige om forrige gang vi møttes", "Minutes of past meetings"),
    "actions": ("hva var det jeg lovte å gjøre etter samlingen", "Your actions"),
    "home": ("er det kommet noe svar på det jeg spurte om i går", "Your questions"),
    "language": ("kan du heller skrive på engelsk til meg", "You in Arena"),
    "hours": ("du sender altfor mange påminnelser om kvelden", "Reminders"),
    "privacy": ("kan sjefen min lese det jeg skriver til deg", "Privacy"),
    "me": ("jeg begynner i ny jobb til sommeren, hun andre tar over", "You in Arena"),
    "who": ("finnes det et telefonnummer til sekretariatet", "Sara"),
    "topics": ("jeg vil gjerne følge et tema til", "18 topics"),
    "find": ("har dere noe liggende om ammoniakk fra før", "ammoniakk"),
    "exchange": ("hvordan får jeg lagt inn et behov for damp", "Offers and needs"),
    "consultation": ("går noen av høringsfristene ut denne uka", "No consultation is open."),
    "issue": ("hvor langt har dere kommet med fellessaken om nettleie", "Open issues"),
    "help": ("det skjer ingenting når jeg trykker på knappen her", "What you can do here"),
    "calendar": ("får ikke møtene inn i outlook på telefonen", "calendar"),
    "rooms": ("hvilke kanaler er det lurt å være med i", "topics"),
    "smalltalk": ("takk for et hyggelig møte, alle sammen", "nothing was sent"),
    "members": ("hvilke bedrifter er med i nettverket her", "Who is in the network"),
    "joining": ("hvordan får jeg med en kollega her inne", "Sara can confirm it."),
    "leave": ("jeg ønsker å melde meg helt ut av dette nettverket", "Leave an organisation"),
    "reminding": ("kan du minne meg på å ringe Statnett på torsdag", "I will remind you on Thursday"),
    "week": ("hva har jeg gått glipp av siden sist jeg var innom", "Your week in Arena"),
    "web": ("finnes det en nettside der jeg ser alt på pc", "web"),
}
#: kinds that are no request, or that begin something
BESIDE = {"network", NEWS, "solution"}
#: the same words, to people
TO_OTHERS = (
    "Hvordan varsler dere naboene om støy på kvelden?",
    "Hvem har et godt referat fra befaring på kai?",
    "Hvordan sletter dere persondata om innleide?",
    "Har noen klaget på et pålegg om ammoniakk?",
    "Who offers training in English for new operators?",
)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database, base_url="https://arena.test").begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    await talk.carries("arena", "arena")
    await talk.person("sara", role="secretariat")
    return await talk.person("kari", organisation="eksempel")


async def types(who: Someone, text: str) -> Reply:
    """As every platform reads a line."""
    name, rest = verbs.parse_command(text)
    return await who.commands(rest, name=name or "ask")


def told(reply: Reply) -> str:
    assert reply.card is not None
    return f"{reply.card.fallback} {[button.label for button in reply.card.list_buttons()]}"


def test_the_model_is_trained_on_the_examples_that_come_with_it() -> None:
    assert load_bot_request_model().trained_on == hash_examples(list_training_examples()), (
        "run `make bot-request-model`"
    )


def test_each_kind_is_known_and_probabilities_are_shares() -> None:
    assert {*load_bot_request_model().kinds} == {*ASKED} | BESIDE
    for text in ("er det kommet svar på spørsmålet mitt", "Hvem har kran?", "åæø", "?"):
        assert sum(load_bot_request_model().compute_probabilities(extract_request_slots(text))) == pytest.approx(1)


@pytest.mark.parametrize("text", TO_OTHERS)
def test_the_same_words_to_others_are_a_question(text: str) -> None:
    assert find_bot_request(text) == ("", "")
    assert verbs.parse_command(text)[0] != "asked"


def test_a_word_alone_or_a_long_story_is_not_guessed() -> None:
    assert guess_bot_request("varsler") == ""
    assert guess_bot_request("stopp varslene " * 30) == ""
    assert guess_bot_request("x" * MOST_CHARACTERS + " er det kommet svar på spørsmålet mitt") == ""


@pytest.mark.parametrize("kind", ASKED)
async def test_what_is_asked_of_the_bot_is_shown_and_sent_to_nobody(
    talk: Conversation, kari: Someone, kind: str
) -> None:
    text, shown = ASKED[kind]
    assert find_bot_request(text)[0] == ("signing" if kind == "meeting" else kind)
    reply = told(await types(kari, text))
    assert shown in reply
    assert ANYWAY in reply or kind == "reminding"  # a reminder is set, and can be deleted
    assert talk.room("arena") == []


async def test_whoever_meant_others_sends_it_with_one_press(talk: Conversation, kari: Someone) -> None:
    text = "er det kommet noe svar på det jeg spurte om i går"
    reply = await types(kari, text)
    sent = await kari.clicks(reply, ANYWAY)
    if "Choose a topic" in told(sent):
        await kari.does("questions.send", "1:arena")
    assert text in talk.room("arena")[0].text


def test_few_measured_questions_are_held_back_as_news() -> None:
    """Those that are, are offered back with a button: of the questions of all sets one in two hundred at most."""
    texts = [
        row[name]
        for path in sorted(FOLDER.glob("*questions.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
        for name in ("text", "nb", "nn")
        if name in row
    ]
    assert len(texts) > 900
    assert sum(find_bot_request(text)[0] == NEWS for text in texts) <= len(texts) / 200


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("ein stad å lagre løysinga vår?", ""),
        ("Lagre dette som en løsning: vi byttet til keramiske lagre", "vi byttet til keramiske lagre"),
    ],
)
async def test_whoever_wants_to_share_a_solution_gets_its_form(kari: Someone, text: str, begun: str) -> None:
    assert find_bot_request(text)[0] == "solution"
    form = (await types(kari, text)).form
    assert form is not None
    assert form.title == "Save a solution"
    assert begun in [str(field.value) for field in form.fields] or not begun


@pytest.mark.parametrize("kind", ASKED)
async def test_each_is_answered_to_guests_and_newcomers_too(talk: Conversation, kari: Someone, kind: str) -> None:
    """They are told what they may see, and nothing of theirs is sent."""
    for who in (await talk.person("gus", role="guest"), await talk.person("nina")):
        assert told(await types(who, ASKED[kind][0]))
    assert talk.room("arena") == []


async def test_with_a_file_beside_it_the_line_is_a_question(talk: Conversation, kari: Someone) -> None:
    text = "er det kommet noe svar på det jeg spurte om i går"
    place = Place(kari.platform, kari.workspace, f"D{kari.user}")
    where = {"id": talk.next_id(), "sender": kari.sender, "place": place, "direct": True}
    reply = await talk.happens(Command(name="asked", text=text, files=(File(name="svar.pdf"),), **where))
    assert ANYWAY not in told(reply)


@pytest.mark.parametrize(
    "text", ["hva handler S-1 om?", "kor langt er S-1 komen", "show me what S-1 is", "får jeg se s-1 igjen"]
)
async def test_a_short_line_that_names_a_record_shows_it(talk: Conversation, kari: Someone, text: str) -> None:
    await published(kari, await talk.person("siv", role="secretariat"))
    reply = told(await types(kari, text))
    assert "Faster grid connection" in reply
    assert ANYWAY in reply


@pytest.mark.parametrize(
    "text",
    [
        "show me L-005 again", "kan eg få sjå M-21 ein gong til?", "h-7 takk", "lukk H-9", "H-9 berører oss ikke",
        "endre fristen på H-9 til fredag", "L-999 does not work for us", "Når er fristen for H-2?",
        "hvor langt har S-4 kommet?",
    ],
)  # fmt: skip
async def test_whoever_asks_for_a_record_that_there_is_not_is_told_so(kari: Someone, text: str) -> None:
    reply = told(await types(kari, text))
    assert "I cannot find" in reply
    assert reply.count(ANYWAY) == 1


@pytest.mark.parametrize("text", ["Har noen prøvd det som står i S-1?", "er S-355 bra nok til damp?"])
async def test_others_are_asked_of_a_record_and_of_what_is_not_there(
    talk: Conversation, kari: Someone, text: str
) -> None:
    await published(kari, await talk.person("siv", role="secretariat"))
    assert "Faster grid connection" not in told(await types(kari, text))


async def test_a_record_that_one_may_not_see_is_one_that_there_is_not(talk: Conversation, kari: Someone) -> None:
    await published(kari, await talk.person("siv", role="secretariat"))
    async with talk.database.begin() as store:
        (issue,) = await store.session.scalars(sa.select(Issue))
        issue.reach_id = (await store.audiences.ensure_audience(CHOSEN, [issue.organisation_id])).id
    ola = await talk.person("ola", organisation="nabo")
    hidden, none = [told(await types(ola, f"hva handler {code} om")) for code in ("S-1", "S-2")]
    assert hidden.replace("S-1", "S-2") == none
    assert "I cannot find S-2." in none


@pytest.mark.parametrize(
    "text",
    [
        "Språk på sikkerhetsskilt - norsk og engelsk, eller polsk også hos dere?",
        "Language on permits to work: Norwegian only, or do you print them in Polish too?",
    ],
)
def test_how_others_have_it_is_for_them(text: str) -> None:
    assert find_bot_request(text) == ("", "")
