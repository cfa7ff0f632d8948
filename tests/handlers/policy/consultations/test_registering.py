"""Conversations about what is registered: errors are told at their fields, and members propose to the secretariat."""

from __future__ import annotations

import sqlalchemy as sa

from storage.policy.consultations import LEFT, Consultation
from tests.conftest import Clock
from tests.consultations import drafted, opened, passes, registers, said, signs
from tests.conversation import Conversation, Someone


async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(talk: Conversation, sara: Someone) -> None:
    wrong = await registers(sara, title=" ", sender="", link="www.example.org", deadline="1 March 2026", topics=())
    assert wrong.errors == {
        "title": "Write what it is about.",
        "sender": "Write who asks.",
        "link": "Paste the whole address, starting with https://.",
        "deadline": "“1 March 2026” has already passed.",
        "topics": "Choose at least one topic.",
    }
    days = {"": "Choose the deadline.", "soon": "I do not understand “soon”", "31 June 2027": "There is no such day"}
    for text, told in days.items():
        assert told in (await registers(sara, deadline=text)).errors["deadline"]
    assert "No consultation is open." in said(await sara.commands("", "consultation"))


async def test_a_deadline_on_a_day_off_is_kept_as_it_was_written_and_met_before(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    whit = said(await registers(sara, deadline="17 May 2027"))
    assert "deadline Monday 17 May 2027" in whit
    assert "The deadline, Monday 17 May 2027, is not a working day: send it by 12 noon on Friday 14 May 2027." in whit
    sunday = said(await registers(sara, deadline="13 June 2027"))
    assert "send it by 12 noon on Friday 11 June 2027." in sunday
    assert "○ Sent, by 12 noon – 11 June 2027" in sunday


async def test_a_near_deadline_says_what_it_leaves_out(talk: Conversation, sara: Someone) -> None:
    near = said(await registers(sara, deadline="13 April 2027"))
    assert "There is no time for: who it concerns and final text." in near
    assert "so these come later than usual: the draft and comments." in near
    assert "✕ Final text – no time for it" in near
    (card,) = talk.room("grid")
    assert "Next: the draft 6 April 2027" in card.text


async def test_a_weekend_is_all_that_is_left(talk: Conversation, clock: Clock, sara: Someone) -> None:
    clock.forward(days=5)  # a Saturday
    assert "No working day is left before the deadline: send it at once." in said(
        await registers(sara, deadline="11 April 2027")
    )


async def test_what_a_member_proposes_waits_for_the_secretariat(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    reply = await registers(kari, text="They want to know our prices and our margins.")
    assert "H-1 is with the secretariat" in said(reply)
    assert "competition-sensitive" in said(reply)
    assert "A member proposes H-1" in sara.last.card.title
    assert "No consultation is open." in said(await ola.commands("", "consultation"))
    assert "I cannot find consultation H-1." in said(await ola.commands("H-1", "consultation"))
    assert "Only the secretariat" in said(await kari.does("consultations.take", "1"))
    form = await sara.clicks(sara.last, "Follow up")
    await sara.submits(form)
    assert "Follow up" not in sara.last.labels
    assert "already being followed up" in said(await sara.does("consultations.take", "1"))
    assert "Tariffs for the grid" in said(await ola.commands("nett", "consultation"))


async def test_another_deadline_moves_what_is_to_come_and_tells_who_has_a_part_in_it(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara)
    await passes(talk, clock, days=36)
    await kari.clicks(kari.last, "Concerns us")
    await ola.clicks(ola.last, "Does not concern us")
    heard = len(ola.sees)
    form = await sara.does("consultations.edit", "1")
    assert (
        "“1 April 2027” has already passed." in (await sara.submits(form, deadline="1 April 2027")).errors["deadline"]
    )
    whole = said(await sara.submits(form, deadline="22 June 2027"))
    assert "✓ Who it concerns – 11 May 2027" in whole
    assert "○ The draft – 1 June 2027" in whole
    await passes(talk, clock, days=1)
    assert "The deadline is moved to Tuesday 22 June 2027" in kari.last.text
    assert len(ola.sees) == heard
    await passes(talk, clock, days=7)
    assert len([post for post in kari.sees if "Does H-1 concern" in post.card.title]) == 1, "nobody is asked twice"
    assert "The draft should be ready" not in sara.last.text
    whole = said(await sara.submits(await sara.does("consultations.edit", "1"), deadline="25 May 2027"))
    assert "○ Sent, by 12 noon – 25 May 2027" in whole
    assert "⚠️ The draft – 19 May 2027" in whole
    assert "There is no time for: comments and final text." in whole


async def test_steps_that_were_slept_through_are_told_to_nobody(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await opened(sara)
    clock.forward(days=66)
    await passes(talk, clock, days=1)
    (card,) = talk.room("grid")
    assert "H-1" in card.text
    assert [post.card.title for post in kari.sees if "H-1" in post.text] == [], "too late to ask for a word"
    assert "Final text" not in "".join(post.card.title for post in sara.sees)


async def test_what_is_out_of_reach_is_not_there(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await registers(sara, deadline="20 April 2027", reach="secretariat")
    guest = await talk.person("gry", role="guest")
    assert talk.room("grid") == []
    await passes(talk, clock, days=4)
    for who in (kari, guest):
        assert not [post for post in who.sees if "Tariffs" in post.text]
        assert "I cannot find that consultation." in said(await who.does("consultations.open", "1")) or who is guest
        assert "Tariffs" not in said(await who.does("consultations.open", "1"))
        assert "Tariffs" not in said(await who.commands("grid tariffs", "find"))
        assert "Tariffs" not in said(await who.commands("", "home"))
    assert "I cannot find consultation H-1." in said(await kari.commands("H-1", "consultation"))
    assert "Tariffs" not in said(await kari.commands("", "consultation"))
    form = await sara.does("consultations.edit", "1")
    await sara.submits(form, reach="all")
    assert "Tariffs" in talk.room("grid")[0].text
    await sara.submits(await sara.does("consultations.edit", "1"), reach="secretariat")
    assert [post for post in talk.room("grid") if not post.deleted] == []
    assert "I cannot find" in said(await kari.does("consultations.open", "1"))


async def test_it_is_found_by_words_at_home_and_by_its_topic(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara)
    assert "H-1 Tariffs for the grid" in said(await ola.commands("tariffs grid", "find"))
    assert "H-1 Tariffs for the grid" in said(await sara.commands("", "home")), "who looks after it"
    assert "H-1" not in said(await kari.commands("", "home")), "not announced yet"
    await passes(talk, clock, days=36)
    home = said(await kari.commands("", "home"))
    assert "H-1 Tariffs for the grid" in home
    assert "No answer from Eksempel" in home
    await kari.does("consultations.affected", "1")
    assert "has not answered" not in said(await kari.commands("", "home"))
    await ola.does("consultations.unaffected", "1")
    assert "H-1" not in said(await ola.commands("", "home"))


async def test_who_leaves_hands_the_answer_on(talk: Conversation, sara: Someone, kari: Someone, nils: Someone) -> None:
    await opened(sara, deadline="20 April 2027")
    form = await sara.does("consultations.edit", "1")
    guest = await talk.person("gry", role="guest")
    assert "is a guest" in (await sara.submits(form, owner=str(guest.person_id))).errors["owner"]
    await sara.submits(form, owner=str(nils.person_id))
    (card,) = talk.room("grid")
    assert "Writes the answer: Nils" in card.text
    assert "Version 1 is saved." in said(await drafted(nils))
    await signs(kari)
    await nils.submits(await nils.clicks(await nils.commands("leave", "me"), "Leave"))
    await talk.settle()
    assert "Writes the answer: Kari" in card.text


async def test_parks_and_clusters_are_asked_and_companies_where_the_topic_is_something_for_them(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    kinds = {"klynge": "cluster", "kabel": "company", "kran": "company", "kaffe": "company", "nve": "public"}
    people = {code: await talk.person(code, organisation=code, contact=True) for code in kinds}
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        for code, kind in kinds.items():
            house = await store.organisations.find_organisation_by_code(code)
            assert house is not None
            house.kind = kind
            if code == "kabel":
                await store.organisations.set_known_topics(house.id, [topic.id])
    await people["kran"].does("topics.follow", "nett")
    await opened(sara)
    await passes(talk, clock, days=36)
    asked = {code for code, who in people.items() if [post for post in who.sees if "Does H-1" in post.card.title]}
    assert asked == {"klynge", "kabel", "kran"}
    assert "0 of 4 have given a final answer" in talk.room("grid")[0].text


async def test_what_nobody_took_up_is_thrown_away_and_what_was_open_stays(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await registers(kari, title="Proposed", deadline="20 April 2027")
    await opened(sara, deadline="20 April 2027")
    async with talk.database.begin() as store:
        await store.consultations.add(Consultation(title="Undated", language="en", state=LEFT))
    for days, kept in ((80, 3), (40, 2), (300, 1)):
        clock.forward(days=days)
        async with talk.database.begin() as store:
            await talk.courier.router.chores["consultations.tidy"][1](store, talk.arena)
            assert await store.session.scalar(sa.select(sa.func.count(Consultation.id))) == kept
