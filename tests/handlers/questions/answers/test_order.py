"""Whatever order a platform tells things in, a thread ends as it stands there."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from handlers.chat.events import Command, Edited, Message
from handlers.chat.places import Place
from storage.questions.questions import ANSWERED, OPEN, SOLVED
from tests.conversation import WORKSPACE, Conversation, Post, Someone
from tests.handlers.questions.test_asking import GRID, state
from tests.houses import houses


def there(talk: Conversation) -> list[str]:
    return [post.text for post in talk.room("elsewhere", "other")[1:]]


async def test_an_edit_that_comes_before_its_message_is_the_message(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    await ola.edits("u77", "Skriv til dem.", "grid", card.id, at=talk.database.get_time())
    await ola.replies(card, "Ring dem.", message="u77")
    assert there(talk) == ["Skriv til dem."]
    assert [post.text.split("\n")[-1] for post in kari.sees if "answered" in post.text] == ["Skriv til dem."]


@pytest.mark.parametrize("internal", [True, False])
async def test_what_is_gone_before_it_came_is_not_carried(
    talk: Conversation, card: Post, ola: Someone, internal: bool
) -> None:
    if internal:
        await ola.edits("u77", "🔒 bare oss", "grid", card.id, at=talk.database.get_time())
    else:
        await ola.deletes("u77", "grid", card.id, at=talk.database.get_time())
    await ola.replies(card, "Ring dem.", message="u77")
    assert there(talk) == []
    assert await state(talk) == OPEN


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_marked_unmarked_and_deleted_in_any_order(
    talk: Conversation, card: Post, ola: Someone, order: tuple[int, ...]
) -> None:
    """The first word of each message, what it is changed to, and what it is changed to in the end."""
    now, wanted = talk.database.get_time(), []
    lives = itertools.product(("Først", "🔒 først"), ("Midt", "🔒 midt"), ("Sist", "🔒 sist", ""))
    for number, life in enumerate(lives, 100):
        for step in order:
            text, at, message = f"{life[step]} {number}.", now + timedelta(seconds=step), f"u{number}"
            if step == 0:
                await ola.replies(card, text, message=message)
            elif life[step]:
                await ola.edits(message, text, "grid", card.id, at=at)
            else:
                await ola.deletes(message, "grid", card.id, at=at)
        wanted += [f"Sist {number}."] if life[-1] == "Sist" else []
    assert there(talk) == wanted


async def test_the_newest_edit_counts_and_a_late_one_does_not(talk: Conversation, card: Post, ola: Someone) -> None:
    now = talk.database.get_time()
    said = await ola.replies(card, "Ring dem.")
    await ola.edits(said, "Tredje.", "grid", card.id, at=now + timedelta(seconds=3))
    await ola.edits(said, "Andre.", "grid", card.id, at=now + timedelta(seconds=2))
    assert there(talk) == ["Tredje."]
    await ola.deletes(said, "grid", card.id, at=now + timedelta(seconds=5))
    await ola.edits(said, "Fjerde.", "grid", card.id, at=now + timedelta(seconds=4))
    assert there(talk) == []
    await ola.edits(said, "Gjenopprettet.", "grid", card.id, at=now + timedelta(seconds=6))
    assert there(talk) == ["Gjenopprettet."]


@pytest.mark.parametrize(("change", "asked"), [(GRID + " 132 kV.", True), ("", False), ("intern: " + GRID, False)])
async def test_a_question_that_was_changed_before_it_came(talk: Conversation, change: str, asked: bool) -> None:
    kari = await talk.person("kari")
    place = Place("fake", WORKSPACE, "lobby")
    if change:
        edited = Edited(
            id="x1", sender=kari.sender, place=place, message="u5", text=change, addressed=True, original="5"
        )
        await talk.happens(edited)
    else:
        await kari.deletes("u5", "lobby")
    await talk.happens(
        Message(id="5", sender=kari.sender, place=place, text=GRID, message="u5", addressed=True, reply_to=place)
    )
    assert [GRID in post.text for post in talk.room("grid")] == [True] * asked
    if asked:
        assert "132 kV" in talk.room("grid")[0].text


async def test_the_edit_of_a_command_is_no_question(talk: Conversation) -> None:
    kari = await talk.person("kari")
    place = Place("fake", WORKSPACE, "lobby")
    await talk.happens(Command(id="7", sender=kari.sender, place=place, name="help", message="u7"))
    await kari.edits("u7", GRID, "lobby")
    assert talk.room("grid") == []


async def test_thanks_to_which_something_is_added_reopen(
    talk: Conversation, kari: Someone, card: Post, ola: Someone
) -> None:
    await ola.replies(card, "Ring dem.")
    await kari.does("answers.solved", "1")
    thanks = await ola.replies(card, "Takk!")
    assert await state(talk) == SOLVED
    await ola.edits(thanks, "Takk, men de svarer ikke på telefonen lenger etter at fristen gikk ut.", "grid", card.id)
    assert await state(talk) == ANSWERED


async def test_what_an_asker_adds_is_carried_and_is_no_answer(talk: Conversation, kari: Someone, card: Post) -> None:
    await kari.replies(card, "Det gjelder 18 MW fra 2028.")
    assert there(talk) == ["Det gjelder 18 MW fra 2028."]
    assert await state(talk) == OPEN
    ola = await talk.person("ola")
    await ola.replies(card, "Ring dem.")
    assert "1 answer" in talk.room("elsewhere", "other")[0].text


async def test_what_an_anonymous_asker_adds_gives_no_name_away(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await houses(talk.database)
    form = await kari.commands("")
    await kari.submits(form, text=GRID, topic="nett", **{"as": "anonymous"})
    await kari.replies(talk.room("grid")[0], "Det gjelder 18 MW fra 2028.")
    mirrored = talk.room("elsewhere", "other")[-1].card
    assert "The asker, anonymously" in mirrored.fallback
    assert "Kari" not in str(mirrored)
