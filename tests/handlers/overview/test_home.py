"""Home and help: what waits for whom, and what one can do here."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import handlers
from handlers.chat import verbs
from handlers.chat.cards import Facts
from handlers.chat.events import HomeOpened
from handlers.chat.places import Place
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.verb_help import map_verb_help
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.meetings import meets
from tests.planning import plans

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def home(who: Someone) -> str:
    place = Place(who.platform, WORKSPACE, f"D{who.user}")
    event = HomeOpened(id=who.talk.next_id(), sender=who.sender, place=place, direct=True)
    reply = await who.talk.happens(event)
    assert reply.card is not None
    return reply.card.fallback


async def test_a_new_member_sees_that_nothing_waits_but_where_they_belong(talk: Conversation) -> None:
    kari = await talk.person("kari")
    text = await home(kari)
    assert "Choose your organisation" in text
    assert "You have asked nothing yet." in text


async def test_ones_questions_are_listed_with_their_state_and_a_link(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID)
    reply = await kari.commands("", name="home")
    (item,) = [part for part in reply.card.parts if getattr(part, "title", "").startswith("Nettselskapet")]
    assert item.note == "No answer yet · Grid and grid capacity"
    assert [(button.label, bool(button.url)) for button in item.buttons] == [
        ("Open", True),
        ("Change or report", False),
    ]


async def test_a_draft_waits_for_its_asker(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands("Hva gjør dere når det blir kaldt om morgenen?")
    reply = await kari.commands("", name="home")
    assert "Nothing needs you right now." not in reply.card.fallback
    assert "Ask anyway" in [button.label for button in reply.card.list_buttons()]


async def test_a_lead_sees_what_is_unanswered_a_contact_whom_to_confirm_the_secretariat_what_needs_a_place(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", role="secretariat")
    nina = await talk.person("nina", organisation="eksempel", leads="nett", contact=True)
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.commands(GRID)
    assert "Choose a topic for question 1" in await home(sara)
    await talk.carries("grid", "nett")
    await kari.commands("Hvor lang er køen for tilknytning hos nettselskapet når vi trenger 12 MW?")
    form = await ola.does("members.where")
    await ola.submits(form, organisation=form.form.fields[0].options[0][0])
    text = await home(nina)
    assert "Hvor lang er køen" in text
    assert "Does Ola belong to Eksempel?" in text
    assert "Does Ola belong" not in await home(kari)


async def test_help_goes_by_role(talk: Conversation) -> None:
    kari = await talk.person("kari")
    nina = await talk.person("nina", organisation="eksempel", leads="nett", contact=True)
    sara = await talk.person("sara", role="secretariat")
    gro = await talk.person("gro", role="guest")
    texts = {who.user: (await who.commands("all", name="help")).card.fallback for who in (kari, nina, sara, gro)}
    assert "\nadmin" in texts["sara"]
    assert "\nadmin" not in texts["kari"]
    assert "\nsetup" in texts["nina"]
    assert "\nsetup" not in texts["kari"]
    assert "You are a topic lead" in texts["nina"]
    assert "You act for your organisation" in texts["nina"]
    assert "You are a guest" in texts["gro"]
    assert "ask …" not in texts["gro"]
    assert "You are a guest" in (await gro.commands("", name="help")).card.fallback


async def test_the_first_page_of_help_is_what_most_need_and_leads_to_the_rest(talk: Conversation) -> None:
    kari, sara = await talk.person("kari"), await talk.person("sara", role="secretariat")
    first = await kari.commands("", name="help")
    (facts,) = [part for part in first.card.parts if isinstance(part, Facts)]
    assert [word for word, _ in facts.rows] == ["ask …", "find …", "solution", "meeting", "who …", "home"]
    whole = await kari.clicks(first, "Everything you can write")
    for typed in ("hjelp alt", "help all", "Hjelp Alt", "everything you can write"):
        await kari.says(typed)
        assert kari.last.card.parts == whole.card.parts, typed
    assert "Administer" in [button.label for button in (await sara.commands("", name="help")).card.list_buttons()]


#: verbs of two words, as help shows them
HELPED = {"data": "my data", "erase": "delete me", "quiet": "quiet until"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_something_of_every_verb_in_each_language(language: str) -> None:
    """And what it says to write is read as that verb."""
    described = map_verb_help(Say(language, UTC))
    assert set(described) == set(verbs.WORDS)
    for name, one in described.items():
        example = one.word.replace("…", "fredag") if name == "quiet" else one.word.removesuffix("…").strip()
        assert verbs.parse_command(example)[0] == name, example
        assert len(one.brief) <= 40, one.brief
        assert len(f"{one.word} {one.text}") <= 200, one.text


async def test_every_verb_is_answered_and_those_that_work_are_in_help(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel", contact=True)
    text = (await sara.commands("all", name="help")).card.fallback
    for name in verbs.WORDS:
        before = len(sara.sees)
        reply = await sara.commands("", name=name)
        assert reply.card or reply.form or len(sara.sees) > before, name
        if reply.card is None or "not help with that yet" not in reply.card.fallback:
            assert f"\n{HELPED.get(name, name)}" in text, name


async def test_small_talk_is_answered_and_sent_to_nobody(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    for text, said in (
        ("hei", "Hello, Kari."),
        ("takk!", "Glad it helped."),
        ("test", "Nothing was sent"),
        ("hva er dette?", ""),
        ("...", "could not find a question"),
    ):
        assert said in (await kari.commands(text)).card.fallback, text
    assert talk.room("grid") == []


def test_every_button_leads_somewhere() -> None:
    """What a card offers is answered: each `do` in the code is an entry of a router."""
    answered = {name for _, name in handlers.build_capability_router().handlers}
    for path in Path(handlers.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Button", "Form") and len(node.args) > 1:
                do = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
                assert not do or do in answered, f"{path}: {do}"


async def test_the_next_meeting_is_answered_at_home_with_one_tap(talk: Conversation, clock: Clock) -> None:
    clock.set(datetime(2027, 3, 1, 8, tzinfo=UTC))
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await meets(talk.database, sara.person_id)
    page = await kari.commands("", name="home")
    said = await kari.clicks(page, "Coming in person")
    assert "You come in person." in said.card.fallback
    assert "You come in person." in "".join(
        getattr(part, "note", "") for part in (await kari.commands("", name="home")).card.parts
    )


async def test_a_series_stands_once_among_the_next_meetings(talk: Conversation, clock: Clock) -> None:
    clock.set(datetime(2027, 3, 1, 8, tzinfo=UTC))
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    await plans(sara, title="Breakfast", when="9 March 8:00-9:00", repeats="every Tuesday, 4 times")
    home = (await sara.commands("", name="home")).card
    assert home.fallback.count("Breakfast") == 1
    assert "and 3 more dates" in home.fallback
    assert "All dates" in [button.label for button in home.list_buttons()]
