"""Answers of organisations: all that somebody acts for are offered, and colleagues hear of them, in one way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import build_capability_router
from handlers.chat.cards import Reply
from handlers.policy.organisation_answers.button_values import AnswerValue, parse_answer_value
from handlers.policy.organisation_answers.organisation_pages import PAGE
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.kit.database import Database
from tests.conftest import Clock
from tests.consultations import drafted, opened
from tests.conversation import Conversation, Someone
from tests.input import asks
from tests.meetings import MONDAY
from tests.policy import passes, published, said

MANY = 2 * PAGE + 3
#: who says something of it, and by which button; the name of the record's id where it is another
KINDS = ("issues.support", "consultations.affected", "consultations.sign", "rounds.answer", "schemes.report")


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def acts_for(talk: Conversation, who: Someone, count: int) -> list[str]:
    """One person, contact of so many parks; their names."""
    names = [f"Park {n:02}" for n in range(1, count + 1)]
    async with talk.database.begin() as store:
        for name in names:
            house = await store.organisations.add(Organisation(code=name.lower(), name=name, kind="park"))
            await store.organisations.appoint_representative(house.id, who.person_id, CONTACT)
    return names


async def record(talk: Conversation, sara: Someone, ola: Someone, do: str) -> str:
    kind = do.partition(".")[0]
    if kind == "issues":
        return str(await published(ola, sara))
    if kind == "consultations":
        id = await opened(sara, deadline="20 April 2027")
        if do.endswith("sign"):
            await drafted(sara, id)
        return id
    if kind == "rounds":
        return str(await asks(sara))
    await ola.commands("ordninger", "input")
    async with talk.database.read() as store:
        scheme = await store.schemes.find_scheme_by_name("Enova")
        assert scheme is not None
        return str(scheme.id)


async def offered(who: Someone, reply: Reply) -> list[str]:
    """The organisations on all its pages, one after the other."""
    found = []
    while True:
        assert reply.card is not None, reply
        found += [button.label for button in reply.card.list_buttons() if "Park" in button.label]
        on = [button for button in reply.card.list_buttons() if button.label == "Next page"]
        if not on:
            return found
        reply = await who.presses(on[0])


@pytest.mark.parametrize("count", [8, MANY])
@pytest.mark.parametrize("do", KINDS)
async def test_whoever_acts_for_many_is_offered_all_of_them(
    talk: Conversation, sara: Someone, do: str, count: int
) -> None:
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    eva = await talk.person("eva", organisation="kontoret")
    names = await acts_for(talk, eva, count)
    id = await record(talk, sara, ola, do)
    asked = await eva.does(do, id)
    found = await offered(eva, asked)
    assert len(found) == count
    assert all(any(name in label for label in found) for name in names)
    last = asked
    for _ in range((count - 1) // PAGE):
        last = await eva.clicks(last, "Next page")
    reply = await eva.clicks(last, found[-1])
    assert names[-1] in said(reply) or reply.form is not None
    if do in ("issues.support", "consultations.affected"):
        async with talk.database.read() as store:
            house = await store.organisations.find_organisation_by_code(names[-1].lower())
            (deed, _) = (await store.audit_trail.list_newest_acts(1, 0))[0]
        assert house is not None
        assert (deed.action, deed.subject) == (do, f"{id}:o{house.id}")
    if count > PAGE:
        back = await eva.clicks(last, "Previous page")
        assert found[((count - 1) // PAGE - 1) * PAGE] in said(back)


@pytest.mark.parametrize("do", [*KINDS, "rounds.decline"])
async def test_pages_are_turned_in_place_forward_and_back_to_the_first(
    talk: Conversation, sara: Someone, do: str
) -> None:
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    eva = await talk.person("eva", organisation="kontoret")
    await acts_for(talk, eva, PAGE + 1)
    first = await eva.does(do, await record(talk, sara, ola, do))
    second = await eva.clicks(first, "Next page")
    back = await eva.clicks(second, "Previous page")
    assert [first.replace, second.replace, back.replace] == [False, True, True]
    assert back.card == first.card != second.card
    assert first.card is not None
    onward = next(button for button in first.card.list_buttons() if button.label == "Next page")
    assert not build_capability_router().is_form_click(onward.do), "in a window the page would open one more"


async def test_a_page_button_leads_to_choices_only(talk: Conversation, sara: Someone) -> None:
    eva = await talk.person("eva", organisation="kontoret")
    assert "I cannot find that." in said(await eva.does("organisations.page", "admin.show/1"))


async def test_a_button_says_the_same_for_every_kind_and_old_ones_are_understood() -> None:
    value = AnswerValue(12, organisation=5, version=3, skip=10)
    assert value.encode_value() == "12:o5:v3:s10"
    assert parse_answer_value(value.encode_value(), ("version", "organisation")) == value
    assert parse_answer_value(value.encode_value(), ("organisation", "version")) == value
    assert parse_answer_value("12:3:5", ("version", "organisation")) == AnswerValue(12, 5, 3)
    assert parse_answer_value("12:5:3", ("organisation", "version")) == AnswerValue(12, 5, 3)
    for rubbish in ("", "x", "12:oX", "12:-1:o", "::", "o5:12", "12:o5:o99999999999999999999"):
        assert parse_answer_value(rubbish).version is None


#: what a contact says, and what a deputy says after them
CHANGES = [
    ("issues.support", "issues.neutral"),
    ("issues.support", "issues.unsupport"),
    ("consultations.affected", "consultations.unaffected"),
    ("rounds.answer", "rounds.decline"),
    ("schemes.report hit", "schemes.report missed"),
]


async def say_it(who: Someone, do: str, id: str) -> Reply:
    """With a tap, or in the form that it opens."""
    reply = await who.does(do.partition(" ")[0], id)
    return await who.submits(reply, **FILLED.get(do, {})) if reply.form is not None else reply


FILLED = {
    "rounds.answer": {"f1": "18"},
    "rounds.decline": {"reason": "Not ours."},
    "schemes.report hit": {"verdict": "hit"},
    "schemes.report missed": {"verdict": "missed", "reason": "Too narrow."},
}


@pytest.mark.parametrize(("first", "second"), CHANGES)
async def test_a_colleague_hears_of_another_word_in_their_hours(
    talk: Conversation, clock: Clock, sara: Someone, first: str, second: str
) -> None:
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    tor = await talk.person("tor", organisation="eksempel")
    await appoint_deputy(talk, tor)
    id = await record(talk, sara, ola, first)
    await say_it(kari, first, id)
    clock.forward(hours=13)  # eleven in the evening in Oslo
    before = len(kari.sees)
    await say_it(tor, second, id)
    await passes(talk, clock, minutes=5)
    assert not [post for post in kari.sees[before:] if "has changed the" in post.text], "not at night"
    for _ in range(12):
        await passes(talk, clock, hours=1)
    (news,) = [post for post in kari.sees[before:] if "Tor has changed the" in post.text]
    assert news.text.count("Eksempel") > 1, "and reads what it says now"
    assert timedelta(hours=13) < clock() - MONDAY
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.dismiss_representative(house.id, kari.person_id)
    await say_it(tor, first, id)
    await passes(talk, clock, minutes=5)
    assert "This is no longer shown here." in news.text, "whoever acts no more for it does not read on"


async def appoint_deputy(talk: Conversation, who: Someone, code: str = "eksempel") -> None:
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code(code)
        assert house is not None
        await store.organisations.appoint_representative(house.id, who.person_id, DEPUTY)


@pytest.mark.parametrize("do", ["issues.support", "consultations.affected"])
async def test_the_deputy_is_asked_while_the_contact_is_away(talk: Conversation, sara: Someone, do: str) -> None:
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    nils, tor = await talk.person("nils", organisation="eksempel"), await talk.person("tor", organisation="eksempel")
    await appoint_deputy(talk, tor)
    id = await record(talk, sara, ola, do)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).paused_until = store.now + timedelta(days=9)
    told = await nils.does(do, id)
    assert "Tor can answer for Eksempel in this." in said(told)
    assert "Tor is asked." in said(await nils.clicks(told, "Ask Tor"))


async def test_a_signer_whom_it_does_not_concern_after_all_is_told_as_that(talk: Conversation, sara: Someone) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    tor = await talk.person("tor", organisation="eksempel")
    await appoint_deputy(talk, tor)
    id = await record(talk, sara, kari, "consultations.sign")
    await kari.clicks(await kari.does("consultations.sign", id), "Yes, Eksempel co-signs")
    await tor.does("consultations.unaffected", id)
    assert "Eksempel: it does not concern us" in kari.last.text


@pytest.mark.parametrize(
    "do", ["issues.support", "consultations.affected", "rounds.answer", "rounds.decline", "schemes.report hit"]
)
async def test_the_same_said_by_a_colleague_counts_once_and_is_no_news(
    talk: Conversation, clock: Clock, sara: Someone, do: str
) -> None:
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    tor = await talk.person("tor", organisation="eksempel")
    await appoint_deputy(talk, tor)
    id = await record(talk, sara, ola, do)
    await say_it(kari, do, id)
    await passes(talk, clock, minutes=5)
    heard = len(kari.sees)
    assert "Kari" in said(await say_it(tor, do, id))
    await passes(talk, clock, minutes=5)
    assert len(kari.sees) == heard


async def test_whoever_acts_for_many_turns_the_pages_to_pass_a_round_on(talk: Conversation, sara: Someone) -> None:
    eva = await talk.person("eva", organisation="kontoret")
    names = await acts_for(talk, eva, PAGE + 1)
    asked = await eva.does("rounds.pass", str(await asks(sara)))
    assert await offered(eva, asked) == names
