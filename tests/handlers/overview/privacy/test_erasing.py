"""Erased means erased: in every table, index and room; what others rely on stays without the name."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.intake.repeated_acts import WITHIN
from storage.queue.inbox import ROWS, build_actor_key
from tests.conversation import Conversation, Reply, Someone
from tests.handlers.overview.privacy.dumps import dump, hits

#: what is swept is found by statements of each engine's own
pytestmark = pytest.mark.both_engines

NAME, USER, ADDRESS = "Kåri Nordhaug", "U0KARI7788", "kaari.nordhaug@eksempel.no"
ADDRESSES = (NAME, "Nordhaug", USER, "kari-nordhaug", "nordhaug@")


def text(reply: Reply) -> str:
    assert reply.card is not None, reply
    return reply.card.fallback


async def publish(who: Someone, words: str) -> str:
    """Asked in the topic nett; the id."""
    form = await who.does("questions.write")
    await who.submits(form, text=words, topic="nett")
    async with who.talk.database.read() as store:
        return str((await store.personal_data.authored_content.list_authored_questions(who.person_id))[-1].id)


async def answer(who: Someone, question: str, words: str) -> str:
    await who.submits(await who.does("answers.write", question), text=words)
    async with who.talk.database.read() as store:
        return str((await store.personal_data.authored_content.list_authored_answers(who.person_id))[-1].id)


async def active(talk: Conversation, kari: Someone, ola: Someone, sara: Someone) -> dict[str, str]:
    """Kåri asks, answers, shares, follows, tries, meets, is named by others, and waits for messages."""
    ids = {
        "alone": await publish(kari, f"Hvem har kabel i Nordhaugdalen? Ring {NAME} eller skriv til {ADDRESS}."),
        "answered": await publish(kari, "Hvem har erfaring med nettilknytning for hydrogen?"),
        "olas": await publish(ola, f"Hvordan koordinerer dere nettkø i parken? {NAME.upper()} spør."),
    }
    await answer(ola, ids["answered"], f"Det har vi, {NAME}. <@{USER}> kan ringe.")
    ids["solves"] = await answer(kari, ids["olas"], "Vi laget en felles kalender for utkoblinger.")
    ids["talk"] = await answer(kari, ids["olas"], f"Hilsen {NAME}")
    await ola.does("answers.solved", ids["solves"])
    form = await kari.does("solutions.write")
    reply = await kari.submits(
        form, title="Felles utkobling", problem="Alle koblet ut hver for seg", done=f"Vi samlet det. Spør {ADDRESS}",
        result="40 færre timer", topic="nett", contact=f"{NAME}, {ADDRESS}",
    )  # fmt: skip
    assert "is saved" in text(reply)
    await kari.commands("følg nett", name="topics")
    await kari.commands(f"{NAME} nordhaugkabel", name="find")
    await kari.submits(await kari.does("calendar.subscribe"), name="Phone", shows="full")
    return ids


async def test_what_somebody_has_just_done_is_forgotten_with_them(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    """What is kept of it is a hash of their account, and whoever knows the account could make it again."""
    talk.dispatcher.same_acts.within = WITHIN
    for who in (kari, ola):
        await publish(who, f"Hvem har erfaring med nettilknytning for {who.user}?")
    asked = await kari.commands("meg", name="erase")
    await kari.submits(await kari.clicks(asked, "Delete me"), word="slett")
    async with talk.database.read() as store:
        ids = (await store.session.scalars(sa.select(ROWS.c.id))).all()
    acts = {id for id in ids if id.startswith("act:")}
    assert acts == {build_actor_key("fake", ola.sender.workspace, ola.user)}


async def test_a_full_dump_holds_nothing_of_who_was_erased_and_others_keep_what_they_rely_on(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    ids = await active(talk, kari, ola, sara)
    assert len(hits(await dump(talk.database), *ADDRESSES)) > 20, "else nothing is proved"

    asked = await kari.commands("meg", name="erase")
    form = await kari.clicks(asked, "Delete me")
    assert "word" in (await kari.submits(form, word="no")).errors
    assert "Deleted" in text(await kari.submits(form, word="slett"))
    await talk.settle()

    assert hits(await dump(talk.database), *ADDRESSES) == []
    shown = "\n".join(post.text for post in talk.posts if post.place.user != USER)
    assert hits(shown, *ADDRESSES) == []
    assert "felles kalender for utkoblinger" in shown, "what solved a question stays"
    assert "Felles utkobling" in shown, "so does what was shared"
    assert "Former member" in shown or "Tidligere medlem" in shown
    assert "Hvem har kabel" not in shown, "what nobody relied on is gone from the rooms"
    async with talk.database.read() as store:
        alone, answered = (
            await store.questions.find(int(ids["alone"])),
            await store.questions.find(int(ids["answered"])),
        )
        assert alone is not None
        assert answered is not None
        assert (alone.state, alone.text) == ("withdrawn", "")
        assert "hydrogen" in answered.text, "others have answered it"
        spoken = await store.answers.find(int(ids["talk"]))
        assert spoken is not None
        assert spoken.text == ""


async def test_who_writes_again_is_somebody_new(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    assert "U0Kari7788" in text(await kari.commands("", name="me"))
    async with talk.database.read() as store:
        known = await store.people.find_person_by_account("fake", "W1", USER)
        assert known is not None
        assert known[0].id != kari.person_id
        assert not known[0].confirmed


async def test_nothing_is_sent_any_more_to_who_was_erased(talk: Conversation, kari: Someone, ola: Someone) -> None:
    question = await publish(ola, "Hvem har kabel til leie?")
    await kari.does("questions.follow", question)
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    before = len(kari.sees)
    await answer(ola, question, "Jeg fant ut av det selv.")
    assert len(kari.sees) == before


async def test_what_others_were_told_of_them_names_them_no_longer(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """In private chats, too: of a departure, a letter, a report and a doubt."""
    await publish(ola, "Hvordan koordinerer dere nettkø i parken?")
    form = await ola.does("solutions.write")
    await ola.submits(form, title="Felles utkobling", problem="Hver for seg", done="Vi samlet det.", topic="nett")
    await kari.submits(await kari.does("contacts.write", str(ola.person_id)), text="Kan jeg ringe deg om nettkøen?")
    await kari.submits(await kari.does("moderation.more", "question:1"), why="Dette er reklame")
    await kari.submits(await kari.does("solutions.doubt", "1"), reason="Gjelder ikke lenger")
    await kari.submits(await kari.does("departures.leave", "1"))
    words = (NAME, "nettkøen?", "reklame")
    told = [post for post in ola.sees + sara.sees if any(word in repr(post.card) for word in words)]
    assert len(told) == 4
    await kari.submits(await kari.does("privacy.erase"), word="slett")
    for post in told:
        assert [word for word in words if word in repr(post.card)] == [], post.text


async def test_what_they_reported_waits_for_the_secretariat_without_their_name_and_words(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await publish(ola, "Hvordan koordinerer dere nettkø i parken?")
    await publish(ola, "Hvem har målt spillvarme i parken?")
    await kari.submits(await kari.does("moderation.more", "question:1"), why="Dette er reklame")
    told = sara.last
    await kari.submits(await kari.does("moderation.more", "question:2"), why="Dette er også reklame")
    await sara.does("moderation.leave", "question:2")
    await kari.submits(await kari.does("privacy.erase"), word="slett")
    assert "No reason was given." in told.text
    assert NAME not in repr(told.card)
    async with talk.database.read() as store:
        assert [(one.record_id, one.why) for one in await store.reports.list_open_reports()] == [(1, "")]
    await sara.clicks(told, "Keep it")
    async with talk.database.read() as store:
        assert await store.reports.list_open_reports() == []


async def test_a_guest_who_asked_to_be_let_in_and_what_they_wrote_are_gone_from_what_was_asked(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    await publish(ola, "Hvordan koordinerer dere nettkø i parken?")
    gro = await talk.person("Grobertine", role="guest")
    await gro.does("members.ask_in")
    await gro.submits(await gro.does("answers.write", "1"), text="Vi fordeler etter dato")
    assert [gro.user in post.text for post in sara.sees] == [True, True]
    await gro.submits(await gro.does("privacy.erase"), word="slett")
    for post in sara.sees:
        assert gro.user not in post.text
        assert "etter dato" not in post.text


async def test_the_secretariat_erases_somebody_who_asked_in_another_way(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    form = await sara.does("privacy.erase_other")
    assert "person" in (await sara.submits(form, word="delete")).errors
    assert "Deleted" in text(await sara.submits(form, person=(str(kari.person_id),), word="delete"))
    assert hits(await dump(talk.database), *ADDRESSES) == []


async def test_the_last_of_the_secretariat_lets_somebody_in_first(talk: Conversation, sara: Someone) -> None:
    refused = await sara.submits(await sara.does("privacy.erase"), word="delete")
    assert "Nobody else is in the secretariat" in text(refused)
