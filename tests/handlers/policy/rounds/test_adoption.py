"""Conversations about who has done something: one tap for each organisation, and names only as each chooses."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.verbs import parse_command
from handlers.policy.record_retention import clean_up_round_data
from handlers.policy.rounds.adoption_reviews import ask_old_adopters
from storage.policy.rounds import ADOPTION_STATES
from tests.adoption import asks_adoption, begins
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import crowd, publishes
from tests.policy import passes, said

#: labels of the five answers, in the order of the card
FIVE = ["Have done it", "Under way", "Planning it", "Not relevant", "Ask me"]


async def test_from_the_typed_question_to_a_name_and_a_solution(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, clock: Clock
) -> None:
    form = await sara.commands("has anyone replaced gas with a heat pump?", "input")
    assert form.form is not None
    assert form.form.fields[0].value == "Has anyone replaced gas with a heat pump?"
    wrong = await sara.submits(form, title="", topic="")
    assert set(wrong.errors) == {"title", "why", "topic", "deadline"}
    echo = await begins(sara)
    for line in ("Nobody has been asked yet.", f"• {' / '.join(FIVE)}", "Asks 2 organisations: Dømeøyra and Eksempel"):
        assert line in said(echo)
    again = await sara.clicks(echo, "Change")
    echo = await sara.submits(again, why="We plan it at three parks.")
    assert "R-1" in said(echo), "changed, and not one more"
    await sara.clicks(echo, "Send")
    await passes(talk, clock, minutes=5)
    assert kari.last.labels == [*FIVE, "Do not answer"], "there is no deputy"

    told = await kari.clicks(kari.last, "Have done it")
    assert "Eksempel: Have done it" in said(told)
    assert "Only the secretariat sees your name" in said(told)
    assert "Kari can answer for Eksempel." in said(await nils.does("rounds.done", "1"))
    assert "Eksempel" not in said(await ola.does("rounds.open", "1")), "no name before the organisation shows it"
    solution = (await kari.clicks(told, "Save a solution")).form
    assert solution is not None
    filled = {field.name: field.value for field in solution.fields}
    assert (filled["problem"], filled["topic"]) == ("Has anyone replaced gas with a heat pump?", "energi")

    assert "Everyone who was asked sees your name" in said(await kari.clicks(told, "Show our name"))
    seen = await ola.does("rounds.open", "1")
    assert "Eksempel" in said(await ola.clicks(seen, "Eksempel")), "and whom to contact there"
    form = await ola.does("rounds.answer", "1")
    assert form.form is not None
    name = form.form.fields[0].name
    assert (await ola.submits(form, **{name: "perhaps"})).errors == {name: "Choose one of these."}
    await ola.submits(form, **{name: "ask_me"}, shared="named")
    assert "Dømeøyra" in said(await kari.does("rounds.open", "1"))
    clock.set(clock().replace(day=20))
    await passes(talk, clock, minutes=5)
    assert "Eksempel: Under way" in said(await kari.does("rounds.underway", "1")), "it changes after the deadline too"
    hidden = await kari.clicks(await kari.does("rounds.named", "1"), "Hide our name")
    assert "Your name is no longer shown" in said(hidden)
    answers = said(await sara.does("rounds.answers", "1"))
    assert "Answer: Under way" in answers
    assert "Eksempel" not in said(await ola.does("rounds.open", "1"))
    await sara.does("rounds.cancel", "1")
    assert "is called off" in said(await kari.does("rounds.done", "1"))


async def test_who_plans_meets_others_blind_and_double(talk: Conversation, sara: Someone, clock: Clock) -> None:
    people = await crowd(talk, 7)
    first, second, third = people[:3]
    round = await asks_adoption(sara)
    await passes(talk, clock, minutes=5)
    await first.does("rounds.planned", round)
    await passes(talk, clock, days=1)
    assert len(first.sees) == 1, "alone so far"
    await second.does("rounds.planned", round)
    await passes(talk, clock, days=1)
    for who in (first, second):
        assert "is not alone: others plan it too." in who.last.text
        assert not {"Park1", "Park2"} & set(who.last.labels)
    assert "Park2" not in first.last.text
    await first.clicks(first.last, "Meet others who plan it")
    await passes(talk, clock, days=1)
    assert not [post for post in second.sees if "Park1" in post.text], "nobody learns of one yes"
    told = next(post for post in second.sees if "is not alone" in post.text)
    await second.clicks(told, "Meet others who plan it")
    await passes(talk, clock, days=1)
    assert "Park2" in first.last.text
    assert "Park1" in second.last.text
    assert "Park1" in said(await second.does("rounds.open", round))
    assert "Park1" not in said(await third.does("rounds.open", round))
    # a third one that plans hears that there are others, and not who
    await third.does("rounds.planned", round)
    await passes(talk, clock, days=1)
    assert "Park1" not in third.last.text
    assert "Park3" not in first.last.text
    await first.does("rounds.unnamed", round)
    await talk.settle()
    assert "Park1" not in second.last.text, "a yes that is taken back is no longer told"
    for who in people[3:5]:
        await who.does("rounds.planned", round)
        await who.does("rounds.peers", round)
    await passes(talk, clock, days=3)
    told = "\n".join(post.text for post in people[3].sees)
    assert "Park5" in told
    assert "is not alone" not in told, "who plans and agrees within a day hears of the others once"


async def test_one_plan_among_few_is_not_told_before_both_have_agreed(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    round = await asks_adoption(sara)
    await passes(talk, clock, days=1)
    for who in (kari, ola):
        await who.does("rounds.planned", round)
        await passes(talk, clock, days=1)
    assert (len(kari.sees), len(ola.sees)) == (1, 1), "each would know who the other is"
    for who in (kari, ola):
        await who.does("rounds.peers", round)
        await passes(talk, clock, days=1)
    assert "Dømeøyra" in kari.last.text
    assert "Eksempel" in ola.last.text


async def test_totals_count_nobody_whose_name_others_may_know(talk: Conversation, sara: Someone) -> None:
    people = await crowd(talk, 12)
    round = await asks_adoption(sara)
    for n, who in enumerate(people):
        await who.does("rounds.done" if n < 6 else "rounds.planned", round)
    await people[0].does("rounds.named", round)
    await people[11].does("rounds.peers", round)
    await sara.does("rounds.close", round)
    told = said(await publishes(sara, round))
    assert "10 answers" in told
    assert "Planning it: 5" in told
    assert "Park" not in told
    refused = said(await people[1].does("rounds.named", round))
    assert "is counted without its name" in refused
    assert "Park2" not in said(await people[3].does("rounds.open", round))
    exported = said(await people[3].does("rounds.export", round))
    assert "Planning it: 5" in exported


async def test_who_takes_its_answer_back_is_named_no_more_and_counted_no_more(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 12)
    round = await asks_adoption(sara)
    for n, who in enumerate(people):
        await who.does("rounds.done" if n < 5 else "rounds.planned", round)
    await people[0].does("rounds.named", round)
    for who in people[10:]:
        await who.does("rounds.peers", round)
    await passes(talk, clock, days=1)
    assert any("Park11" in post.text for post in people[11].sees)
    for who in (people[0], people[10]):
        await who.submits(await who.does("rounds.decline", round), reason="Not now.")
    await talk.settle()
    assert not any("Park11" in post.text for post in people[11].sees), "no card names who plans no more"
    assert "Park1" not in said(await people[3].does("rounds.open", round))
    for who, do in ((people[0], "rounds.done"), (people[10], "rounds.planned")):
        await who.does(do, round)
    await sara.does("rounds.close", round)
    assert "9 answers" in said(await publishes(sara, round)), "others knew three names, and could subtract them"


async def test_after_a_year_each_is_asked_once_whether_it_is_still_true(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    round = await asks_adoption(sara)
    for who in (kari, ola):
        await who.does("rounds.planned", round)
    clock.set(clock().replace(year=2028, day=6))
    for _ in range(2):
        async with talk.database.begin() as store:
            await ask_old_adopters(store, talk.arena)
        await passes(talk, clock, days=1)
    for who, name in ((kari, "Eksempel"), (ola, "Dømeøyra")):
        asked = [post for post in who.sees if "Is it still true?" in post.text]
        assert len(asked) == 1, "once"
        assert f"{name} said on 1 March 2027: Planning it." in asked[0].text
        assert asked[0].labels == ["Still true", *(label for label in FIVE if label != "Planning it")]
        await who.clicks(asked[0], "Still true" if who is kari else "Have done it")
    assert "Have done it" in ola.last.text
    clock.set(clock().replace(year=2029))
    async with talk.database.begin() as store:
        await clean_up_round_data(store, talk.arena)
    assert "Planning it" in said(await sara.does("rounds.answers", round)), "confirmed, and kept for two years more"
    clock.set(clock().replace(year=2030, month=4))
    async with talk.database.begin() as store:
        await clean_up_round_data(store, talk.arena)
    assert "Planning it" not in said(await sara.does("rounds.answers", round))


async def test_a_question_of_a_member_stays_a_question(talk: Conversation, sara: Someone, kari: Someone) -> None:
    assert parse_command("Har noen gjort dette?") == ("", "Har noen gjort dette?")
    for line in ("innspill har noen gjort dette?", "Innspel har nokon gjort dette", "input has anyone done this?"):
        assert parse_command(line)[0] == "input"
    refused = await kari.commands("har noen gjort dette?", "input")
    assert "Ask the network" in said(refused)
    assert len(ADOPTION_STATES) == len(FIVE)
    await sara.says("input has anyone done this")
    assert sara.last.labels == ["Ask who has done it"]


async def test_a_round_stands_once_beside_the_week(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """Its card has a button for each answer, its entry in the week the one that opens the form."""
    clock.set(clock().replace(hour=18))
    await asks_adoption(sara)
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=2))
    await passes(talk, clock, hours=15)
    (post,) = kari.sees
    assert post.labels == [*FIVE, "Do not answer"]
    assert post.text.count("Has anyone replaced gas") == 1
