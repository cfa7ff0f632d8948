"""Conversations about issues that are raised, looked at by the secretariat, and published or sent back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.chat.cards import Reply
from handlers.chat.say import Say
from handlers.policy.issues.issue_texts import describe_addressee
from storage.policy.issues import Issue
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.policy import WORDS, passes, published, raises, said


async def test_raised_looked_at_and_published_in_every_room_of_its_fields(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    reply = await raises(kari)
    assert "S-1 is with the secretariat" in said(reply)
    assert "before Wednesday 3 March 2027, 10:00" in said(reply), "two working days, on a clock"
    assert talk.room("grid") == []
    card = sara.last
    assert "Review S-1: Faster grid connection" in card.card.title
    assert "before Wednesday 3 March 2027, 10:00" in card.text
    assert card.labels == ["Publish", "Propose a merger", "Send back", "Show"]
    await sara.clicks(card, "Publish")
    for room in (talk.room("grid"), talk.room("power", "other")):
        (card,) = room
        assert card.card.title == "S-1 Faster grid connection"
        assert "A deadline of six months" in card.text
        assert "Addressed to: Ministry of Energy" in card.text, "the name says what kind of body it is"
        assert "1 park supports" in card.text, "the contact who raises it stands behind it"
        assert card.labels == ["Support", "Support if …", "Neutral", "Oppose", "Show more"]
    assert "Your issue is published" in kari.last.card.title
    assert "Publish" not in sara.sees[0].labels
    assert "S-1 has already been reviewed" in said(await sara.does("issues.publish", "1"))


async def test_who_publishes_an_issue_keeps_reading_that_they_are_responsible_for_it(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    """The card that was clicked is drawn again, over the answer."""
    siri = await talk.person("siri", role="secretariat")
    await raises(kari)
    card, other = sara.last, siri.last
    await sara.clicks(card, "Publish")
    assert "You are responsible for S-1." in card.text
    assert card.labels == other.labels == ["Show"]
    assert "responsible" not in other.text
    await kari.does("issues.withdraw", "1")
    assert "Your issue is published" not in kari.last.text
    assert [*card.labels, *kari.last.labels] == []


async def test_who_looks_an_issue_up_finds_what_the_secretariat_does_with_it(sara: Someone, kari: Someone) -> None:
    await raises(kari)
    shown = await sara.commands("S-1", "issue")
    assert [button.label for button in shown.card.list_buttons()][:3] == ["Publish", "Propose a merger", "Send back"]
    assert "Publish" not in said(await kari.commands("S-1", "issue"))
    assert "S-1 is published" in said(await sara.clicks(shown, "Publish"))
    assert "Send back" not in said(await sara.commands("S-1", "issue"))


async def test_what_is_wrong_is_said_at_the_field(kari: Someone) -> None:
    async def wrong(**values: str) -> dict[str, str]:
        return (await raises(kari, **values)).errors

    assert (await wrong(title=" "))["title"] == "Write what it is about."
    assert (await wrong(wanted=""))["wanted"] == "Write what should change."
    assert (await wrong(topics=""))["topics"] == "Choose at least one topic."
    assert (await wrong(addressee_kind="king"))["addressee_kind"] == "Choose who can change it."
    assert "already passed" in (await wrong(deadline="1 February 2027"))["deadline"]
    assert "“whenever”" in (await wrong(deadline="whenever"))["deadline"]
    whit_monday = (await wrong(deadline="17 May 2027"))["deadline"]
    assert whit_monday == "Monday 17 May 2027 is not a working day. The one before is Friday 14 May 2027."
    await kari.does("members.language", "nb")
    pinse = (await wrong(deadline="17. mai 2027"))["deadline"]
    assert pinse == "Mandag 17. mai 2027 er ingen arbeidsdag. Den forrige er fredag 14. mai 2027."
    await kari.does("members.language", "en")
    assert set(await wrong(title="", deadline="16 May 2027")) == {"title", "deadline"}


async def test_a_draft_is_kept_and_similar_ones_are_offered_first(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    reply = await raises(ola, title="Grid connection must be faster", deadline="")
    assert "Others have raised something similar" in said(reply)
    for label in ("Support it instead", "Add evidence here", "Show", "Continue", "Change", "Discard"):
        assert label in said(reply)
    assert "S-2 Grid connection must be faster" in said(await ola.commands("", "home")), "nothing typed is lost"
    assert "Dømeøyra: Supports" in said(await ola.clicks(reply, "Support it instead"))
    form = await ola.clicks(reply, "Add evidence here")
    assert form.form is not None
    assert "Parks wait for years" in str(form.form.fields[0].value)
    assert "Added to S-1" in said(await ola.submits(form))
    assert len(sara.sees) == 1, "the secretariat has heard of one"
    assert "S-2 is with the secretariat" in said(await ola.clicks(reply, "Continue"))
    assert "Review S-2" in sara.last.card.title


async def test_a_draft_is_its_raisers_alone_and_can_be_thrown_away(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    reply = await raises(ola, title="Grid connection must be faster")
    for other in (kari, sara):
        for do in ("issues.open", "issues.submit", "issues.discard", "issues.redo"):
            assert "I cannot find that issue." in said(await other.does(do, "2"))
    assert "I cannot find issue S-2." in said(await kari.commands("S-2", "issue"))
    again = await ola.clicks(reply, "Change")
    reply = await ola.submits(again, title="Answers from grid companies")
    assert "S-2 Answers from grid companies" in said(await ola.commands("", "home"))
    await ola.clicks(reply, "Discard")
    assert "S-2" not in said(await ola.commands("", "home"))


async def test_sent_back_with_a_reason_and_sent_again(sara: Someone, kari: Someone) -> None:
    await raises(kari)
    form = await sara.clicks(sara.last, "Send back")
    assert (await sara.submits(form, why="")).errors == {"why": "Say in a few words why."}
    await sara.submits(form, why="Say how many parks it is about.")
    assert "Your issue is sent back" in kari.last.card.title
    assert "Say how many parks it is about." in kari.last.text
    form = await kari.clicks(kari.last, "Change")
    assert form.form is not None
    assert [field.value for field in form.form.fields[:2]] == [WORDS["title"], WORDS["problem"]]
    assert "S-1 is with the secretariat" in said(await kari.submits(form, affected="Seven parks."))
    assert "Seven parks." in sara.last.text
    await sara.clicks(sara.last, "Publish")


async def test_a_merger_is_proposed_and_its_raiser_decides(sara: Someone, kari: Someone, ola: Someone) -> None:
    await published(kari, sara)
    await ola.clicks(await raises(ola, title="Grid connection must be faster"), "Continue")
    form = await sara.clicks(sara.last, "Propose a merger")
    assert form.form is not None
    assert form.form.fields[0].options == (("S-1", "S-1 Faster grid connection"),)
    assert "cannot be merged with itself" in (await sara.submits(form, code="S-2")).errors["code"]
    assert "I cannot find an open issue S-9" in (await sara.submits(form, code="S-9")).errors["code"]
    await sara.submits(form, code="s1", why="The same wish.")
    assert "Can it be one issue?" in ola.last.card.title
    assert {"Support S-1 instead", "Add to S-1", "Keep separate"} <= set(ola.last.labels)
    await ola.clicks(ola.last, "Keep separate")
    assert "The person who raised it wants it kept separate from S-1." in sara.last.text


async def test_the_clock_reminds_the_secretariat_and_nobody_else(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await raises(kari)
    heard = len(kari.sees)
    await passes(talk, clock, days=1, hours=1)
    assert len(told(sara)) == 2
    await passes(talk, clock, days=1, hours=1)
    assert len(told(sara)) == 3
    await passes(talk, clock, days=7)
    assert len(told(sara)) == 3, "each step once"
    assert len(kari.sees) == heard
    await sara.clicks(told(sara)[-1], "Publish")
    assert told(sara) == [], "the cards say how it ended"


def told(who: Someone) -> list[Post]:
    """What this person got about the check, beside the digest of the week."""
    return [post for post in who.sees if "Review S-1" in post.card.title]


async def test_from_a_question_and_from_a_message_of_somebody_else(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands("How long is the queue for more power from the grid in our area?")
    form: Reply = await ola.does("issues.raise", "question:1")
    assert form.form is not None
    values = {field.name: field.value for field in form.form.fields}
    assert values["title"] == "How long is the queue for more power from the grid in our area?"
    assert values["topics"] == ("nett",)
    assert "in your own words" in form.form.note
    await ola.submits(form, **(WORDS | {"title": "The queue for power"}))
    assert "Question 1" in said(await ola.commands("S-1", "issue"))
    choice = await kari.does("questions.more", "1")
    assert "issue" in dict(choice.form.fields[0].options) if choice.form else False
    assert (await kari.submits(choice, what="issue")).form is not None


async def test_a_guest_raises_nothing_and_sees_nothing(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await published(kari, sara)
    guest = await talk.person("gast", role="guest")
    for do in ("issues.open", "issues.support", "issues.evidence", "issues.history"):
        assert "I cannot find that issue." in said(await guest.does(do, "1"))
    assert "Guests" in said(await guest.commands("ny", "issue"))


async def test_taken_back_by_its_raiser_only_before_others_stand_behind_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    await ola.clicks(talk.room("grid")[0], "Support")
    assert "Others support S-1" in said(await kari.does("issues.withdraw", "1"))
    await ola.does("issues.unsupport", "1")
    assert "Only the author" in said(await ola.does("issues.withdraw", "1"))
    assert "S-1 has been withdrawn." in said(await kari.does("issues.withdraw", "1"))
    assert talk.room("grid") == []
    assert "I cannot find that issue." in said(await ola.does("issues.open", "1"))


async def test_what_only_some_may_see_is_hidden_from_all_others_everywhere(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    room = await talk.carries("theirs", "nett")
    async with talk.database.begin() as store:
        house, held = await store.organisations.find_organisation_by_code("dømeøyra"), await store.rooms.find(room.id)
        assert house is not None
        assert held is not None
        held.organisation_id = house.id
        chosen = str(house.id)
    form = await kari.commands("ny", "issue")
    none = await kari.submits(form, **(WORDS | {"reach": "chosen"}))
    assert "at least one organisation" in none.errors["organisations"]
    reply = await kari.submits(form, **(WORDS | {"reach": "chosen", "organisations": (chosen,)}))
    assert "Visible to 2 organisations" in said(reply)
    await sara.clicks(sara.last, "Publish")
    assert talk.room("grid") == []
    (card,) = talk.room("theirs")
    assert "Only Dømeøyra and Eksempel" in card.text
    await ola.clicks(card, "Support")
    assert "2 parks support" in card.text
    for do in ("issues.open", "issues.support", "issues.history", "issues.evidence", "agenda.issue"):
        assert "I cannot find that issue." in said(await eva.does(do, "1"))
    assert "I cannot find issue S-1." in said(await eva.commands("S-1", "issue"))
    assert "S-1" not in said(await eva.commands("", "issue"))
    assert "S-1" not in said(await eva.commands("faster grid connection", "find"))
    assert "S-1" in said(await ola.commands("faster grid connection", "find"))
    assert "S-1" not in said(await raises(eva, title="Faster grid connection")), "nor among similar ones"
    assert "but everyone reads the agenda" in said(await ola.does("agenda.issue", "1"))


async def test_whoever_writes_of_prices_is_told_so_alone_and_before_anybody_reads_it_where_there_is_a_choice(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    hint, price = "This may be competition-sensitive.", "We charge 300 kroner per kW for reserved capacity."
    assert hint not in said(await raises(kari))
    await sara.clicks(sara.last, "Publish")
    near = await raises(ola, title="Grid connection must be faster", affected=price)
    assert "Others have raised something similar" in said(near)
    assert hint in said(near), "nobody else has seen it yet"
    assert hint in said(await ola.clicks(near, "Continue"))
    form = await kari.does("issues.edit", "1")
    assert hint in said(await kari.submits(form, wanted=price))
    assert hint in said(await raises(kari, title="Something else altogether", problem=price, wanted="Less of it."))
    assert hint not in "".join(post.text for post in talk.posts)


@pytest.mark.parametrize(
    ("language", "kind", "name", "told"),
    [
        ("nb", "ministry", "Energidepartementet", "Energidepartementet"),
        ("nb", "municipality", "Porsgrunn kommune", "Porsgrunn kommune"),
        ("nb", "county", "Statsforvalteren i Nordland", "Statsforvalteren i Nordland"),
        ("nb", "grid", "Arva", "Arva (nettselskap)"),
        ("nb", "eu", "ACER", "ACER (EU- eller EØS-organ)"),
        ("nb", "other", "Bane Nor", "Bane Nor"),
        ("nb", "grid", "", "Nettselskap"),
        ("en", "ministry", "Energidepartementet", "Energidepartementet (ministry)"),
    ],
)
def test_the_kind_of_whom_it_is_addressed_to_is_said_once(language: str, kind: str, name: str, told: str) -> None:
    issue = Issue(addressee_kind=kind, addressee=name)
    assert describe_addressee(Say(language, ZoneInfo("Europe/Oslo")), issue) == told
