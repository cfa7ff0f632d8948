"""What somebody has changed here stays theirs when its source says something else, and its keeper is told once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.maintenance.source_poller import SourcePoller
from storage.policy.consultations import Consultation
from tests.bot.test_seeding_consultations import RSS
from tests.bot.test_watching import LINK, Web
from tests.conftest import Clock
from tests.consultations import said
from tests.conversation import Conversation, Someone

Says = Callable[[str], Awaitable[None]]


@pytest.fixture
async def says(talk: Conversation, clock: Clock) -> Says:
    """What the source says from now on; it is read at once."""
    answers = Web()

    async def change(feed: str) -> None:
        answers.answers[LINK] = feed.encode()
        clock.forward(hours=25)
        await SourcePoller(talk.database, talk.arena, (LINK,), answers).poll_all_sources()
        await talk.settle()

    return change


@pytest.fixture
async def open_one(sara: Someone, says: Says) -> None:
    """Found by its source, and taken up by Sara with a title of her own."""
    await says(RSS)
    await sara.submits(await sara.does("consultations.take", "1"), title="Nettregler", sender="RME", topics=("nett",))


async def kept(talk: Conversation) -> Consultation:
    async with talk.database.read() as store:
        found = await store.consultations.find(1)
        assert found is not None
        return found


def told(sara: Someone) -> list[str]:
    return [post.text for post in sara.sees if "source now says something else" in post.text]


async def test_what_is_changed_here_stays_and_the_rest_follows_its_source(
    talk: Conversation, sara: Someone, says: Says, open_one: None
) -> None:
    await says(RSS.replace("Nye regler for nett", "Endra reglar").replace("15. juni", "22. juni"))
    found = await kept(talk)
    assert (found.title, str(found.deadline), found.sender) == ("Nettregler", "2027-06-22", "RME")
    (text,) = told(sara)
    assert "Endra reglar" in text


async def test_it_is_told_once_to_who_looks_after_it_and_to_nobody_else(
    talk: Conversation, sara: Someone, kari: Someone, says: Says, open_one: None
) -> None:
    form = await sara.does("consultations.edit", "1")
    await sara.submits(form, deadline="10 June 2027", text="Om nettleie")
    for text in ("Om noko anna", "Om noko anna", "Om ein tredje ting"):
        await says(RSS.replace("15. juni", "22. juni").replace("Om nett", text))
    found = await kept(talk)
    assert (str(found.deadline), found.text) == ("2027-06-10", "Om nettleie")
    first, second = told(sara)
    assert "22 June 2027" in first
    assert "Om ein tredje ting" in first, "drawn again"
    assert "22 June 2027" not in second, "told before"
    assert "Om ein tredje ting" in second
    assert "here: Thursday 10 June 2027" in said(await sara.does("consultations.open", "1")), "what it is here"
    assert not told(kari)
    assert "source says" not in said(await kari.does("consultations.open", "1"))


async def test_what_is_made_the_same_again_follows_its_source_again(
    talk: Conversation, sara: Someone, says: Says, open_one: None
) -> None:
    await says(RSS.replace("Nye regler for nett", "Endra reglar"))
    await sara.submits(await sara.does("consultations.edit", "1"), title="Endra  reglar")
    assert "says the same as its source" in sara.sees[-1].text
    await says(RSS.replace("Nye regler for nett", "Endelege reglar"))
    assert (await kept(talk)).title == "Endelege reglar"
    assert not told(sara)


async def test_of_what_was_read_before_anything_was_noted_nothing_is_overwritten(
    talk: Conversation, sara: Someone, says: Says, open_one: None
) -> None:
    async with talk.database.begin() as store:
        found = await store.consultations.lock(1)
        assert found is not None
        found.source_says = {}
    await says(RSS.replace("Nye regler for nett", "Endra reglar").replace("15. juni", "22. juni"))
    assert ((await kept(talk)).title, str((await kept(talk)).deadline)) == ("Nettregler", "2027-06-15")
    (text,) = told(sara)
    assert "22 June 2027" in text


async def test_what_nobody_has_taken_up_says_what_its_source_says(talk: Conversation, says: Says) -> None:
    await says(RSS)
    await says(RSS.replace("Nye regler for nett", "Endra reglar"))
    assert (await kept(talk)).title == "Endra reglar"
