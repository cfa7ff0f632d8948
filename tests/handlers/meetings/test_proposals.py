"""Conversations about proposals: members propose, the secretariat decides, and every step is heard of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.meetings.meetings import CANCELLED, PLANNED, PROPOSED, REFUSED
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import labels, meeting, news, occurrences, plan, said, told, writes

pytestmark = pytest.mark.usefixtures("two_rooms")


async def propose(who: Someone, **values: str) -> None:
    await who.clicks(await writes(who, **values), "Propose")


async def test_a_member_proposes_and_the_secretariat_approves(talk: Conversation, sara: Someone, kari: Someone) -> None:
    echo = await writes(kari, title="Grid queue")
    assert labels(echo) == ["Propose", "Change", "More", "Reminders", "Cancel"]
    waiting = await kari.clicks(echo, "Propose")
    assert "Waiting for the secretariat." in said(waiting)
    assert labels(waiting) == ["Change", "Withdraw"]
    assert talk.room("grid") == []
    assert (await news(talk, sara)).labels == ["Approve", "Ask for a change", "Refuse", "Change"]
    assert "Proposed by Kari, Eksempel" in (await news(talk, sara)).text
    home = await sara.commands("", name="home")
    assert "Grid queue" in said(home)
    done = await sara.clicks((await news(talk, sara)), "Approve")
    assert "Its card goes to 2 rooms." in said(done)
    assert "The secretariat has approved it." in (await news(talk, kari)).text
    assert len(talk.room("grid")) == 1
    found = await meeting(talk)
    assert (found.state, found.organiser_id, found.approved_by_id) == (PLANNED, kari.person_id, sara.person_id)
    assert "The secretariat has approved it." in (await told(talk, sara))[0].text
    assert "Show" in (await told(talk, sara))[0].labels


async def test_approved_twice_is_planned_once(talk: Conversation, sara: Someone, kari: Someone) -> None:
    tom = await talk.person("tom", role="secretariat")
    await propose(kari)
    first, second = (await news(talk, sara)), (await news(talk, tom))
    value = next(button.value for button in second.card.list_buttons() if button.label == "Approve")
    await sara.clicks(first, "Approve")
    again = await tom.does("meetings.approve", value)
    assert "The secretariat has approved it." in said(again)
    assert len(talk.room("grid")) == 1
    assert len(await occurrences(talk)) == 1
    assert [post.text.partition("\n")[0] for post in (await told(talk, kari))] == ["Arena meeting 2/27"]


async def test_the_secretariat_asks_for_a_change_and_the_proposal_comes_back(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await propose(kari)
    form = await sara.clicks((await news(talk, sara)), "Ask for a change")
    assert (await sara.submits(form, why="")).errors == {"why": "Say in a few words why."}
    assert said(await sara.submits(form, why="Not on a Tuesday, please.")) == "Kari will be told."
    assert "The secretariat asks for a change." in (await news(talk, kari)).text
    assert "Not on a Tuesday, please." in (await news(talk, kari)).text
    assert "Arena meeting 2/27" in said(await kari.commands("", name="home"))
    seen = len(await told(talk, sara))
    form = await kari.clicks((await news(talk, kari)), "Change")
    echo = await kari.submits(form, when="17 March 10:00-15:00")
    assert "Tuesday 16 March 2027, 10:00–15:00 → Wednesday 17 March 2027, 10:00–15:00" in said(echo)
    await kari.clicks(echo, "Save")
    assert len(await told(talk, sara)) == seen + 1
    assert "Wednesday 17 March 2027" in (await news(talk, sara)).text
    assert (await meeting(talk)).state == PROPOSED
    await sara.clicks((await news(talk, sara)), "Approve")
    assert (await meeting(talk)).state == PLANNED


async def test_what_was_changed_since_is_not_approved_unseen(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await propose(kari)
    value = next(button.value for button in (await news(talk, sara)).card.list_buttons() if button.label == "Approve")
    shown = await kari.does("meetings.proposal", "1")
    echo = await kari.submits(await kari.clicks(shown, "Change"), when="18 March 10:00-15:00")
    await kari.clicks(echo, "Save")
    again = await sara.does("meetings.approve", value)
    assert "Thursday 18 March 2027" in said(again)
    assert (await meeting(talk)).state == PROPOSED
    assert "Thursday 18 March 2027" in (await told(talk, sara))[0].text
    await sara.clicks(again, "Approve")
    assert (await meeting(talk)).state == PLANNED


async def test_a_refusal_has_a_reason_and_is_not_the_end(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await propose(kari)
    form = await sara.clicks((await news(talk, sara)), "Refuse")
    await sara.submits(form, why="We meet that week already.")
    assert "The secretariat has refused it." in (await news(talk, kari)).text
    assert "We meet that week already." in (await news(talk, kari)).text
    assert (await meeting(talk)).state == REFUSED
    assert talk.posts[0].labels == ["Change"]
    echo = await kari.submits(await kari.clicks((await news(talk, kari)), "Change"), when="6 April 10:00-15:00")
    await kari.clicks(echo, "Save")
    assert (await meeting(talk)).state == PROPOSED
    assert "Tuesday 6 April 2027" in (await news(talk, sara)).text


async def test_a_proposal_can_be_withdrawn_until_it_is_decided(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await propose(kari)
    shown = await kari.does("meetings.proposal", "1")
    assert "The proposal has been withdrawn." in said(await kari.clicks(shown, "Withdraw"))
    assert (await meeting(talk)).state == CANCELLED
    assert "The proposal has been withdrawn." in (await news(talk, sara)).text
    assert (await news(talk, sara)).labels == []


async def test_what_is_over_is_not_approved(talk: Conversation, sara: Someone, kari: Someone, clock: Clock) -> None:
    await propose(kari)
    clock.forward(days=20)
    assert "The time has run out." in said(await sara.clicks((await news(talk, sara)), "Approve"))
    assert (await meeting(talk)).state == PROPOSED


async def test_only_the_secretariat_decides_and_others_do_not_learn_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await propose(kari, title="Secret talks")
    for id in ("1:1", "77:1"):
        for do in ("approve", "ask_change", "refuse"):
            assert said(await ola.does(f"meetings.{do}", id)) == "Only the secretariat can do this. Ask Sara."
        for do in ("withdraw", "proposal"):
            assert said(await ola.does(f"meetings.{do}", id)) == f"I cannot find that meeting. {GONE}"
    assert "Only the secretariat can do this. Ask Sara." in said(await kari.does("meetings.approve", "1:1"))
    assert said(await ola.does("meetings.write", "m1:1")) == f"I cannot find that meeting. {GONE}"
    assert "Secret talks" not in said(await ola.commands("", name="meeting"))
    assert "Secret talks" in said(await kari.commands("", name="meeting"))


async def test_a_proposal_waits_when_there_is_no_secretariat_yet(talk: Conversation, kari: Someone) -> None:
    await propose(kari)
    assert (await meeting(talk)).state == PROPOSED
    sara = await talk.person("sara", role="secretariat")
    assert "Proposed by Kari, Eksempel" in [
        part.note for part in (await sara.commands("", name="meeting")).card.parts if hasattr(part, "note")
    ]


async def test_a_version_that_a_restored_database_has_forgotten_is_not_approved_as_another(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """The card of before asks for the 18th; the database knows the first proposal, and is asked for the 25th then."""
    await propose(kari)
    await change(kari, "18 March 10:00-15:00")
    lost = next(button.value for button in (await news(talk, sara)).card.list_buttons() if button.label == "Approve")
    async with talk.database.begin() as store:
        first = await store.meetings.find(1)
        assert first is not None
        first.version = 1
    clock.forward(minutes=1)
    await change(kari, "25 March 10:00-15:00")
    again = await sara.does("meetings.approve", lost)
    assert "Thursday 25 March 2027" in said(again)
    assert (await meeting(talk)).state == PROPOSED


async def change(who: Someone, when: str) -> None:
    shown = await who.does("meetings.proposal", "1")
    await who.clicks(await who.submits(await who.clicks(shown, "Change"), when=when), "Save")


async def test_a_proposal_whose_time_has_passed_is_told_and_comes_back_with_a_new_one(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await propose(kari)
    asked = (await told(talk, sara))[0]
    clock.set(MONDAY + timedelta(days=15, hours=2))
    for _ in range(2):
        await plan(talk)
    (lapsed,) = await told(talk, kari)
    assert "The proposed time has passed. It needs a new one." in lapsed.text
    assert lapsed.labels == ["Change", "Withdraw"]
    assert "The proposed time has passed." in asked.text
    assert "Approve" not in asked.labels
    form = await kari.clicks(lapsed, "Change")
    heard = len(await told(talk, sara))
    await kari.clicks(await kari.submits(form, when="13 April 10:00-12:00"), "Save")
    assert "13 April" in (await news(talk, sara)).text
    assert len(await told(talk, sara)) == heard + 1, "the secretariat is asked anew"
    await plan(talk)
    assert len(await told(talk, kari)) == 1
    assert "Waiting for the secretariat." in lapsed.text


async def test_whoever_was_asked_for_a_change_is_not_told_that_nobody_decided(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await propose(kari)
    await sara.submits(await sara.clicks(await news(talk, sara), "Ask for a change"), why="Not on a Tuesday, please.")
    heard = len(kari.sees)
    clock.set(MONDAY + timedelta(days=15, hours=2))
    await plan(talk)
    assert len(kari.sees) == heard
