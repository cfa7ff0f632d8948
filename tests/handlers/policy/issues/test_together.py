"""Conversations about questions that three organisations have asked, and what their askers are asked, once."""

from __future__ import annotations

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.policy import WORDS, said

QUESTION = "How long do you wait for a grid connection of 18 MW from the grid company?"


async def looks(talk: Conversation) -> None:
    """The chore of the morning."""
    _, look = talk.courier.router.chores["issues.together"]
    async with talk.database.begin() as store:
        await look(store, talk.arena)
    await talk.settle()


def asked(who: Someone) -> int:
    return sum("Raise this together?" in post.card.title for post in who.sees)


async def asks(who: Someone, text: str = QUESTION) -> None:
    reply = await who.commands(text)
    labels = [button.label for button in reply.card.list_buttons()] if reply.card else []
    if "Ask anyway" in labels:
        await who.clicks(reply, "Ask anyway")


async def test_three_organisations_that_ask_the_same_are_asked_to_raise_it_together_once(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    for who in (kari, nils, ola):
        await asks(who)
    await looks(talk)
    assert [asked(who) for who in (kari, nils, ola, eva)] == [0, 0, 0, 0], "two organisations are not three"
    await asks(eva)
    await looks(talk)
    assert [asked(who) for who in (kari, nils, ola, eva)] == [1, 1, 1, 1]
    assert asked(sara) == 0
    assert "3 organisations have asked nearly the same thing." in eva.last.text
    assert "Kari" not in eva.last.text, "who they are is not told"
    await looks(talk)
    clock.forward(days=1)
    await looks(talk)
    assert [asked(who) for who in (kari, nils, ola, eva)] == [1, 1, 1, 1], "once"
    form = await eva.clicks(eva.last, "Raise it together")
    assert form.form is not None
    assert form.form.fields[1].value == QUESTION
    assert "is with the secretariat" in said(await eva.submits(form, **(WORDS | {"title": "The queue"})))


async def test_what_is_hidden_or_kept_from_a_reader_is_quoted_to_nobody_any_more(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    other = "How long do you wait for a grid connection of 18 MW from the grid company in Secretville?"
    await asks(kari, other)
    for who in (ola, eva):
        await asks(who)
    await looks(talk)
    assert "Secretville" in eva.last.text
    assert "Secretville" in kari.last.text
    await sara.submits(await sara.does("moderation.hide", "question:1"), ground="competition")
    for post in (*ola.sees, *eva.sees):
        assert "Secretville" not in post.text
    assert "2 organisations have asked nearly the same thing." in eva.last.text
    assert "This is no longer shown here." in [post.text for post in kari.sees]
    await sara.does("moderation.restore", "question:1")
    assert "Secretville" in eva.last.text
    await kari.submits(await kari.does("questions.reach", "1"), reach="secretariat")
    await sara.submits(await sara.does("moderation.hide", "question:2"), ground="competition")
    assert "Secretville" not in eva.last.text


async def test_old_questions_and_other_questions_do_not_count(
    talk: Conversation, kari: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    await asks(kari)
    clock.forward(days=91)
    await asks(ola)
    await asks(eva)
    await looks(talk)
    assert [asked(who) for who in (kari, ola, eva)] == [0, 0, 0]
    tor = await talk.person("tor", organisation="fjerde")
    await asks(tor, "Who has a template for evacuation drills in a factory?")
    await looks(talk)
    assert [asked(who) for who in (kari, ola, eva, tor)] == [0, 0, 0, 0]
