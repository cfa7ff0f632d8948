"""Conversations with guests: what they wrote comes back, and whoever can let them in is asked."""

from __future__ import annotations

import pytest

from storage.directory.people import MEMBER
from storage.kit.database import Database
from tests.conversation import Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"
GUEST_REFUSAL = "Guests can answer"
ASK_IN = "Ask to become a member"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def gro(talk: Conversation) -> Someone:
    return await talk.person("gro", role="guest")


async def test_a_guest_who_asks_gets_their_text_back_and_asks_to_be_let_in(talk: Conversation, gro: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    await gro.says(GRID)
    assert "Sara can make you a member." in gro.last.text
    assert GRID in gro.last.text
    for _ in range(2):
        assert "I have asked Sara." in (await gro.clicks(gro.last, ASK_IN)).card.fallback
    (asked,) = sara.sees
    assert asked.card.title == "Gro asks to become a member"
    await sara.submits(await sara.clicks(asked, "Make a member"), role=MEMBER)
    assert "You are a member now" in gro.last.text
    assert "is a member now" in asked.text
    assert GUEST_REFUSAL not in (await gro.commands(GRID)).card.fallback


async def test_a_guest_who_named_an_organisation_asks_its_contact(talk: Conversation, gro: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    form = await gro.does("members.where")
    await gro.submits(form, organisation=form.form.fields[0].options[0][0])
    await gro.clicks(await gro.commands(GRID), ASK_IN)
    assert sara.sees == []
    assert [post.labels for post in line.sees] == [["Confirm", "Reject"]] * 2
    await line.clicks(line.last, "Confirm")
    assert GUEST_REFUSAL not in (await gro.commands(GRID)).card.fallback


@pytest.mark.parametrize("line", ["issue", "meetings", "ask", "who knows hydrogen"])
async def test_whatever_a_guest_is_refused_comes_with_the_way_in(talk: Conversation, gro: Someone, line: str) -> None:
    sara = await talk.person("sara", role="secretariat")
    await gro.says(line)
    assert "Sara can make you a member." in gro.last.text
    await gro.clicks(gro.last, ASK_IN)
    assert [post.card.title for post in sara.sees] == ["Gro asks to become a member"]


@pytest.mark.parametrize(
    ("line", "back"),
    [
        ("offer 4 MW heat", "offer 4 MW heat"),
        ("trenger 200 t flis", "trenger 200 t flis"),
        ("bytte tilby 4 MW varme", "tilby 4 MW varme"),
        ("issue new Faster grid", "Faster grid"),
        ("møte om spillvarme tirsdag kl 10", "møte om spillvarme tirsdag kl 10"),
        ("bytte", ""),
        ("who knows hydrogen", ""),
    ],
)
async def test_what_a_guest_would_have_begun_is_given_back(
    talk: Conversation, gro: Someone, line: str, back: str
) -> None:
    await talk.person("sara", role="secretariat")
    await gro.says(line)
    assert ("Here is your text:" in gro.last.text) == bool(back)
    assert gro.last.text.endswith(back)


async def test_nobody_is_offered_where_nobody_can_be_asked(gro: Someone) -> None:
    reply = await gro.commands(GRID)
    assert GRID in reply.card.fallback
    assert list(reply.card.list_buttons()) == []
    assert "Nobody can let you in yet" in (await gro.does("members.ask_in")).card.fallback


async def test_guests_are_not_told_to_ask_a_question(talk: Conversation, gro: Someone) -> None:
    await talk.person("sara", role="secretariat")
    nothing = (await gro.commands("xqzwv", "find")).card
    assert "ask the question" not in nothing.fallback
    assert ASK_IN in [button.label for button in nothing.list_buttons()]
    greeting = (await gro.commands("hei")).card.fallback
    assert "Write what you want to know" not in greeting
    assert "As a guest" in greeting


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("who sees what I write?", "What I read"),
        ("hvem ser det jeg skriver", "What I read"),
        ("hva er dette", "What you can do here"),
        ("are you human", "These are people"),
        ("hvem kan jeg spørre", "Who to ask"),
        ("show me L-005 again", "I cannot find L-005."),
    ],
)
async def test_a_guest_is_told_who_reads_what_they_write(
    talk: Conversation, gro: Someone, line: str, said: str
) -> None:
    await talk.person("sara", role="secretariat")
    await gro.says(line)
    assert said in gro.last.text
    assert GUEST_REFUSAL not in gro.last.text


@pytest.mark.parametrize("line", ["when is the next meeting?", "hvem kommer på møtet", "can I be the contact for us"])
async def test_what_is_for_members_stays_for_members(talk: Conversation, gro: Someone, line: str) -> None:
    await talk.person("sara", role="secretariat")
    await gro.says(line)
    assert GUEST_REFUSAL in gro.last.text
    assert ASK_IN in gro.last.labels


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Sara or Siv can make you a member."),
        ("nb", "Sara eller Siv kan gjøre deg til medlem."),
        ("nn", "Sara eller Siv kan gjere deg til medlem."),
    ],
)
async def test_several_who_can_let_a_guest_in_are_named_as_a_choice(
    talk: Conversation, gro: Someone, language: str, told: str
) -> None:
    for name in ("sara", "siv"):
        await talk.person(name, role="secretariat")
    async with talk.database.begin() as store:
        (await store.people.load_person(gro.person_id)).language = language
    await gro.says(GRID)
    assert told in gro.last.text
