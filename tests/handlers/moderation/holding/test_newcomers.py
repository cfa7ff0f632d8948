"""What newcomers write waits for the secretariat where it may be spam; members' words never do."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conversation import Conversation, Post, Someone

GRID = "Hvordan fordeler dere nettkapasitet mellom bedriftene i parken når kapasitetskøen er lang?"
LINKS = f"{GRID} Se https://a.test/1 og https://b.test/2 og www.c.test"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    made = await Conversation(database).begin()
    await made.carries("grid", "nett")
    await made.carries("power", "nett", platform="other")
    return made


async def asked(talk: Conversation, who: Someone) -> Post:
    await who.commands(GRID)
    return talk.room("grid")[0]


async def test_the_first_answer_of_a_guest_waits_and_the_next_one_does_not(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    await gro.replies(card, "Vi i nettselskapet fordeler etter dato.")
    assert "The secretariat checks the first thing you write" in gro.last.text
    assert len(talk.room("power", "other")) == 1
    assert "etter dato" in sara.last.text
    await sara.clicks(sara.last, "Let it through")
    assert "others see what you wrote" in gro.last.text
    assert "etter dato" in talk.room("power", "other")[1].text
    assert "etter dato" in kari.last.text
    assert "was let through" in sara.sees[0].text
    await gro.replies(card, "Og etter modenhet.")
    assert "etter modenhet" in talk.room("power", "other")[2].text


async def test_what_waits_follows_its_writer_and_nothing_goes_past_the_secretariat(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    message = await gro.replies(card, "Vi i nettselskapet fordeler etter dato.")
    await gro.edits(message, "Vi fordeler etter modenhet.", "grid", card.id)
    assert len(talk.room("power", "other")) == 1, "an edit is not let through either"
    assert "etter modenhet" in sara.last.text
    assert "etter dato" not in sara.last.text
    await gro.deletes(message, "grid", card.id)
    assert sara.last.text == "Gro has taken back what they wrote."
    assert "has decided on it already" in (await sara.does("holding.pass", "1")).card.fallback
    again = await gro.replies(card, "Fordelingen følger modenhet.")
    await gro.edits(again, "Fordelingen følger modenhet, og så dato.", "grid", card.id)
    await sara.clicks(sara.last, "Let it through")
    assert "og så dato" in talk.room("power", "other")[1].text


async def test_a_newcomer_writes_nothing_into_an_old_message_that_nobody_looks_at(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    message = await gro.replies(card, "Intern: til oss selv")
    assert sara.sees == []
    await gro.edits(message, "Vi i nettselskapet fordeler etter dato.", "grid", card.id)
    assert "etter dato" in sara.last.text
    assert "The secretariat checks the first thing you write" in gro.last.text
    assert len(talk.room("power", "other")) == 1
    await sara.clicks(sara.last, "Let it through")
    assert "etter dato" in talk.room("power", "other")[1].text


@pytest.mark.parametrize(("what", "why"), [("withdraw", "has been withdrawn"), ("hide", "has hidden this question")])
@pytest.mark.parametrize("by_form", [False, True])
async def test_what_is_let_through_to_a_question_that_is_gone_goes_back_to_its_writer(
    talk: Conversation, what: str, why: str, by_form: bool
) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    if by_form:
        await gro.submits(await gro.clicks(card, "Answer"), text="Vi i nettselskapet fordeler etter dato.")
    else:
        await gro.replies(card, "Vi i nettselskapet fordeler etter dato.")
    held = sara.last
    if what == "withdraw":
        await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    else:
        await sara.submits(await sara.does("moderation.hide", "question:1"), ground="competition")
    await sara.clicks(held, "Let it through")
    assert "others see what you wrote" not in gro.last.text
    assert any(said in gro.last.text for said in (why, "I cannot find that question."))
    assert "etter dato" in gro.last.text
    assert "Gro has the text back." in held.text


async def test_what_is_rejected_goes_back_to_its_writer(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    form = await gro.clicks(await asked(talk, kari), "Answer")
    await gro.submits(form, text="Kjøp følgere hos oss")
    await sara.clicks(sara.last, "Reject")
    assert "did not let this through" in gro.last.text
    assert "Kjøp følgere" in gro.last.text
    assert not any("Kjøp følgere" in post.text for post in kari.sees + talk.room("power", "other"))
    assert "has decided on it already" in (await sara.does("holding.pass", "1")).card.fallback


async def test_many_links_of_somebody_unconfirmed_wait_and_their_plain_words_do_not(talk: Conversation) -> None:
    sara, ny = await talk.person("sara", role="secretariat"), await talk.person("ny")
    reply = await ny.commands(LINKS)
    assert "The secretariat checks the first thing you write" in reply.card.fallback
    assert talk.room("grid") == []
    await sara.clicks(sara.last, "Let it through")
    assert "www.c.test" in talk.room("grid")[0].text
    assert "Your question has been received" in ny.sees[0].text or "others see what you wrote" in ny.sees[0].text
    other = await talk.person("fersk")
    await other.commands("Hvem har fått svar fra nettselskapet om tilknytning av 12 MW?")
    assert len(talk.room("grid")) == 2


async def test_links_that_are_put_into_an_answer_that_is_out_wait_and_what_is_edited_last_holds(
    talk: Conversation,
) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    message = await gro.replies(card, "Vi i nettselskapet fordeler etter dato.")
    await sara.clicks(sara.last, "Let it through")
    for spam in (LINKS, f"{LINKS} Kjøp nå"):
        await gro.edits(message, spam, "grid", card.id)
        assert "The secretariat checks" in gro.last.text
    assert "a.test" not in talk.room("power", "other")[1].text
    first, second = (post for post in sara.sees[1:])
    assert first.text == "Gro has taken back what they wrote."
    await gro.edits(message, "Vi fordeler etter modenhet.", "grid", card.id)
    assert second.text == "Gro has taken back what they wrote."
    assert "etter modenhet" in talk.room("power", "other")[1].text
    await gro.edits(message, LINKS, "grid", card.id)
    await sara.clicks(sara.last, "Let it through")
    assert "a.test" in talk.room("power", "other")[1].text


async def test_the_same_again_within_a_day_waits(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    ny = await talk.person("ny")
    card = await asked(talk, kari)
    await ny.replies(card, "Se hva vi tilbyr")
    assert sara.sees == []
    await ny.replies(card, "Se hva vi tilbyr")
    assert "Se hva vi tilbyr" in sara.last.text


async def test_members_who_are_confirmed_and_places_without_a_secretariat_wait_for_nobody(talk: Conversation) -> None:
    ny = await talk.person("ny")
    await ny.commands(LINKS)
    assert len(talk.room("grid")) == 1
    await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    links = "https://a.test/1 https://b.test/2 www.c.test"
    await kari.commands(f"Hvem har fått svar fra nettselskapet om tilknytning av 12 MW? {links}")
    assert len(talk.room("grid")) == 2


async def test_what_stays_in_the_room_is_no_post(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    gro = await talk.person("gro", role="guest")
    card = await asked(talk, kari)
    await gro.replies(card, "intern: vi tar 300 kroner per kW")
    assert sara.sees == gro.sees == []
