"""Conversations about texts that are frozen, changed and merged, and about who is asked then."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from handlers.chat.cards import Reply
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.policy.issues import issue_codes
from handlers.policy.issues.issue_versions import draw_text_difference
from storage.directory.organisations import DEPUTY
from storage.policy.issue_stances import AGAINST, SUPPORT
from storage.policy.issues import DROPPED, PROPOSED, Issue
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.policy import passes, published, raises, said


async def test_before_others_stand_behind_it_a_text_is_changed_as_it_is(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await published(kari, sara)
    form = await kari.does("issues.edit", "1")
    assert form.form is not None
    assert (form.form.note, form.form.submit) == ("", "Save")
    assert "Changed. Every copy is redrawn." in said(await kari.submits(form, wanted="Four months for an answer."))
    (card,) = talk.room("grid")
    assert "Four months for an answer." in card.text
    assert "version" not in card.text


async def test_a_frozen_text_gets_a_second_version_and_silence_stands_for_the_first(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await ola.clicks(card, "Support")
    await eva.clicks(card, "Support")
    old = next(button for button in card.card.list_buttons() if button.label == "Support")
    form = await kari.does("issues.edit", "1")
    assert form.form is not None
    assert "a change becomes version 2, and they will be asked" in form.form.note
    reply = await kari.submits(
        form, wanted="A deadline of four months for an answer. The grid company gives its reasons."
    )
    assert "This is version 2. 2 people will be asked" in said(reply)
    assert "version 2" in card.text
    assert "2 organisations have answered about an earlier version" in card.text
    assert "2 of them for an earlier version" in said(await kari.commands("", "issue"))
    await passes(talk, clock, minutes=5)
    asked = ola.last
    assert asked.card.title == "S-1 has a new text: version 2"
    assert "− A deadline of six months for an answer.\n+ A deadline of four months for an answer." in asked.text
    assert "Parks wait" not in asked.text, "only what is different"
    assert "Dømeøyra: Supports (Ola), for version 1" in asked.text
    late = await eva.presses(old)
    assert "The text has changed since then." in said(late)
    assert "+ A deadline of four months" in said(late)
    await ola.clicks(asked, "Support")
    assert "1 organisation has answered about an earlier version" in card.text
    whole = said(await kari.does("issues.open", "1"))
    assert "• Dømeøyra: Supports\n" in whole
    assert "• Prøvedal: Supports (for version 1)" in whole
    assert "2 parks and 1 cluster support" in card.text
    heard = len(eva.sees)
    await passes(talk, clock, days=10)
    assert len(eva.sees) == heard, "nobody is asked twice"


async def test_what_the_editor_may_answer_for_stays_against_the_text_that_it_was_against(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    for who in (ola, eva):
        await who.clicks(talk.room("grid")[0], "Support")
    async with talk.database.begin() as store:
        house = (await store.people.load_person(ola.person_id)).stands_for
        assert house is not None
        stance = await store.issue_stances.find_stance(1, house)
        assert stance is not None
        stance.stance = AGAINST
        await store.organisations.appoint_representative(house, kari.person_id, DEPUTY)
    await kari.submits(await kari.does("issues.edit", "1"), wanted="A deadline of four months for an answer.")
    async with talk.database.read() as store:
        stances = [(row.stance, row.version) for row, _ in await store.issue_stances.list_stances(1)]
    assert stances == [(SUPPORT, 2), (AGAINST, 1), (SUPPORT, 1)]


async def test_a_deadline_that_is_over_stays_when_something_else_is_changed(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await published(kari, sara, deadline="9 March 2027")
    clock.forward(days=30)
    form = await kari.does("issues.edit", "1")
    assert "Changed." in said(await kari.submits(form, affected="Every park."))
    assert "deadline 9 March 2027" in talk.room("grid")[0].text
    over = await kari.submits(await kari.does("issues.edit", "1"), deadline="10 March 2027")
    assert "already passed" in over.errors["deadline"], "another one is a day to come"


async def test_two_who_change_it_at_once_lose_nothing(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    one, two = await kari.does("issues.edit", "1"), await sara.does("issues.edit", "1")
    await kari.submits(one, problem="Nobody answers.")
    again = await sara.submits(two, problem="The queue is long.")
    assert again.form is not None
    assert "Somebody has changed it in the meantime." in again.form.note
    assert "The queue is long." in [field.value for field in again.form.fields]
    await sara.submits(again)
    assert "The queue is long." in talk.room("grid")[0].text
    assert "Only the author" in said(await ola.does("issues.edit", "1"))


def test_a_difference_tells_what_went_and_what_came_and_nothing_else() -> None:
    from zoneinfo import ZoneInfo

    say = Say("en", ZoneInfo("Europe/Oslo"))
    old = {"title": "A", "problem": "One. Two.", "affected": "", "wanted": "Same.", "addressee_kind": "ministry"}
    new = old | {"problem": "One. Three.", "affected": "Parks.", "addressee_kind": "grid"}
    told = {part.title: part.text for part in draw_text_difference(say, old, new)}  # type: ignore[union-attr]
    assert told == {
        "Problem": "− Two.\n+ Three.",
        "Who is affected": "+ Parks.",
        "Addressed to": "− Ministry\n+ Grid company",
    }


async def test_one_of_many_issues_is_found_by_its_title_for_a_merger_and_for_a_round(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await published(kari, sara)
    assert "There is no other open issue." in said(await sara.does("issues.merge", "1"))
    async with talk.database.begin() as store:
        for letter in "abcdefghijklmnopqrstuvwxy":
            text = {"title": f"Tax {letter * 3}", "problem": "It is paid twice.", "wanted": "One tax."}
            await store.issues.add(Issue(state=PROPOSED, addressee_kind="ministry", language="en", **text))
    merger, input_round = await sara.does("issues.merge", "1"), await sara.does("rounds.write")
    for form in (merger, input_round):
        assert await sara.types(form, "code", "RRR tax") == (("S-19", "S-19 Tax rrr"),)
    assert await sara.types(merger, "code", "faster") == (), "itself"
    assert await sara.types(input_round, "code", "faster") == (("S-1", "S-1 Faster grid connection"),)
    for do in ("issues.find_other", "rounds.find_purpose"):
        assert await kari.searches(do, "", "") == ()


async def test_two_become_a_new_one_and_those_who_spoke_are_asked_once(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.clicks(await raises(ola, title="Reasons from grid companies"), "Continue")
    await sara.clicks(sara.last, "Publish")
    for issue in ("1", "2"):
        await eva.does("issues.support", issue)
    form = await sara.does("issues.merge", "1")
    assert form.form is not None
    assert form.form.fields[0].options == (("S-2", "S-2 Reasons from grid companies"),)
    assert "cannot be merged with itself" in (await sara.submits(form, code="S-1")).errors["code"]
    assert "I cannot find an open issue S-8." in (await sara.submits(form, code="S-8")).errors["code"]
    words = await sara.submits(form, code="S-2", how="new")
    assert words.form is not None
    forged = Reply(form=replace(words.form, value="1:1"))
    assert "S-1 cannot be merged with itself." in said(await sara.submits(forged))
    heard = {who.user: len(who.sees) for who in (kari, ola, eva)}
    assert "S-3 Answers and reasons" in said(await sara.submits(words, title="Answers and reasons"))
    first, second, third = talk.room("grid")
    for old in (first, second):
        assert "S-3 replaces it: Answers and reasons" in old.text
        assert old.labels == ["Show more"]
    assert "Nobody has said anything yet" in third.text
    await passes(talk, clock, minutes=5)
    assert {who.user: len(who.sees) - heard[who.user] for who in (kari, ola, eva)} == {"kari": 1, "ola": 1, "eva": 1}
    assert "This issue replaces S-1 and S-2." in eva.last.text
    await eva.clicks(eva.last, "Support")
    assert "1 cluster supports" in third.text
    assert "1 park and 1 cluster support" in first.text, "what was said there is kept"
    assert "S-1 is closed." in said(await kari.does("issues.edit", "1"))
    assert "Only the secretariat" in said(await kari.does("issues.merge", "3"))


async def test_one_gives_way_to_another(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.clicks(await raises(ola, title="Reasons from grid companies"), "Continue")
    await sara.clicks(sara.last, "Publish")
    await sara.submits(await sara.does("issues.merge", "2"), code="1", how="other")
    assert "S-1 replaces it" in talk.room("grid")[1].text
    assert "Replaces S-2." in talk.room("grid")[0].text
    await passes(talk, clock, minutes=5)
    assert "This issue replaces S-2." in ola.last.text
    assert "S-2 Reasons from grid companies" in said(await ola.commands("arkiv", "issue"))


async def test_none_gives_way_to_one_that_is_closed_just_then(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await published(kari, sara)
    await ola.clicks(await raises(ola, title="Reasons from grid companies"), "Continue")
    await sara.clicks(sara.last, "Publish")
    form = await sara.does("issues.merge", "2")
    found = issue_codes.parse_other_issue

    async def close_once_found(turn: Turn, event: Submission, issue: Issue) -> Issue:
        other = await found(turn, event, issue)
        await turn.store.session.execute(
            sa.update(Issue.__table__).where(Issue.__table__.c.id == other.id).values(state=DROPPED)
        )
        return other

    monkeypatch.setattr(issue_codes, "parse_other_issue", close_once_found)
    assert "S-1 is closed." in said(await sara.submits(form, code="1", how="other"))
    assert "S-1 replaces it" not in talk.room("grid")[1].text


async def test_a_number_that_was_given_to_another_text_is_not_taken_for_this_one(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """A database that was restored counts versions on from its backup, while buttons of before are still out."""
    await published(kari, sara)
    (card,) = talk.room("grid")
    tap, why = (next(one for one in card.card.list_buttons() if one.label == label) for label in ("Support", "Oppose"))
    form = await ola.presses(why)
    async with talk.database.begin() as store:
        issue = await store.issues.find(1)
        assert issue is not None
        issue.wanted = "A fine for each month."
    late = (await ola.presses(tap), await ola.presses(why), await ola.submits(form, reason="Too long."))
    for reply in late:
        assert "The text has changed since then." in said(reply)
        assert "A fine for each month." in said(reply)
    later = replace(tap, value=tap.value.replace(":v1", ":v7").partition(":t")[0])
    assert "The text has changed since then." in said(await ola.presses(later)), "of which the database knows nothing"
    async with talk.database.read() as store:
        assert [house.name for _, house in await store.issue_stances.list_stances(1)] == ["Eksempel"]
    await ola.clicks(late[0], "Support")
    assert "Dømeøyra: Supports" in said(await ola.does("issues.open", "1"))


async def test_nobody_is_asked_about_a_version_of_what_is_closed_by_the_morning(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.does("issues.support", "1")
    await passes(talk, clock, days=1)
    clock.forward(hours=12)
    await sara.submits(await sara.does("issues.edit", "1"), wanted="Another wish.")
    await sara.submits(await sara.does("issues.work", "1"), state="dropped", outcome="Nobody has the time.")
    await passes(talk, clock, hours=14)
    assert "Nobody has the time." in ola.last.text
    assert "until you answer again" not in ola.last.text
