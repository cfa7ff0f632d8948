"""Conversations about belonging: arriving, an organisation, a language, and the first of the secretariat."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.importers.seeding import seed_records
from handlers.chat.cards import Reply
from handlers.chat.events import Arrived, Click
from handlers.chat.places import Place
from handlers.directory.members import derive_secretariat_code
from handlers.directory.members.membership_claims import ask_for_membership
from handlers.questions import triage_escalation
from storage.directory.organisations import CONTACT
from storage.directory.people import GUEST, MEMBER, Account, Person
from storage.kit.database import Database
from storage.library.solutions import Solution
from tests.conversation import WORKSPACE, Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def arrives(who: Someone) -> None:
    where = Place(who.platform, WORKSPACE, f"D{who.user}")
    await who.talk.happens(Arrived(id=who.talk.next_id(), sender=who.sender, place=where, direct=True))


async def person(talk: Conversation, who: Someone) -> Person:
    async with talk.database.read() as store:
        return await store.people.load_person(who.person_id)


async def chooses(who: Someone, organisation: str) -> Reply:
    form = await who.does("members.where")
    (field, _) = form.form.fields
    code = next(value for value, label in field.options if label == organisation)
    return await who.submits(form, organisation=code)


async def test_who_arrives_is_welcomed_once(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await arrives(kari)
    await arrives(kari)
    (welcome,) = kari.sees
    assert welcome.labels == ["Bokmål", "Nynorsk", "Choose your organisation", "Find help", "Home"]


async def test_the_welcome_has_a_button_for_what_it_names(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await arrives(kari)
    assert kari.last.labels == ["Bokmål", "Nynorsk", "Ask a question", "Find help", "Home"]
    asked = await kari.clicks(kari.last, "Ask a question")
    assert asked.form is not None
    assert asked.form.do == "questions.send"


async def test_a_language_is_chosen_and_the_welcome_is_redrawn_in_it(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await arrives(kari)
    reply = await kari.clicks(kari.last, "Nynorsk")
    assert reply.card is not None
    assert (await person(talk, kari)).language == "nn"
    assert "English" in kari.sees[0].labels
    assert "Nynorsk" not in kari.sees[0].labels


async def test_a_language_is_chosen_in_writing(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.commands("språk nynorsk", name="me")
    assert (await person(talk, kari)).language == "nn"
    await kari.commands("english", name="me")
    assert (await person(talk, kari)).language == "en"
    unknown = await kari.commands("språk klingon", name="me")
    assert unknown.card.fallback.startswith("I do not write “klingon”. I write bokmål, nynorsk and English.")
    assert [button.label for button in unknown.card.list_buttons()] == ["Bokmål", "Nynorsk"]


async def test_belonging_is_confirmed_by_the_contact_and_both_are_told(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari")
    told = await chooses(kari, "Eksempel")
    assert "Line will confirm it, and you will hear from me." in told.card.fallback
    assert not (await person(talk, kari)).confirmed
    claim = line.last
    assert "Does Kari belong to Eksempel?" in claim.text
    await line.clicks(claim, "Confirm")
    assert (await person(talk, kari)).confirmed
    assert "Line has confirmed it" in kari.last.text
    assert claim.labels == []
    again = await line.does("members.confirm", f"{kari.person_id}:1")
    assert "already" in again.card.fallback


async def test_a_rejected_claim_is_told_and_asked_again(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari")
    await chooses(kari, "Eksempel")
    await line.clicks(line.last, "Reject")
    assert (await person(talk, kari)).organisation_id is None
    assert kari.last.labels == ["Choose your organisation"]
    await chooses(kari, "Eksempel")
    (claim,) = [post for post in line.sees if "Kari" in post.text]
    assert claim.labels == ["Confirm", "Reject"]


@pytest.mark.both_engines
@pytest.mark.parametrize("second", ["members.confirm", "members.reject"])
async def test_of_two_contacts_who_answer_at_once_only_the_first_decides(talk: Conversation, second: str) -> None:
    lines = [await talk.person(f"line{n}", organisation="eksempel", contact=True) for n in range(2)]
    ny = await talk.person("ny")
    await ny.submits(await ny.does("members.where"), organisation="1")
    told = len(ny.sees)
    value = f"{ny.person_id}:1"
    events = [
        Click(name=name, value=value, **line._where(""))
        for name, line in zip(("members.confirm", second), lines, strict=True)
    ]
    await asyncio.gather(*map(talk.dispatcher, events))
    await talk.settle()
    (answer,) = ny.sees[told:]
    assert (await person(talk, ny)).confirmed == ("You now belong" in answer.text)


async def test_without_a_contact_the_secretariat_confirms(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.person("ola", organisation="eksempel")
    kari = await talk.person("kari")
    await chooses(kari, "Eksempel")
    await sara.clicks(sara.last, "Confirm")
    assert (await person(talk, kari)).confirmed


async def test_nobody_else_can_confirm_and_the_refusal_names_who_can(talk: Conversation) -> None:
    await talk.person("line", organisation="eksempel", contact=True)
    await talk.person("olav", organisation="prove", contact=True)
    kari = await talk.person("kari")
    ola = await talk.person("ola", organisation="eksempel")
    await chooses(kari, "Eksempel")
    for other in (kari, ola):
        refused = await other.does("members.confirm", f"{kari.person_id}:1")
        assert "Line" in refused.card.fallback
    assert not (await person(talk, kari)).confirmed


async def test_a_click_about_an_earlier_choice_confirms_nothing(talk: Conversation) -> None:
    line = await talk.person("line", organisation="eksempel", contact=True)
    await talk.person("olav", organisation="prove", contact=True)
    kari = await talk.person("kari")
    await chooses(kari, "Eksempel")
    await chooses(kari, "Prove")
    refused = await line.does("members.confirm", f"{kari.person_id}:1")
    assert "another organisation" in refused.card.fallback
    assert "does not belong" in line.last.text


async def test_an_unknown_organisation_goes_to_the_secretariat_who_adds_it(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari")
    await kari.submits(await kari.does("members.where"), other="Nye Dal Næringspark")
    assert "Nye Dal Næringspark" in sara.last.text
    form = await sara.clicks(sara.last, "Add organisation")
    await sara.submits(form)
    async with talk.database.read() as store:
        organisation = await store.organisations.find_organisation_by_code("nye-dal-naeringspark")
    assert organisation is not None
    assert organisation.kind == "park", "as its name says"
    found = await person(talk, kari)
    assert (found.organisation_id, found.confirmed) == (organisation.id, True)
    assert "You now belong to Nye Dal Næringspark" in kari.last.text


async def test_whoever_belongs_somewhere_names_another_unknown_organisation_and_gets_an_answer(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.submits(await kari.does("members.where"), other="Nye Dal Næringspark")
    form = await sara.clicks(sara.last, "Add organisation")
    await sara.submits(form, name="Nye Dal Næringspark", kind="park")
    assert "You now belong to Nye Dal Næringspark" in kari.last.text
    assert "Kari has found an organisation" in sara.last.text
    assert (await person(talk, kari)).organisation_id == 1, "they go on acting for the one they acted for"


async def test_whom_the_secretariat_confirms_by_its_form_is_told_once(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.person("line", organisation="eksempel", contact=True)
    ny, gro = await talk.person("ny"), await talk.person("gro", role="guest")
    await ny.submits(await ny.does("members.where"), organisation="1")
    for one in (ny, gro):
        for _ in range(2):
            await sara.submits(await sara.does("admin.person", str(one.person_id)), role=MEMBER, organisation="1")
        assert [post.text for post in one.sees] == ["You now belong to Eksempel: Sara has confirmed it."]


@pytest.mark.parametrize("organisation", ["", "1"])
async def test_whoever_has_left_and_is_made_a_member_by_the_secretariat_is_in_again(
    talk: Conversation, organisation: str
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    await kari.submits(await kari.does("departures.leave", "1"))
    await kari.does("members.ask_in")
    await sara.submits(await sara.clicks(sara.last, "Make a member"), role=MEMBER, organisation=organisation)
    assert "You" in kari.last.text
    assert "You have left" not in (await kari.commands("", name="topics")).card.fallback


async def test_who_is_moved_to_another_organisation_stays_in_those_beside_it(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    for code in ("eksempel", "prove", "tenktnes"):
        await talk.person(f"{code}-contact", organisation=code, contact=True)
    kari = await talk.person("kari", organisation="eksempel")
    async with talk.database.begin() as store:
        await store.memberships.add_membership(await store.people.load_person(kari.person_id), 3, confirmed=True)
    await sara.submits(await sara.does("admin.person", str(kari.person_id)), organisation="2")
    async with talk.database.read() as store:
        belongs = await store.memberships.list_memberships_of_person(await store.people.load_person(kari.person_id))
    assert [(one.organisation.id, one.confirmed, one.acting) for one in belongs] == [(2, True, True), (3, True, False)]


async def test_a_form_without_an_answer_says_so_at_the_field(talk: Conversation) -> None:
    kari = await talk.person("kari")
    reply = await kari.submits(await kari.does("members.where"))
    assert list(reply.errors) == ["organisation"]


async def test_a_guest_becomes_a_member_on_the_word_of_the_contact_and_of_nobody_else_there(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    ola = await talk.person("ola", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    await chooses(gro, "Eksempel")
    assert sara.sees == []
    refused = await ola.does("members.confirm", f"{gro.person_id}:1")
    assert "Line" in refused.card.fallback
    assert (await person(talk, gro)).role == GUEST
    await line.clicks(line.last, "Confirm")
    assert (await person(talk, gro)).role == MEMBER


async def test_a_guest_is_told_who_can_let_them_in_and_is_asked_where_they_belong_only_if_they_have_not_said_so(
    talk: Conversation,
) -> None:
    gro = await talk.person("gro", role="guest")
    asks = "The secretariat can make you a member."
    assert asks in (await gro.commands("", "issue")).card.fallback
    await talk.person("sara", role="secretariat")
    assert "Sara can make you a member." in (await gro.commands("", "issue")).card.fallback
    nils = await talk.person("nils", organisation="eksempel", role="guest")
    for who, asked in ((gro, True), (nils, False)):
        await arrives(who)
        assert "You are a guest" in who.last.text
        assert ("say that you belong" in who.last.text) is asked
        assert ("Choose your organisation" in who.last.labels) is asked


async def test_a_no_is_told_kindly_with_whom_to_ask(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    gro = await talk.person("gro", role="guest")
    await chooses(gro, "Eksempel")
    await line.clicks(line.last, "Reject")
    assert "ask Line or Sara" in gro.last.text
    assert (await person(talk, gro)).role == GUEST


async def test_who_belongs_to_two_organisations_acts_for_one_at_a_time(talk: Conversation) -> None:
    """A representative of both needs no confirmation: `line` is contact in a park and in a cluster."""
    line = await talk.person("line", organisation="eksempel", contact=True)
    olav = await talk.person("olav", organisation="prove", contact=True)
    await talk.carries("grid", "nett")
    await chooses(line, "Prove")
    found = await person(talk, line)
    assert (found.organisation_id, found.confirmed) == (1, True)
    assert "Also belongs to: Prove (waits to be confirmed)" in (await line.commands("", name="me")).card.fallback
    early = await line.does("members.switch", "2")
    assert "has not confirmed" in early.card.fallback
    await olav.clicks(olav.last, "Confirm")
    async with talk.database.begin() as store:
        await store.organisations.appoint_representative(2, line.person_id, CONTACT)
    switched = await line.clicks(await line.commands("", name="me"), "Act for Prove")
    assert "act for Prove" in switched.card.fallback
    await line.commands(GRID)
    assert talk.room("grid")[0].card.parts[0].by == "Line, Prove"
    assert "Acts for: Prove" in (await olav.commands("line", name="who")).card.fallback
    back = await line.commands("bytt til eksem", name="me")
    assert "act for Eksempel" in back.card.fallback
    me = (await line.commands("", name="me")).card.fallback
    assert "contact for Eksempel, contact for Prove" in me
    wrong = await line.commands("bytt til månen", name="me")
    assert "Eksempel and Prove" in wrong.card.fallback


async def test_a_new_member_gets_five_good_solutions_about_the_chosen_topics_once(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        for n in range(1, 8):
            solution = Solution(
                code=f"L-{n}", title=f"Number {n}", problem="p", done="d", topic_id=topic.id, language="en",
                state="published",                verified_at=store.now if n in (2, 4) else None,
            )  # fmt: skip
            await store.solutions.add(solution)
        for n in (4, 7):
            await store.solutions.record_solution_use(n, kari.person_id, 1)
    form = await kari.does("members.topics")
    await kari.submits(form, topics=("nett",), pace="daily")
    titles = [part.title for part in kari.last.card.parts]
    assert titles == ["Number 4", "Number 2", "Number 7", "Number 6", "Number 5"]
    seen = len(kari.sees)
    await kari.submits(await kari.does("members.topics"), topics=("nett", "hms"))
    assert len(kari.sees) == seen


async def test_me_tells_organisation_role_language_and_topics(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", leads="nett", contact=True)
    await kari.commands("følg hms", name="topics")
    text = (await kari.commands(name="me", text="")).card.fallback
    assert "Eksempel" in text
    assert "member, contact for Eksempel, topic lead for grid and grid capacity" in text
    assert "Topics you follow: HSE" in text


async def test_members_who_belong_nowhere_are_asked_once(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        account = Account(platform="fake", workspace=WORKSPACE, user="nils", name="Nils")
        await store.people.add_person_with_account(Person(name="Nils", language="en", role=MEMBER), account)
    for _ in range(2):
        async with talk.database.begin() as store:
            await ask_for_membership(store, talk.arena)
        await talk.settle()
    assert len([post for post in talk.posts if post.place.user == "nils"]) == 1
    async with talk.database.read() as store:
        assert await store.people.list_members_not_asked() == []


async def test_the_first_of_the_secretariat_comes_in_by_the_code_and_sees_what_waits(talk: Conversation) -> None:
    kari = await talk.person("kari")
    sara = await talk.person("sara")
    await kari.commands(GRID)
    wrong = await sara.commands("kode AAAABBBBCCCC", name="admin")
    assert "not right" in wrong.card.fallback
    code = derive_secretariat_code(talk.arena.secret)
    await sara.commands(f"kode {code.lower()}", name="admin")
    assert (await person(talk, sara)).secretariat
    assert "Choose a topic for question 1" in sara.last.text
    late = await kari.commands(f"kode {code}", name="admin")
    assert "Sara" in late.card.fallback
    assert not (await person(talk, kari)).secretariat


async def test_a_question_without_a_secretariat_is_said_to_be_kept_and_reaches_whoever_becomes_it(
    talk: Conversation,
) -> None:
    kari = await talk.person("kari")
    sent = await kari.commands(GRID)
    assert "The secretariat has no members yet" in sent.card.fallback
    assert "“admin code”" in sent.card.fallback
    assert "Sent to the secretariat" not in sent.card.fallback
    await talk.settle()
    assert talk.posts == []
    await talk.person("sara")
    account = {"platform": "fake", "workspace": WORKSPACE, "user": "sara"}
    async with talk.database.begin() as store:
        found = await store.people.find_person_by_account(**account)
        assert found is not None
        found[0].code = "sara"
    row = {"id": "sara", "name": "Sara", "role": "secretariat"}
    await seed_records(talk.database, "people", [json.dumps(row)])
    await talk.settle()
    assert ["Choose a topic for question 1" in post.text for post in talk.posts if post.place.user == "sara"] == [True]
    await seed_records(talk.database, "people", [json.dumps(row)])
    await talk.settle()
    assert len([post for post in talk.posts if post.place.user == "sara"]) == 1
    again = await kari.commands("Hvem har erfaring med saldo i hydrogenkjel for damp?")
    assert "Sent to the secretariat" in again.card.fallback


async def test_who_comes_to_the_secretariat_later_puts_off_no_reminder(talk: Conversation) -> None:
    first, second = await talk.person("sara", role="secretariat"), await talk.person("siri")
    await (await talk.person("kari")).commands(GRID)
    assert "Choose a topic for question 1" in first.last.text
    async with talk.database.read() as store:
        began = await store.escalations.find_escalation(triage_escalation.KIND, 1)
    row = {"id": f"person-{second.person_id}", "name": "Siri", "role": "secretariat"}
    await seed_records(talk.database, "people", [json.dumps(row)])
    await talk.settle()
    assert "Choose a topic for question 1" in second.last.text
    async with talk.database.read() as store:
        goes_on = await store.escalations.find_escalation(triage_escalation.KIND, 1)
    assert began is not None
    assert goes_on is not None
    assert goes_on.since == began.since


def test_the_code_is_twelve_letters_and_digits_of_base32() -> None:
    code = derive_secretariat_code(b"x" * 32)
    assert len(code) == 12
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert code != derive_secretariat_code(b"y" * 32)
