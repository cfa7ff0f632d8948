"""Conversations about helping: who may be asked, who names somebody else, and what the secretariat hears."""

from __future__ import annotations

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.crowds import LAST_PERSON, crowd
from tests.handlers.questions.conftest import asked, asks_about, helper, until
from tests.waiting import complaints

#: without a topic that has a room
LOST = "Hvem har erfaring med å lodde stearinlys til jul?"


async def test_a_lead_passes_it_on_to_somebody_who_may_be_asked(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    ola, eva = await helper(talk, "ola"), await talk.person("eva", leads="areal")
    await talk.person("nils", organisation="tenktnes")
    await asks_about(kari)
    await until(talk, clock, 2, 11)
    form = await lead.clicks(asked(lead)[0], "Pass on")
    assert form.form is not None
    assert [label for _, label in form.form.fields[0].options] == ["Eva", "Ola, House Of Ola"]
    await lead.submits(form, who=str(eva.person_id), word="You had this last year.")
    assert "Lars, Dømeøyra thinks that you may know" in eva.last.card.title
    assert "You had this last year." in eva.last.text
    again = await lead.does("questions.pass", "1")
    assert again.form is not None
    assert [label for _, label in again.form.fields[0].options] == ["Ola, House Of Ola"]
    await eva.clicks(eva.last, "Answer")
    form = await eva.does("answers.write", "1")
    await eva.submits(form, text="Yes: ask for their plan.")
    assert "no longer waits" in eva.last.text
    assert asked(ola) == []


async def test_it_is_told_when_they_work_again(talk: Conversation, clock: Clock, kari: Someone, lead: Someone) -> None:
    eva = await talk.person("eva", leads="areal")
    await asks_about(kari)
    await until(talk, clock, 2, 20)
    form = await lead.does("questions.pass", "1")
    await lead.submits(form, who=str(eva.person_id))
    assert eva.sees == []
    await until(talk, clock, 3, 7, 5)
    assert len(eva.sees) == 1


async def test_only_those_who_were_asked_pass_it_on(talk: Conversation, kari: Someone, lead: Someone) -> None:
    per, eva = await talk.person("per"), await talk.person("eva", leads="areal")
    await asks_about(kari)
    for who in (per, eva, kari):
        reply = await who.does("questions.pass", "1")
        assert reply.card is not None
        assert "Only those who were asked" in reply.card.fallback
    form = await lead.does("questions.pass", "1")
    refused = await lead.submits(form, who=str(per.person_id))
    assert refused.errors == {"who": "Choose somebody."}
    assert per.sees == []


async def test_one_may_be_asked_without_following_and_stops_when_one_says_so(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    reply = await ola.commands("hjelp nett", name="topics")
    assert reply.card is not None
    assert "You may be asked about nett" in reply.card.fallback or "You may be asked about grid" in reply.card.fallback
    profile = await ola.commands("", name="me")
    assert "You can be asked about" in repr(profile.card)
    await asks_about(kari)
    assert ola.sees == []
    await ola.commands("slutt å hjelpe nett", name="topics")
    profile = await ola.commands("", name="me")
    assert "You can be asked about" not in repr(profile.card)


async def test_the_list_of_topics_has_both_and_keeps_each(talk: Conversation) -> None:
    ola = await talk.person("ola")
    page = await ola.commands("", name="topics")
    assert page.card is not None
    first = next(button for button in page.card.list_buttons() if button.do == "topics.help")
    page = await ola.presses(first)
    assert page.card is not None
    assert page.replace
    assert [b.label for b in page.card.list_buttons() if b.value == first.value] == ["Follow", "Stop asking me"]
    follow = next(b for b in page.card.list_buttons() if b.do == "topics.follow" and b.value == first.value)
    page = await ola.presses(follow)
    assert page.card is not None
    assert [b.label for b in page.card.list_buttons() if b.value == first.value] == [
        "Stop following",
        "Stop asking me",
    ]
    slug = first.value.partition(":")[0]
    await ola.does("topics.unfollow", slug)
    async with talk.database.read() as store:
        assert await store.topics.list_followed_topics(ola.person_id) == []
        assert [topic.slug for topic in await store.topics.list_helped_topics(ola.person_id)] == [slug]


async def test_a_question_without_a_place_comes_to_the_others_of_the_secretariat(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    siri, tom = [await talk.person(name, role="secretariat") for name in ("siri", "tom")]
    reply = await kari.commands(LOST)
    if reply.card is not None and any(b.label == "None of these" for b in reply.card.list_buttons()):
        await kari.clicks(reply, "None of these")
    await siri.does("triage.take", "1")
    first = [who.last.id for who in (siri, tom)]
    await until(talk, clock, 2, 9, 50)
    assert [[post.id for post in who.sees] for who in (siri, tom)] == [[first[0]], [first[1]]]
    await until(talk, clock, 2, 10, 10)
    (again,) = tom.sees
    assert ([post.id for post in siri.sees], again.id in first) == ([first[0]], False), "it rings, and stands once"
    assert "Choose a topic" in again.labels
    await tom.does("triage.take", "1")
    assert "Tom has it." in again.text
    await until(talk, clock, 4, 10, 10)
    assert [len(who.sees) for who in (siri, tom)] == [1, 1]
    assert not {siri.last.id, tom.last.id} & {*first, again.id}
    form = await tom.does("triage.place", "1")
    await tom.submits(form, topic="nett")
    assert "went to" in tom.last.text
    await until(talk, clock, 20)
    assert [len(who.sees) for who in (siri, tom)] == [1, 1]
    assert await complaints(talk) == []


async def test_the_clock_for_an_answer_begins_when_it_has_a_place(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    siri = await talk.person("siri", role="secretariat")
    reply = await kari.commands(LOST)
    if reply.card is not None and any(b.label == "None of these" for b in reply.card.list_buttons()):
        await kari.clicks(reply, "None of these")
    await until(talk, clock, 3, 12)
    form = await siri.does("triage.place", "1")
    await siri.submits(form, topic="nett")
    await until(talk, clock, 4, 11, 50)
    assert asked(lead) == []
    await until(talk, clock, 4, 12, 10)
    assert len(asked(lead)) == 1


async def test_of_hundreds_who_may_be_asked_each_is_found_by_name(
    talk: Conversation, clock: Clock, kari: Someone, lead: Someone
) -> None:
    last = await crowd(talk.database, "eksempel", helps="nett")
    await asks_about(kari)
    await until(talk, clock, 2, 11)
    form = await lead.does("questions.pass", "1")
    assert await lead.types(form, "who", "åse øyen") == ((str(last), f"{LAST_PERSON}, Eksempel"),)
    reply = await lead.submits(form, who=str(last))
    assert reply.card is not None
    assert f"{LAST_PERSON} gets the question." in reply.card.fallback
