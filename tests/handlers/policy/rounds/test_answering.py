"""Conversations in which organisations answer: once for each, until the deadline, by those who act for it."""

from __future__ import annotations

from datetime import timedelta

from storage.directory.organisations import DEPUTY
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, deputy
from tests.meetings import MONDAY
from tests.policy import passes, said


async def test_an_answer_is_told_back_in_full_and_changed_until_the_deadline(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    reply = await answers(kari, round, f1="18 000,5 kW", f2="1", f3="We wait since 2024.")
    for line in (
        "Eksempel has answered.",
        "Power: 18.0005 MW",
        "Applied: no",
        "A case: We wait since 2024.",
        "Who can read the text: Only the secretariat",
        "You can change it until Friday 12 March 2027.",
    ):
        assert line in said(reply)
    assert "Eksempel has answered, through Kari." in kari.last.text, "its card says so"
    assert "Change" in kari.last.labels
    form = await kari.clicks(kari.last, "Change")
    assert form.form is not None
    assert form.form.fields[0].value == "18.0005"
    assert "has already answered that, through Kari" in said(await kari.submits(form))
    assert "Power: 20 MW" in said(await kari.submits(form, f1="20"))
    clock.set(clock().replace(month=3, day=12, hour=22, minute=30))
    assert "Power: 21 MW" in said(await answers(kari, round, f1="21"))
    clock.forward(minutes=31)
    for do in ("rounds.answer", "rounds.decline", "rounds.pass"):
        assert "What was answered before is kept." in said(await kari.does(do, str(round)))
    assert "R-1 is over, and no more answers are saved." in said(await kari.submits(form, f1="22"))


async def test_who_sends_an_answer_to_a_round_that_was_called_off_reads_that_it_is_not_saved(
    sara: Someone, kari: Someone
) -> None:
    round = await asks(sara)
    form = await kari.does("rounds.answer", str(round))
    await sara.does("rounds.cancel", str(round))
    reply = said(await kari.submits(form, f1="20")).strip()
    assert reply.startswith("R-1 is called off. No more answers are saved.")
    assert "kept" not in reply


async def test_what_was_answered_stands_in_one_card_that_follows_it(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    tor = await deputy(talk, "tor", "eksempel")
    round = await asks(sara)
    kari.keeps = True
    await answers(kari, round, f1="18")
    (receipt,) = [post for post in kari.sees if "You can change it until" in post.text]
    assert "Power: 18 MW" in receipt.text
    await answers(tor, round, f1="20")
    assert "Power: 20 MW" in receipt.text
    await answers(kari, round, f1="22")
    assert receipt.text.endswith("A newer message shows what Eksempel answers now.")
    (newer,) = [post for post in kari.sees if "You can change it until" in post.text]
    assert "Power: 22 MW" in newer.text


async def test_a_title_that_asks_has_no_colon_behind_its_sign(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara, title="Hvor mye mangler?", fields="Hvor mange MW?: number MW")
    await passes(talk, clock, minutes=5)
    assert "Hvor mange MW? 18 MW" in said(await answers(kari, round, f1="18"))
    told = "\n".join([*(post.text for post in kari.sees), said(await sara.does("rounds.answers", str(round)))])
    assert "?:" not in told


async def test_the_round_that_somebody_looks_at_follows_the_answers(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    round = await asks(sara)
    sara.keeps = True
    await sara.says("R-1")
    shown = sara.last
    assert "0 answered" in shown.text
    await answers(kari, round, f1="18")
    assert "1 answered" in shown.text
    assert "Has answered: Eksempel" in shown.text
    await sara.does("rounds.close", str(round))
    assert "Close it now" not in shown.labels
    assert "Publish totals" in shown.labels


async def test_what_does_not_fit_is_an_error_at_its_field(talk: Conversation, sara: Someone, kari: Someone) -> None:
    round = await asks(sara, fields="Power: number MW\nApplied: choice yes / no\nA case: text\nEnova: scheme")
    form = await kari.does("rounds.answer", str(round))
    assert (await kari.submits(form)).errors == {"f1": "Answer at least one of these, or say that you do not answer."}
    wrong = (await kari.submits(form, f1="12 GWh/år", f2="7", f4="perhaps")).errors
    assert wrong["f1"].startswith("The unit does not fit: this is asked for in MW.")
    assert wrong["f2"] == wrong["f4"] == "Choose one of these."
    assert (await kari.submits(form, f1="1.200")).errors["f1"].endswith("Write 1200 or 1,2.")
    assert (await kari.submits(form, f4why="Late")).errors == {"f4": "Choose one of these."}
    named = await kari.submits(form, f3="Eksempel waits.", shared="unnamed")
    assert named.errors == {"f3": "Leave out the name Eksempel: your organisation shares without its name."}
    assert "Has answered" not in said(await sara.does("rounds.open", str(round))), "nothing was kept"


async def test_two_of_one_organisation_make_one_answer(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    tor = await deputy(talk, "tor", "eksempel")
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    await answers(kari, round, f1="18")
    heard = len(kari.sees)
    assert "Power: 20 MW" in said(await answers(tor, round, f1="20"))
    assert "Tor has changed the answer from Eksempel." in kari.last.text, "whoever answered before learns of it"
    assert "Power: 20 MW" in kari.last.text
    assert len(kari.sees) == heard + 1
    assert "1 asked · 1 answered" in said(await sara.does("rounds.open", str(round)))
    assert "Power: 20 MW" in said(await sara.does("rounds.answers", str(round)))


async def test_without_a_mandate_one_is_told_who_has_it(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone
) -> None:
    round = await asks(sara, who="chosen", organisations="eksempel")
    for do in ("rounds.answer", "rounds.decline", "rounds.pass"):
        reply = await nils.does(do, str(round))
        assert "Kari can answer for Eksempel." in said(reply)
        assert "Write to Kari" in said(reply)
    seen = said(await nils.does("rounds.open", str(round)))
    assert "Eksempel has not answered." in seen, "what is one's own organisation's is seen"
    for do in ("rounds.open", "rounds.answer", "rounds.export"):
        assert "I cannot find that round." in said(await ola.does(do, str(round))), "others are not asked"
    assert "First tell me which organisation you belong to." in said(await sara.does("rounds.answer", str(round)))
    await answers(kari, round, f1="18")
    assert "Power: 18 MW" in said(await nils.does("rounds.open", str(round)))


async def test_passed_on_to_the_deputy_both_can_answer(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    assert kari.last.labels == ["Answer", "Do not answer"]
    assert "Eksempel has no deputy." in said(await kari.does("rounds.pass", str(round)))
    tor = await talk.person("tor", organisation="eksempel")
    form = await sara.does("admin.person", str(tor.person_id))
    await sara.submits(form, acts=DEPUTY)
    assert kari.last.labels == ["Answer", "Do not answer", "Pass to deputy"]
    heard = len(tor.sees)
    assert "Tor is asked. You can still answer yourself." in said(await kari.clicks(kari.last, "Pass to deputy"))
    await kari.does("rounds.pass", str(round))
    assert len(tor.sees) == heard + 1, "once, whoever taps how often"
    assert "Kari asks you to answer for Eksempel." in tor.last.text
    await tor.submits(await tor.clicks(tor.last, "Answer"), f1="18")
    assert "Eksempel has answered, through Tor." in kari.last.text


async def test_who_declines_is_reminded_of_nothing_and_may_still_answer(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    form = await kari.clicks(kari.last, "Do not answer")
    assert "Eksempel will not answer, says Kari." in said(await kari.submits(form, reason="Not ours."))
    assert "Will not answer: Not ours." in said(await sara.does("rounds.answers", str(round)))
    for _ in range(5):
        await passes(talk, clock, days=2)
    assert len(kari.sees) == 1
    assert "Eksempel has answered." in said(await kari.submits(await kari.clicks(kari.last, "Answer"), f1="18"))


async def test_who_acts_for_two_says_for_which(talk: Conversation, sara: Someone, kari: Someone, ola: Someone) -> None:
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
        await store.organisations.appoint_representative(house.id, kari.person_id, "deputy")
    round = await asks(sara)
    which = await kari.does("rounds.answer", str(round))
    assert "For which organisation?" in said(which)
    await kari.submits(await kari.clicks(which, "Dømeøyra"), f1="7")
    seen = said(await sara.does("rounds.open", str(round)))
    assert "Has answered: Dømeøyra" in seen
    assert "Has not answered: Eksempel" in seen


async def test_what_is_forged_answers_for_nobody_else(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    round = await asks(sara)
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
    form = await kari.does("rounds.answer", str(round))
    assert form.form is not None
    forged = form.form.__class__(**{**{f: getattr(form.form, f) for f in form.form.__struct_fields__},
                                    "value": f"{round}:{house.id}"})  # fmt: skip
    reply = await kari.submits(form.__class__(form=forged), f1="99")
    assert "You no longer act for that organisation." in said(reply)
    assert "0 answered" in said(await sara.does("rounds.open", str(round)))
    for do in ("rounds.answers", "rounds.publish", "rounds.extend", "rounds.close", "rounds.cancel"):
        assert "Only the secretariat can do this." in said(await kari.does(do, str(round)))


async def test_what_waits_is_at_home_until_it_is_answered(talk: Conversation, sara: Someone, kari: Someone) -> None:
    round = await asks(sara)
    assert "R-1 Grid capacity" in said(await kari.commands("", "home"))
    listed = await kari.commands("", "input")
    assert "Eksempel: not answered" in said(listed)
    await answers(kari, round, f1="18")
    assert "R-1 Grid capacity" not in said(await kari.commands("", "home"))
    assert "Eksempel: has answered" in said(await kari.commands("", "input"))
    assert "1 of 1 have answered" in said(await sara.commands("", "input"))
    assert "R-1 Grid capacity" in said(await kari.commands("ministry", "input")), "by a word of what is asked, or why"
    assert "I cannot find round water." in said(await kari.commands("water", "input"))


async def test_what_is_passed_on_in_the_evening_waits_for_the_morning_unless_the_round_ends_before(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    tor = await deputy(talk, "tor", "eksempel")
    round = await asks(sara, deadline="12 March")
    clock.set(MONDAY + timedelta(hours=12))
    await kari.does("rounds.pass", str(round))
    assert tor.sees == []
    clock.set(MONDAY + timedelta(hours=22))
    await talk.settle()
    assert "Kari asks you to answer for Eksempel." in tor.last.text
    other = await asks(sara, title="Heat", deadline="12 March")
    clock.set(MONDAY + timedelta(days=11, hours=12))
    await kari.does("rounds.pass", str(other))
    assert "Heat" in tor.last.text, "in the morning it is too late"
