"""Conversations about support: once for each organisation, by those who act for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Reply
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.policy import published, said


def buttons(reply: Reply) -> list[Button]:
    assert reply.card is not None
    return list(reply.card.list_buttons())


async def test_two_people_of_one_park_make_one_support(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(ola, sara)
    deputy = await talk.person("tor", organisation="eksempel", contact=True)
    (card,) = talk.room("grid")
    assert "1 park supports" in card.text
    assert "Eksempel: Supports" in said(await kari.clicks(card, "Support"))
    assert "2 parks support" in card.text
    assert "Eksempel has already said that, through Kari." in said(await deputy.clicks(card, "Support"))
    assert "2 parks support" in card.text
    heard = len(kari.sees)
    await deputy.submits(await deputy.clicks(card, "Support if …"), reason="If small parks are exempt.")
    assert "1 park supports · 1 with conditions" in card.text
    assert "Tor has changed the position of Eksempel." in kari.last.text, "whoever spoke before learns of it"
    assert len(kari.sees) == heard + 1
    assert "Eksempel: Supports if … – If small parks are exempt." in said(await ola.commands("s-1", "issue"))


async def test_what_somebody_said_for_their_park_stands_in_one_card_that_follows_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(ola, sara)
    deputy = await talk.person("tor", organisation="eksempel", contact=True)
    kari.keeps = True
    await kari.does("issues.support", "1:1")
    receipt = kari.last
    assert "Eksempel: Supports" in receipt.text
    assert receipt.labels == ["Change the reason", "Withdraw it", "Show"]
    await deputy.submits(await deputy.does("issues.against", "1:1"), reason="It costs too much.")
    assert "Eksempel: Against – It costs too much." in receipt.text
    await deputy.does("issues.unsupport", "1:1")
    assert "Eksempel no longer says anything about S-1." in receipt.text
    assert receipt.labels == ["Show"]
    await kari.does("issues.neutral", "1:1")
    assert receipt.text.endswith("A newer message shows what Eksempel answers now.")
    assert receipt.labels == [], "one card of the two can be changed"
    receipt = kari.last
    assert "Eksempel: Neutral" in receipt.text
    await sara.submits(await sara.does("issues.work", "1"), state="decided", outcome="Six months from 2028.")
    assert "S-1 is closed. What was said about it is kept." in receipt.text
    assert receipt.labels == ["Show"]


async def test_an_issue_that_somebody_has_opened_follows_what_becomes_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(ola, sara)
    kari.keeps = True
    await kari.says("sak S-1")
    shown = kari.last
    assert "Support" in shown.labels
    await sara.submits(await sara.does("issues.work", "1"), state="decided", outcome="Six months from 2028.")
    assert "Six months from 2028." in shown.text
    assert "Support" not in shown.labels
    await ola.submits(await ola.does("issues.reach", "1"), reach="own")
    assert "Six months from 2028." not in shown.text


async def test_what_somebody_said_is_not_shown_to_them_once_they_speak_for_nobody(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(ola, sara)
    kari.keeps = True
    await kari.does("issues.support", "1:1")
    receipt = kari.last
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.dismiss_representative(house.id, kari.person_id)
    await ola.submits(await ola.does("issues.reason", "1:1"), reason="It takes years.")
    assert "This is no longer shown here." in receipt.text


async def test_an_answer_is_asked_for_first_and_then_what_comes_next(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """The one who raised it stands behind it, and may change it; the other has not answered."""

    async def offered(who: Someone, do: str) -> list[str]:
        reply = await who.does(do, "1")
        assert reply.card is not None
        return [button.label for button in reply.card.list_buttons()]

    await published(kari, sara)
    stances, daily = ["Support", "Support if …", "Neutral", "Oppose"], ["Follow", "Add evidence", "Put on the agenda"]
    assert await offered(ola, "issues.open") == [*stances, *daily, "History", "The whole text", "As a file"]
    last = ["History", *stances, "Change, text and file"]
    assert await offered(kari, "issues.open") == [*daily, *last]
    assert await offered(kari, "issues.manage") == [
        "The whole text",
        "As a file",
        "Change",
        "Who may see it",
        "Withdraw it",
    ]
    assert await offered(ola, "issues.manage") == ["The whole text", "As a file"]
    assert (await offered(sara, "issues.open"))[4] == "Work on it"


async def test_parks_and_clusters_are_counted_apart_and_each_stance_with_its_reason(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await eva.clicks(card, "Support")
    assert "1 park and 1 cluster support" in card.text
    form = await ola.clicks(card, "Oppose")
    assert (await ola.submits(form, reason=" ")).errors == {"reason": "Say in a few words why."}
    answer = await ola.submits(form, reason="It costs the grid companies too much.")
    assert "Dømeøyra: Against" in said(answer)
    assert "1 against" in card.text
    form = await eva.submits(await eva.does("issues.reason", "1:1"), reason="Our members wait too.")
    assert "Prøvedal: Supports" in said(form)
    whole = said(await kari.does("issues.open", "1"))
    assert "• Dømeøyra: Against – It costs the grid companies too much." in whole
    assert "• Prøvedal: Supports – Our members wait too." in whole
    assert whole.count("Dømeøyra: Against") == whole.count("Prøvedal: Supports") == 1
    assert "Dømeøyra: Against" in said(await kari.does("issues.history", "1"))
    assert "Dømeøyra no longer says anything about S-1." in said(await ola.clicks(answer, "Withdraw it"))
    assert "against" not in card.text
    assert "Withdraws it" in said(await ola.does("issues.history", "1"))


async def test_without_a_mandate_one_is_told_who_has_it_and_asks_with_one_tap(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone
) -> None:
    await published(ola, sara)
    (card,) = talk.room("grid")
    for label in ("Support", "Support if …", "Oppose"):
        reply = await nils.clicks(card, label)
        assert "Kari can answer for Eksempel in this." in said(reply)
    assert "1 park supports" in card.text
    assert "Kari is asked." in said(await nils.clicks(reply, "Ask Kari"))
    await nils.clicks(reply, "Ask Kari")
    assert len(kari.sees) == 1, "once, whoever taps how often"
    assert kari.last.card.title == "Does Eksempel support S-1?"
    assert "Nils, Eksempel asks." not in kari.last.text
    assert "Nils is asking." in kari.last.text
    await kari.clicks(kari.last, "Support")
    assert "2 parks support" in card.text
    assert "Eksempel: Supports (Kari)" in kari.last.text
    assert "Support" not in kari.last.labels
    stray = await talk.person("rolf")
    assert "Until an organisation has confirmed that you belong to it" in said(await stray.clicks(card, "Support"))
    lonely = await talk.person("liv", organisation="ensom")
    assert "Nobody can answer for Ensom yet." in said(await lonely.clicks(card, "Support"))


async def test_who_is_asked_is_asked_in_the_hours_they_have_chosen(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, clock: Clock
) -> None:
    await published(ola, sara)
    await kari.commands("07-09", "notifications")
    heard = len(kari.sees)
    await nils.does("issues.ask", "1:1")
    assert len(kari.sees) == heard
    clock.forward(hours=22)
    await talk.settle()
    assert kari.last.card.title == "Does Eksempel support S-1?"


async def test_who_acts_for_a_park_and_a_cluster_says_for_which(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.appoint_representative(house.id, eva.person_id, "deputy")
    await published(ola, sara)
    (card,) = talk.room("grid")
    which = await eva.clicks(card, "Support")
    assert "For which organisation?" in said(which)
    assert "1 park supports" in card.text
    await eva.clicks(which, "Prøvedal")
    assert "1 park and 1 cluster support" in card.text
    form = await eva.clicks(card, "Oppose")
    assert form.form is not None
    houses = {label: value for value, label in form.form.fields[0].options}
    await eva.submits(form, organisation=houses["Eksempel"], reason="Not ours.")
    assert "1 park and 1 cluster support · 1 against" in card.text
    foreign = await talk.person("ivar", organisation="fremmed", contact=True)
    refused = await foreign.does("issues.support", f"1:1:{houses['Eksempel']}")
    assert "You no longer act for that organisation." in said(refused)
    assert "1 park and 1 cluster support · 1 against" in card.text


async def test_after_closing_nobody_changes_what_was_said(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await sara.submits(await sara.does("issues.work", "1"), state="decided", outcome="The rules were changed.")
    assert card.labels == ["Show more"]
    assert "The rules were changed." in card.text
    for do in ("issues.support", "issues.against", "issues.unsupport", "issues.ask", "issues.evidence", "issues.edit"):
        assert "S-1 is closed. What was said about it is kept." in said(await ola.does(do, "1:1"))
    assert "1 park supports" in card.text


async def test_evidence_is_told_as_far_as_whose_it_is_wants_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)

    async def gives(who: Someone, **values: str) -> str:
        return said(await who.submits(await who.does("issues.evidence", "1"), **values))

    assert "Write what you know." in await gives(ola, text="", figure="18 MW")
    assert "a number and its unit" in await gives(ola, text="We wait.", figure="eighteen")
    assert "a number and its unit" in await gives(ola, text="We wait.", figure="18")
    await gives(ola, text="We wait since 2021.", figure="18 MW")
    await gives(ola, text="Secret plan.", figure="7 MW", level="secretariat")
    await gives(ola, text="Lost investment.", figure="40 jobs", level="aggregate")
    seen = said(await eva.does("issues.open", "1"))
    assert "18 MW – We wait since 2021." in seen
    assert "1 more entry is counted, without a name." in seen
    for hidden in ("Secret plan.", "7 MW", "Lost investment.", "40 jobs"):
        assert hidden not in seen
        assert hidden in said(await sara.does("issues.open", "1"))
        assert hidden in said(await ola.does("issues.open", "1")), "one's own"
    assert hidden not in said(await eva.does("issues.history", "1"))
    assert "I cannot find that." in said(await eva.does("issues.unevidence", "1"))
    assert "I cannot find that." in said(await eva.does("issues.evidence_removal", "1"))
    assert "Remove evidence" not in [one.label for one in buttons(await eva.does("issues.open", "1"))]
    (way,) = [one for one in buttons(await ola.does("issues.manage", "1")) if one.label == "Remove evidence"]
    asked = await ola.does(way.do, way.value)
    assert asked
    assert asked.form
    labels = [label for _, label in asked.form.fields[0].options]
    assert labels == ["18 MW We wait since 2021.", "7 MW Secret plan.", "40 jobs Lost investment."]
    assert "Removed." in said(await ola.submits(asked, evidence="1"))
    assert "18 MW" not in said(await eva.does("issues.open", "1"))
    assert "I cannot find that." in said(await ola.submits(asked, evidence="1"))
    assert "Removed." in said(await ola.does("issues.unevidence", "2")), "a card drawn earlier"


async def test_a_reason_that_names_prices_is_hinted_at_to_its_writer_alone(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    hint, price = "This may be competition-sensitive.", "We charge 300 kroner per kW for reserved capacity."
    await published(kari, sara)
    (card,) = talk.room("grid")
    for label in ("Oppose", "Support if …"):
        assert hint in said(await ola.submits(await ola.clicks(card, label), reason=price)), label
    assert hint in said(await ola.submits(await ola.does("issues.reason", "1:1"), reason=f"{price} Still."))
    assert hint not in said(await ola.clicks(card, "Support"))
    assert hint not in "".join(post.text for post in talk.posts)
