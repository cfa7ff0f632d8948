"""What follows when both sides know each other: stages, a next day, questions how it goes, and the facilitator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat.cards import Reply
from storage.exchange.matches import CLOSED, ENDED, LEFT, NOBODY, PILOT, RUNNING, STUDY, TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import (
    NEED,
    asked,
    find_listing_id,
    find_matches,
    find_votes,
    known,
    propose,
    writes,
)
from tests.policy import passes


async def agree(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")


def text_of(reply: Reply) -> str:
    assert reply.card is not None, reply
    return "\n".join([reply.card.fallback, *(getattr(part, "note", "") for part in reply.card.parts)])


def questions(who: Someone) -> list[Post]:
    return [post for post in who.sees if "How is T-1" in post.text]


async def test_a_next_step_is_seen_by_all_three(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    form = await kari.clicks(known(kari)[0], "Next step")
    for day in ("2027-02-01", "2207-04-20"):
        assert "day" in (await kari.submits(form, day=day)).errors, "nobody would be asked about it for so long"
    await kari.submits(form, stage=PILOT, step="Måle i tre uker", day="2027-04-20")
    for who in (kari, ola, sara):
        (post,) = [post for post in who.sees if "Måle i tre uker" in post.text]
        assert "Stage: Pilot" in post.text
        assert "20 April 2027" in post.text
    (match,) = await find_matches(talk.database)
    assert match.stage == PILOT


async def test_the_second_who_ends_a_match_reads_that_it_has_ended(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    first, second = [await who.does("exchange.end", "1") for who in (kari, ola)]
    await kari.submits(first, reasons=("distance",))
    assert text_of(await ola.submits(second, reasons=("economy",))).strip() == "T-1 has ended."


async def test_two_who_talk_already_are_not_asked_anew_when_a_figure_changes(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    offer = await find_listing_id(talk.database, "B-2")
    clock.forward(minutes=5)
    await kari.submits(await kari.does("exchange.edit", offer), amount="12 MW", temperature="85")
    await passes(talk, clock, days=1)
    assert [match.stage for match in await find_matches(talk.database)] == [TALKS]
    assert "12 MW" in known(ola)[0].text, "what they know of each other is as it is now"


async def test_a_day_that_was_set_with_a_question_is_told_from_one_that_people_chose(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    """Else a visit that was to be by 20 April would seem to be put off by whoever set it."""
    await agree(talk, clock, kari, ola)
    chosen = {"stage": STUDY, "step": "Befaring", "day": "2027-04-20"}
    await kari.submits(await kari.clicks(known(kari)[0], "Next step"), **chosen)
    await passes(talk, clock, days=1)
    (news,) = [post for post in ola.sees if "News of T-1" in post.text]
    assert "By: 20 April 2027" in news.text
    clock.set(clock().replace(month=4, day=20, hour=9))
    await passes(talk, clock, hours=1)
    card = next(post for post in ola.sees if "Facilitator" in post.text)
    for post in (card, news):
        assert "Next step: Befaring" in post.text
        assert "I ask again: 3 June 2027" in post.text
        assert "By:" not in post.text
    assert "asked again on 3 June 2027" in text_of(await sara.does("matches.desk"))
    await kari.submits(await kari.does("exchange.stage", "1"), day="2027-05-04")
    assert "By: 4 May 2027" in card.text


async def test_what_runs_needs_no_next_step(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await agree(talk, clock, kari, ola)
    await kari.submits(await kari.clicks(known(kari)[0], "Next step"), stage=RUNNING, step="", day="2027-09-01")
    (card,) = [post for post in ola.sees if "Facilitator" in post.text]
    assert "Next step:" not in card.text
    assert "I ask again: 1 September 2027" in card.text


@pytest.mark.draws("exchange.measures", "exchange.progress")
async def test_both_are_asked_how_it_goes_and_what_stands_still_is_on_the_list(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    (match,) = await find_matches(talk.database)
    assert match.next_on is not None
    await passes(talk, clock, days=13)
    assert questions(kari) == []
    for turn in (1, 2):
        (match,) = await find_matches(talk.database)
        assert match.next_on is not None
        clock.set(clock().replace(hour=9) + (match.next_on - clock().date()))
        await passes(talk, clock, hours=1)
        assert [len(questions(who)) for who in (kari, ola)] == [turn, turn]
        for _ in range(2):
            noted = await kari.clicks(questions(kari)[-1], "It has stalled")
            assert "Noted. I ask again on" in text_of(noted), "the card of the match stands already"
        (match,) = await find_matches(talk.database)
        assert match.stalled == turn, "a second press of the same question counts nothing"
        assert match.next_on is not None
        assert match.next_on > clock().date() + timedelta(days=25)
    first, last = questions(kari)
    assert "I have asked again since" in first.text, "it says why it has no buttons"
    assert (first.labels, last.labels[0]) == ([], "It is moving on")
    assert "has stalled" in text_of(await sara.does("matches.desk"))
    await ola.clicks(questions(ola)[-1], "It is moving on")
    assert "has stalled" not in text_of(await sara.does("matches.desk"))


@pytest.mark.draws("exchange.ended")
async def test_it_ends_with_a_reason_and_both_see_it(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    await ola.submits(await ola.clicks(known(ola)[0], "It has ended"), reasons=("economy",))
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.closing, (await find_votes(talk.database))["need"].reasons) == (
        CLOSED, ENDED, ["economy"],
    )  # fmt: skip
    for who in (kari, ola):
        (card,) = [post for post in who.sees if "Stage: Closed" in post.text]
        assert "Next step" not in card.text
    await passes(talk, clock, days=60)
    assert questions(kari) == []
    told = "T-1 Eksempel – Dømeøyra has ended, says Ola."
    assert [[post.text for post in who.sees].count(told) for who in (kari, ola, sara)] == [1, 0, 1]


@pytest.mark.parametrize(("whose", "givers"), [("", {"offer", "need"}), ("need", {"need"}), ("x", {"offer", "need"})])
async def test_the_reasons_of_a_facilitator_count_for_whose_they_are(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone, whose: str, givers: set[str]
) -> None:
    await agree(talk, clock, kari, ola)
    form = await sara.clicks(known(sara)[0], "It has ended")
    assert form.form is not None
    field = form.form.fields[-1]
    assert [label for _, label in field.options] == ["Both", "Eksempel", "Dømeøyra"]
    await sara.submits(form, reasons=("distance",), **({"whose": whose} if whose else {}))
    async with talk.database.read() as store:
        found = await store.match_refusals.list_refusals()
    votes = await find_votes(talk.database)
    assert {side for side, vote in votes.items() if vote.reasons == ["distance"]} == givers
    assert len(found) == len(givers)
    assert "Distance" in text_of(await sara.does("matches.reasons"))


async def test_who_ends_it_for_a_side_is_not_asked_whose_reason_it_is(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    form = await kari.clicks(known(kari)[0], "It has ended")
    assert form.form is not None
    assert [field.name for field in form.form.fields] == ["reasons"]
    await kari.submits(form, reasons=("amount",))
    votes = await find_votes(talk.database)
    assert (votes["offer"].reasons, votes["need"].reasons) == (["amount"], [])


async def test_those_who_know_each_other_reach_each_other_from_the_card(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    (followed,) = [post for post in sara.sees if "both say yes" in post.text]
    assert [label for label in followed.labels if label.startswith("Write to")] == ["Write to Kari", "Write to Ola"]
    assert "Write to Kari" not in known(kari)[0].labels
    await kari.submits(await kari.clicks(known(kari)[0], "Write to Ola"), text="Kan vi ringes i morgen?")
    assert "Kari, Eksempel writes to you" in ola.last.text


async def test_what_nobody_answers_is_on_the_list_and_asked_in_one_message(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    for turn in range(3):
        (match,) = await find_matches(talk.database)
        assert match.next_on is not None
        assert match.stalled == max(0, turn - 1), "it is counted once the next question is due"
        clock.set(clock().replace(hour=9) + (match.next_on - clock().date()))
        await passes(talk, clock, hours=1)
    assert "has stalled" in text_of(await sara.does("matches.desk"))
    assert [post.labels != [] for post in questions(kari)] == [False, False, True], "only the last one asks"
    form = await kari.clicks(questions(kari)[-1], "Next step")
    await kari.submits(form, day="2027-12-01")
    assert "has stalled" not in text_of(await sara.does("matches.desk"))


async def test_the_reason_for_a_no_reaches_the_other_side_only_if_it_is_shared(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await kari.clicks(asked(kari)[0], "Not relevant")
    form = await kari.clicks(asked(kari)[0], "Say why")
    await kari.submits(form, reasons=("distance", "amount"), note="Vi flytter snart")
    (match,) = await find_matches(talk.database)
    seen = text_of(await sara.does("matches.open", str(match.id)))
    assert "not relevant · distance and amount · Vi flytter snart" in seen
    await kari.submits(await kari.clicks(asked(kari)[0], "Say why"), shared=("share",))
    await passes(talk, clock, days=1)
    await passes(talk, clock, days=8)
    told = "\n".join(post.text for post in ola.sees)
    assert "A possible match for B-1 is closed. Reason: distance and amount." in told
    assert "flytter" not in told


@pytest.mark.draws("exchange.closed")
async def test_a_no_that_is_not_explained_tells_nothing(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await kari.clicks(asked(kari)[0], "Not relevant")
    await kari.submits(await kari.clicks(asked(kari)[0], "Say why"), reasons=("distance",), note="Vi flytter snart")
    await passes(talk, clock, days=1)
    await passes(talk, clock, days=8)
    told = "\n".join(post.text for post in ola.sees)
    assert "A possible match for B-1 is closed." in told
    assert "Reason" not in told


async def test_who_does_not_answer_is_on_the_list_and_taken_over_in_one_press(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    siri = await talk.person("siri", role="secretariat")
    await propose(talk, clock, kari, ola)
    await kari.clicks(asked(kari)[0], "Interesting")
    for _ in range(18):
        await passes(talk, clock, days=2)
    assert "Matches that want a facilitator (1)" in text_of(await siri.commands("", "home"))
    desk = await siri.does("matches.desk")
    assert "No answer from Dømeøyra" in text_of(desk)
    taken = await siri.clicks(desk, "Take it over")
    assert "Facilitator: Siri" in text_of(taken)
    assert "Answer: interesting" in text_of(taken)
    assert "facilitator" not in text_of(await kari.commands("", "home"))
    assert "ring them" in text_of(taken)
    assert "Only the secretariat" in text_of(await kari.does("matches.desk"))


async def test_two_hidden_listings_are_for_the_facilitator(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await writes(ola, NEED, reach="hidden")
    await writes(kari, "tilby 4 MW spillvarme 65 grader hele året", reach="hidden")
    await passes(talk, clock, minutes=5)
    assert [len(asked(who)) for who in (kari, ola)] == [0, 0]
    assert [match.first_side for match in await find_matches(talk.database)] == [NOBODY]
    assert "Both listings are hidden" in text_of(await sara.does("matches.desk"))


async def test_a_contact_who_leaves_hands_over_and_an_organisation_that_leaves_closes(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    dag = await talk.person("dag", organisation="eksempel", contact=True)
    await agree(talk, clock, kari, ola)
    await kari.submits(await kari.clicks(await kari.commands("slutt", name="me"), "Leave"))
    assert "B-2 Offered: heat" in dag.last.text, "it is named in the reader's words"
    assert "T-1" not in text_of(await kari.commands("treff", "exchange"))
    assert "T-1" in text_of(await dag.commands("treff", "exchange"))
    assert "Contact: Dag" in known(ola)[0].text
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
    await sara.submits(await sara.does("privacy.house_leaves", str(house.id)), what="leave")
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.closing, match.offer_id) == (CLOSED, LEFT, None)
    (post,) = [post for post in ola.sees if "Stage: Closed" in post.text]
    assert "spillvarme" not in post.text
    assert ola.last.text == "T-1 Eksempel – Dømeøyra has ended: Eksempel has left the network."
    assert ola.last.labels == ["Show"]
    await passes(talk, clock, days=30)
    assert questions(ola) == []


async def test_a_facilitator_who_leaves_the_secretariat_is_replaced(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await agree(talk, clock, kari, ola)
    siri = await talk.person("siri", role="secretariat")
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).role = "member"
    await passes(talk, clock, minutes=5)
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.facilitator_id) == (TALKS, siri.person_id)
    assert "Facilitator: Siri" in known(siri)[0].text
    assert "Facilitator: Siri" in known(kari)[0].text


async def test_why_is_said_in_words(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    why = text_of(await ola.clicks(asked(ola)[0], "Why?"))
    assert "Temperature: fits well" in why
    assert "Quality: not known" in why
    assert "Eksempel" not in why
