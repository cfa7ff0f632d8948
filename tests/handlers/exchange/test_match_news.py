"""A new stage or next step of a match is told to its others: once, in a message that can wait, never to its doer."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from storage.exchange.matches import PILOT, STUDY
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import asked, find_matches, propose, text_of
from tests.policy import passes


async def agree(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    await passes(talk, clock, days=1)  # each hears of something once a day


async def sets(talk: Conversation, who: Someone, **values: str) -> Reply:
    (match,) = await find_matches(talk.database)
    return await who.submits(await who.does("exchange.stage", str(match.id)), **values)


def news(who: Someone) -> list[Post]:
    return [post for post in who.sees if "News of T-1" in post.text]


@pytest.mark.draws("exchange.known_match", "exchange.news")
async def test_changes_of_an_hour_are_told_the_others_in_one_message(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    saved = await sets(talk, kari, stage=STUDY, step="Møtes på kaia", day="2027-04-20")
    assert text_of(saved) == "Saved. I tell the others of T-1, and its card shows it."
    await passes(talk, clock, minutes=20)
    assert news(ola) == [], "more may follow"
    await sets(talk, kari, stage=PILOT, step="Måle i tre uker")
    await passes(talk, clock, days=1)
    assert [len(news(who)) for who in (kari, ola, sara)] == [0, 1, 1]
    (post,) = news(ola)
    assert "News of T-1 Eksempel – Dømeøyra" in post.text
    assert "Kari, Eksempel has said how it goes on." in post.text
    assert "Stage: Pilot" in post.text
    assert "Next step: Måle i tre uker" in post.text
    assert "By: 20 April 2027" in post.text
    assert post.labels == ["Show"]
    await passes(talk, clock, days=3)
    assert [len(news(who)) for who in (kari, ola, sara)] == [0, 1, 1]


async def test_what_is_set_in_the_evening_waits_for_the_morning(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    clock.set(clock().replace(hour=19, minute=0))
    await sets(talk, kari, step="Måle i tre uker")
    await passes(talk, clock, hours=3)
    await sets(talk, kari, day="2027-04-20")
    await passes(talk, clock, hours=2)
    assert news(ola) == []
    await passes(talk, clock, hours=8)
    (post,) = news(ola)
    assert "By: 20 April 2027" in post.text


async def test_what_two_have_set_is_told_the_third_in_one_block_and_each_of_the_other(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    await sets(talk, kari, stage=STUDY)
    await passes(talk, clock, minutes=10)
    await sets(talk, ola, step="Måle i tre uker")
    await passes(talk, clock, days=1)
    assert news(ola) == [], "the form showed what Kari had set"
    assert "Ola, Dømeøyra has said" in news(kari)[0].text
    (post,) = news(sara)
    assert post.text.count("Stage: Being studied") == 1
    assert "Kari, Eksempel has said" in post.text
    assert "Ola, Dømeøyra has said" in post.text


async def test_what_was_set_behind_an_open_form_is_told_all_the_same(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    (match,) = await find_matches(talk.database)
    form = await ola.does("exchange.stage", str(match.id))
    await sets(talk, kari, stage=STUDY)
    await ola.submits(form, step="Måle i tre uker")
    await passes(talk, clock, days=1)
    assert "Stage: Being studied" in news(ola)[0].text
    assert "Next step: Måle i tre uker" in news(kari)[0].text


async def test_a_facilitator_tells_both_and_a_form_that_changes_nothing_tells_nobody(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    assert "Its card" not in text_of(await sets(talk, kari))
    await passes(talk, clock, days=1)
    assert [len(news(who)) for who in (kari, ola, sara)] == [0, 0, 0]
    await sets(talk, sara, step="Måle i tre uker")
    await passes(talk, clock, days=1)
    assert [len(news(who)) for who in (kari, ola, sara)] == [1, 1, 0]


async def test_of_what_ended_within_the_hour_the_end_alone_is_told(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    await sets(talk, kari, stage=STUDY)
    (match,) = await find_matches(talk.database)
    await kari.submits(await kari.does("exchange.end", str(match.id)), reasons=("economy",))
    await passes(talk, clock, days=1)
    assert news(ola) == []
    assert [post.text for post in ola.sees].count("T-1 Eksempel – Dømeøyra has ended, says Kari.") == 1
