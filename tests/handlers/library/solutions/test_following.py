"""Conversations about the card of one solution in a private chat: it says what is so now."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import NIGHT, saves

DONE = "Two meters and a contract until 2030"


@pytest.fixture
async def mine(talk: Conversation, kari: Someone, ola: Someone) -> None:
    kari.keeps = ola.keeps = True
    await saves(kari)
    await ola.does("solutions.open", "1")


@pytest.mark.usefixtures("mine")
async def test_the_card_of_a_solution_follows_it_for_whoever_looks_at_it(kari: Someone, ola: Someone) -> None:
    await kari.commands("L-001", "solution")
    shown, theirs = kari.last, ola.last
    form = await kari.clicks(shown, "Change")
    before = len(kari.sees)
    await kari.submits(form, done=DONE)
    assert ([DONE in post.text for post in (shown, theirs)], len(kari.sees)) == ([True, True], before)
    await ola.submits(await ola.clicks(theirs, "No longer true"), reason="The contract has ended")
    assert [("may be outdated" in post.text) for post in (shown, theirs)] == [True, True]
    await kari.clicks(shown, "Still true")
    assert "verified" in theirs.text
    await kari.does("solutions.retire", "1", message=shown.id)
    assert "retired" in theirs.text
    assert "Restore" in shown.labels
    await kari.clicks(shown, "Restore")
    assert "Used by us" in theirs.labels
    await kari.does("solutions.delete", "1")
    assert [post.text for post in (shown, theirs)] == ["This is no longer shown here."] * 2


@pytest.mark.usefixtures("mine")
async def test_who_is_no_longer_within_its_audience_sees_it_no_more(kari: Someone, ola: Someone) -> None:
    await kari.submits(await kari.does("solutions.extend", "1"), level="circle")
    assert ola.last.text == "This is no longer shown here."


@pytest.mark.usefixtures("mine")
async def test_the_card_of_what_was_just_saved_becomes_the_record_when_it_is_changed(kari: Someone) -> None:
    saved = kari.last
    assert saved.card.title == "✅ L-001 is saved"
    await kari.submits(await kari.clicks(saved, "Change"), title="Power by night")
    assert saved.card.title == "L-001 Power by night"
    assert NIGHT["result"] in saved.text
