"""One thing, said once: whoever asks gets one message about it that changes, and the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.directory.people import SECRETARIAT
from tests.scenarios.stage import DESK, GRID, LOBBY, POWER, Seen, Stage
from tests.scenarios.test_whole_way import ANSWER, QUESTION

SECOND = "Send saken til reguleringsmyndigheten hvis fristen går ut."
#: what the bot finds no topic for
UNSURE = "Hvor lenge må vi vente på svar fra dem nå?"
THIRD = "Fristen er flyttet til fredag, så dette gjelder ikke lenger."


async def test_one_message_changes_over_the_whole_life_of_a_question(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.questions.answer_batching.GATHERED", timedelta())
    before = len(await stage.private("kari"))
    await stage.tells("kari", QUESTION)
    assert "ligger i nett" in (await receipt(stage, before)).text
    (card,) = await stage.room(GRID)
    await stage.replies("ola", card, ANSWER)
    assert "har fått svar" in (await receipt(stage, before)).text
    await stage.replies("per", card, SECOND)
    await stage.clicks("kari", await stage.last("kari", ANSWER), "Dette løste det")
    assert "er løst" in (await receipt(stage, before)).text
    await stage.replies("per", card, THIRD)
    opened = await receipt(stage, before)
    assert "åpnet igjen" in opened.text
    assert "Fortsatt løst" in opened.labels

    got = (await stage.private("kari"))[before:]
    assert [[text for text in (ANSWER, SECOND, THIRD) if text in seen.text] for seen in got] == [
        [],
        [ANSWER],
        [SECOND],
        [THIRD],
    ]
    assert [QUESTION in seen.text for seen in got] == [True, False, False, False]


async def receipt(stage: Stage, before: int) -> Seen:
    """The asker's message about the question: the first that came, as it is now."""
    return (await stage.private("kari"))[before]


async def test_the_draft_becomes_the_receipt(stage: Stage) -> None:
    before = len(await stage.private("kari"))
    await stage.tells("kari", UNSURE)
    draft = await receipt(stage, before)
    assert "Hvilket tema passer?" in draft.text
    await stage.clicks("kari", draft, "Ingen av disse")
    (got,) = (await stage.private("kari"))[before:]
    assert "sekretariatet" in got.text
    assert got.labels == ("Angre", "Rediger", "Feil tema? Flytt")


async def test_the_open_choice_of_a_topic_follows_an_edit(stage: Stage) -> None:
    message = await stage.mentions("kari", UNSURE, LOBBY)
    changed = f"{UNSURE} Det haster."
    await stage.edits("kari", message, changed, LOBBY)
    choice = await stage.last("kari", "Ingen av disse")
    assert changed in choice.text
    await stage.clicks("kari", choice, "Ingen av disse")
    (card,) = await stage.room(DESK)
    assert changed in card.text


async def test_who_of_the_secretariat_has_it_stands_in_the_receipt(stage: Stage) -> None:
    before = len(await stage.private("kari"))
    card = await sent_to_the_secretariat(stage)
    await stage.clicks("per", card, "Ta spørsmålet")
    (got,) = (await stage.private("kari"))[before:]
    assert "Per Persen i sekretariatet ser på spørsmål" in got.text


async def test_a_question_that_is_set_aside_is_told_in_a_message_that_rings(stage: Stage) -> None:
    before = len(await stage.private("kari"))
    card = await sent_to_the_secretariat(stage)
    await stage.clicks("per", card, "Ikke et spørsmål")
    (got,) = (await stage.private("kari"))[before:]
    assert "la det til side" in got.text
    assert UNSURE in got.text


async def sent_to_the_secretariat(stage: Stage) -> Seen:
    """Kari's question on the secretariat's card, with per in the secretariat."""
    await stage.joins("per")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        found = await store.people.find_person_by_account(platform, workspace, stage.user("per"))
        assert found is not None
        found[0].role, found[0].name = SECRETARIAT, "Per Persen"
    await stage.tells("kari", UNSURE)
    await stage.clicks("kari", await stage.last("kari", UNSURE), "Ingen av disse")
    (card,) = await stage.room(DESK)
    return card


async def test_a_question_without_a_room_is_undone_and_moved_like_any_other(stage: Stage) -> None:
    before = len(await stage.private("kari"))
    await sent_to_the_secretariat(stage)
    await stage.clicks("kari", await stage.last("kari", "Angre"), "Angre")
    assert await stage.room(DESK) == []
    (undone,) = (await stage.private("kari"))[before:]
    assert UNSURE in undone.text
    await stage.clicks("kari", undone, "Spør likevel")
    assert UNSURE in (await stage.room(DESK))[0].text
    form = await stage.clicks("kari", await stage.last("kari", "Angre"), "Feil tema? Flytt")
    assert form is not None
    await stage.fills("kari", form, topic="energi")
    assert UNSURE in (await stage.room(POWER))[0].text
    assert await stage.room(DESK) == []


async def test_what_is_asked_in_a_channel_is_followed_in_one_message(stage: Stage) -> None:
    before = len(await stage.private("kari"))
    await stage.mentions("kari", QUESTION, LOBBY)
    (card,) = await stage.room(GRID)
    await stage.replies("ola", card, ANSWER)
    *beside, followed, answer = (await stage.private("kari"))[before:]
    # Slack shows its first answer beside the channel, where nothing can be changed and nothing stays.
    assert len(beside) == (1 if stage.name == "slack" else 0)
    assert "har fått svar" in followed.text
    assert ANSWER in answer.text
