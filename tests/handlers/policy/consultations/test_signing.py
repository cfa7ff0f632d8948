"""Conversations about signatures: once for each organisation, of one version of the draft, until it is sent."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Reply
from handlers.policy.consultations.card_arguments import WriterNotice
from handlers.policy.consultations.step_actions import notify_consultation_people
from handlers.policy.consultations.step_schedule import SEND
from storage.directory.organisations import CONTACT
from storage.directory.people import MEMBER
from tests.conftest import Clock
from tests.consultations import MONDAY, drafted, opened, passes, said, signs
from tests.conversation import Conversation, Someone
from tests.houses import houses


async def test_without_a_mandate_one_is_told_who_has_it_and_asks_with_one_tap(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    (card,) = talk.room("grid")
    for label in ("Concerns us", "Does not concern us"):
        reply = await nils.clicks(card, label)
        assert "Kari can answer for Eksempel in this." in said(reply)
    assert "Kari is asked." in said(await nils.clicks(reply, "Ask Kari"))
    await nils.clicks(reply, "Ask Kari")
    asked = [post for post in kari.sees if "Nils asks for the position of Eksempel." in post.text]
    assert len(asked) == 1, "once, whoever taps how often"
    await kari.clicks(asked[0], "Concerns us")
    stray = await talk.person("rolf")
    assert "Until an organisation has confirmed that you belong to it" in said(await stray.clicks(card, "Concerns us"))
    lonely = await talk.person("liv", organisation="ensom")
    assert "Nobody can answer for Ensom yet." in said(await lonely.clicks(card, "Concerns us"))


async def test_another_word_of_the_same_organisation_takes_the_place_of_the_first_and_tells_who_said_it(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    tor = await talk.person("tor", organisation="eksempel", contact=True)
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    await signs(kari)
    (card,) = talk.room("grid")
    assert "1 park co-signs" in card.text
    heard = len(kari.sees)
    assert "Eksempel: not now" in said(await tor.clicks(card, "Not now"))
    assert "signs" not in card.text.replace("co-signs", "")
    assert "Tor has changed the position of Eksempel." in kari.last.text
    assert len(kari.sees) == heard + 1
    assert "Eksempel has already said that, through Tor." in said(await kari.clicks(card, "Not now"))
    assert "Eksempel: it does not concern us" in said(await kari.clicks(card, "Does not concern us"))
    whole = said(await sara.commands("H-1", "consultation"))
    assert "• Eksempel: it does not concern us" in whole
    assert "1 of 1 have given a final answer" in whole
    history = said(await kari.does("consultations.history", "1"))
    assert history.index("it does not concern us") < history.index("not now") < history.index("signs")


async def test_whoever_acts_for_two_says_for_which(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await talk.person("ola", organisation="dømeøyra")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
        await store.organisations.appoint_representative(house.id, kari.person_id, CONTACT)
    await opened(sara, deadline="20 April 2027")
    (card,) = talk.room("grid")
    reply = await kari.clicks(card, "Concerns us")
    assert "For which organisation?" in said(reply)
    assert "Dømeøyra: it concerns us" in said(await kari.clicks(reply, "Dømeøyra"))
    await drafted(sara)
    asked = await kari.clicks(card, "Co-sign")
    assert "Yes, Dømeøyra co-signs" in said(asked)
    assert "Yes, Eksempel co-signs" in said(asked)
    await kari.clicks(asked, "Yes, Dømeøyra co-signs")
    assert "1 park co-signs" in card.text
    assert "1 of 2 have given a final answer" in card.text


async def test_a_changed_draft_asks_signers_again_and_silence_stands_for_what_they_signed(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    (card,) = talk.room("grid")
    assert "There is no draft to co-sign yet." in said(await kari.does("consultations.sign", "1"))
    await drafted(sara)
    asked = await kari.clicks(card, "Co-sign")
    assert "Version 2 is saved." in said(await drafted(sara, text="Another text", changed="The second part"))
    late = await kari.clicks(asked, "Yes, Eksempel co-signs")
    assert "The draft has changed since then. Read version 2" in said(late), "what was not read is not signed"
    assert "1 park co-signs" not in card.text
    await kari.clicks(late, "Yes, Eksempel co-signs")
    assert "1 park co-signs" in card.text
    await drafted(sara, text="Another text")
    assert "version 2" in said(await sara.commands("H-1", "consultation")), "what is saved unchanged is no new version"
    await drafted(sara, text="A third text", changed="The end")
    assert "1 park has co-signed only version 2" in card.text
    assert "0 of 2 have given a final answer" in card.text, "a signature of another text is no answer to this one"
    await passes(talk, clock, days=1)
    (post,) = [post for post in kari.sees if "Version 3 of the draft" in post.text]
    assert "What has changed: The end" in post.text
    assert (
        "Eksempel co-signed an earlier version. Until you answer again, the signature applies to that one." in post.text
    )
    assert not [one for one in ola.sees if "of the draft" in one.text], "whoever has no part in it is not told"
    assert "• Eksempel: co-signs version 2, not version 3" in said(await ola.commands("H-1", "consultation"))
    await signs(kari)
    assert "1 park co-signs version 3" in card.text
    assert "only" not in card.text
    assert "A third text" in said(await ola.does("consultations.draft", "1"))


async def test_what_is_signed_is_named_by_version_and_the_sender_is_told_who_has_not_signed_this_one(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    """«3 parker medsigner» where two of them signed other words must not go out as such."""
    people = [await talk.person(name, organisation=name, contact=True) for name in ("arna", "bokn", "canto")]
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    for who in (kari, people[0]):
        await signs(who)
    await drafted(sara, text="Another text", changed="The second part")
    await signs(people[1])
    (card,) = talk.room("grid")
    assert "1 park co-signs version 2 · 2 parks have co-signed only version 1" in card.text
    listed = said(await people[2].commands("", "consultation"))
    assert "1 co-signs version 2 · 2 have co-signed only an earlier version" in listed
    history = said(await kari.does("consultations.history", "1"))
    assert "Kari, Eksempel: co-signs version 1" in history
    form = (await sara.does("consultations.sent", "1")).form
    assert form is not None
    assert "Have co-signed version 2: Bokn." in form.note
    assert "Have co-signed only version 1, not this one: Eksempel and Arna." in form.note
    assert "Have not answered: Canto." in form.note
    # those who signed another text are asked once more on the day of signatures
    for _ in range(11):
        await passes(talk, clock, days=1)
    for who, asked in ((people[0], True), (people[1], False), (people[2], True)):
        assert any("Will " in post.text and "sign H-1?" in post.text for post in who.sees) == asked, who.user
    form = await sara.does("consultations.sent", "1")
    whole = said(await sara.submits(form, link="", text="A third text"))
    assert "1 park co-signs version 2 · 2 parks have co-signed only version 1" in whole
    assert "• Arna: co-signs version 1, not version 2" in whole
    assert "What was sent differs from version 2 of the draft, which was co-signed." in whole


async def test_who_said_only_that_it_concerns_them_has_not_answered_for_the_sender_either(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    (card,) = talk.room("grid")
    await ola.clicks(card, "Concerns us")
    form = (await sara.does("consultations.sent", "1")).form
    assert form is not None
    assert "Have not answered: Eksempel." in form.note, "as long as there is no draft it is an answer"
    await drafted(sara)
    await signs(kari)
    assert "1 of 2 have given a final answer" in card.text
    form = (await sara.does("consultations.sent", "1")).form
    assert form is not None
    assert "Have not answered: Dømeøyra." in form.note


async def test_whoever_signed_for_two_says_for_which_it_is_taken_back(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await talk.person("ola", organisation="dømeøyra")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
        await store.organisations.appoint_representative(house.id, kari.person_id, CONTACT)
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    (card,) = talk.room("grid")
    for name in ("Dømeøyra", "Eksempel"):
        await kari.clicks(await kari.clicks(card, "Co-sign"), f"Yes, {name} co-signs")
    assert "2 parks co-sign version 1" in card.text
    reply = await kari.clicks(await kari.clicks(card, "Co-sign"), "Withdraw it")
    assert "2 parks co-sign version 1" in card.text
    assert "Dømeøyra: not now" in said(await kari.clicks(reply, "Dømeøyra"))
    assert "1 park co-signs version 1" in card.text


async def test_sums_are_of_those_who_sign_the_text_as_it_stands(talk: Conversation, sara: Someone) -> None:
    people = [await talk.person(f"p{n}", organisation=f"p{n}", contact=True) for n in range(6)]
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    for who in people:
        await who.submits(await who.clicks(await signs(who), "Give figures"), mw="10")
    await drafted(sara, text="Another text")
    for who in people[:5]:
        await signs(who)
    whole = said(await sara.commands("H-1", "consultation"))
    assert "50 MW of power (given by 5 of 5 that co-sign)" in whole


async def test_no_difference_of_two_answers_tells_what_one_signer_has_given(talk: Conversation, sara: Someone) -> None:
    people = [await talk.person(f"p{n}", organisation=f"p{n}", contact=True) for n in range(7)]
    signers = {"1": people[:6], "2": people, "3": people[:6]}
    told = {}
    for id, signing in signers.items():
        await opened(sara, deadline="20 April 2027", title=f"Tariffs {id}")
        await drafted(sara, id)
        for who in signing:
            await who.submits(await who.clicks(await signs(who, id), "Give figures"), mw="12")
        await sara.submits(await sara.does("consultations.sent", id))
        told[id] = said(await people[0].commands(f"H-{id}", "consultation"))
    assert "72 MW of power (given by 6 of 6 that co-sign)" in told["1"]
    assert "MW of power: given by 7 of 7 that co-sign, the sum is not shown" in told["2"]
    assert "72 MW of power (given by 6 of 6 that co-sign)" in told["3"], "the same ones again tell nothing new"


async def test_who_no_longer_writes_the_answer_does_not_follow_who_signs_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    siri = await talk.person("siri", role="secretariat")
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    async with talk.database.begin() as store:
        writers = [await store.people.load_person(siri.person_id)]
        await notify_consultation_people(store, talk.arena, writers, WriterNotice(1, SEND), "send")
    await talk.settle()
    assert "Have not answered" in siri.last.text
    async with talk.database.begin() as store:
        (await store.people.load_person(siri.person_id)).role = MEMBER
    await signs(kari)
    await talk.settle()
    assert siri.last.text == "This is no longer shown here."


async def test_figures_come_with_a_signature_and_with_their_unit(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    assert "Eksempel does not co-sign H-1." in said(await kari.does("consultations.figures", "1:1"))
    form = await kari.clicks(await signs(kari), "Give figures")
    wrong = {
        ("12 GWh", ""): {"mw": "“GWh” does not fit here."},
        ("much", "-4"): {"mw": "Write a number, for example 12,5.", "tonnes": "Write a number, for example 12,5."},
        ("0", "9 000 000 000"): dict.fromkeys(("mw", "tonnes"), "Check the number: it is too large, or zero."),
        ("1,2,3", "5 kg"): {"mw": "“,3” does not fit here.", "tonnes": "“kg” does not fit here."},
    }
    for (mw, tonnes), errors in wrong.items():
        assert (await kari.submits(form, mw=mw, tonnes=tonnes)).errors == errors
    assert "not shown to anybody" in said(await kari.submits(form, mw="1.200,5 MW", tonnes="15 000 tonn CO₂"))
    async with talk.database.read() as store:
        ((voice, _),) = await store.consultation_responses.list_responses(1)
    assert (voice.mw, voice.tonnes) == (1200.5, 15000.0)
    again = await kari.does("consultations.figures", f"1:{voice.organisation_id}")
    assert again.form is not None
    assert [field.value for field in again.form.fields] == ["1,200.5", "15,000"]


async def test_a_colleague_of_a_signer_is_told_who_signed_and_not_asked_to_sign(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    """By who else acts for the organisation, and by who does not."""
    tor = await talk.person("tor", organisation="eksempel", contact=True)
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    (card,) = talk.room("grid")
    await nils.clicks(await nils.clicks(card, "Not now"), "Ask Kari and Tor")
    await signs(kari)
    for who, back in ((tor, True), (nils, False)):
        reply = await who.clicks(card, "Co-sign")
        assert "Eksempel co-signs version 1, through Kari." in said(reply)
        assert not {"Yes, Eksempel co-signs", "Ask Kari and Tor"} & set(labels(reply))
        assert ("Withdraw it" in labels(reply)) == back
        whole = await who.commands("H-1", "consultation")
        assert "Co-sign" not in labels(whole)
        assert ("Withdraw it" in labels(whole)) == back
    (asked,) = [post for post in tor.sees if "Nils asks for the position of Eksempel." in post.text]
    assert "Eksempel co-signs version 1, through Kari." in asked.text
    assert asked.labels == ["Show"]
    await drafted(sara, text="We ask for lower tariffs.")
    assert "Yes, Eksempel co-signs" in labels(await tor.clicks(card, "Co-sign")), "a new version is asked about anew"
    assert "Co-sign" in labels(await tor.commands("H-1", "consultation"))


def labels(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [button.label for button in reply.card.list_buttons()]


async def test_a_number_that_was_given_to_another_draft_is_not_signed_nor_written_over(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    """A database that was restored counts versions on from its backup, while buttons of before are still out."""
    id = await opened(sara)
    await drafted(sara, id, text="We ask for calm.")
    asked, form = await kari.does("consultations.sign", id), await sara.does("consultations.write", id)
    assert asked.card is not None
    label = next(button.label for button in asked.card.list_buttons() if button.do == "consultations.confirm")
    async with talk.database.begin() as store:
        consultation = await store.consultations.find(int(id))
        assert consultation is not None
        consultation.draft_text = "We ask for haste."
    late = await kari.clicks(asked, label)
    assert "The draft has changed since then." in said(late)
    async with talk.database.read() as store:
        assert not await store.consultation_responses.list_responses(int(id))
    written = await sara.submits(form, text="We ask for calm, and reasons.")
    assert "Somebody has saved version 1 in the meantime." in said(written)
    await kari.clicks(late, label)
    async with talk.database.read() as store:
        assert len(await store.consultation_responses.list_responses(int(id))) == 1


async def test_what_is_pressed_in_a_message_of_ones_own_is_answered_there_alone(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    talk.platforms["fake"].names_chats = True
    await opened(sara)
    await passes(talk, clock, days=37)
    asked = kari.last
    assert "Does H-1 concern Eksempel?" in asked.text
    assert (await kari.clicks(asked, "Concerns us")).card is None
    assert "Eksempel: it concerns us" in asked.text
    assert kari.last is asked, "and nowhere else"
    await drafted(sara)
    await passes(talk, clock, days=1)
    version = kari.last
    assert "Version 1 of the draft" in version.text
    assert "Eksempel: it concerns us" in version.text
    assert (await kari.clicks(version, "Not now")).card is None
    assert "Eksempel: not now" in version.text
    assert kari.last is version
    confirm = await kari.does("consultations.sign", "1")
    done = await kari.clicks(confirm, "Yes, Eksempel co-signs")
    assert done.replace, "the question gives way to what came of it"
    assert "Eksempel: co-signs version 1" in said(done)
    assert "Eksempel: co-signs version 1" in version.text
    assert version.labels == ["Read the draft", "Comment"]


async def test_no_organisation_signs_what_it_may_no_longer_read(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    id = await opened(sara)
    await drafted(sara, id)
    await signs(ola, id)
    ours, theirs = await houses(talk.database, "eksempel", "dømeøyra")
    form = await sara.does("consultations.edit", id)
    wrong = await sara.submits(form, reach="chosen", organisations=(str(ours),))
    assert wrong.errors == {"reach": "Dømeøyra could no longer see it, but are involved in it. Let them see it too."}
    assert "Who sees it: Only" in said(await sara.submits(form, reach="chosen", organisations=(str(ours), str(theirs))))
    await ola.does("consultations.not_now", id)
    await ola.does("consultations.unaffected", id)
    narrow = await sara.submits(await sara.does("consultations.edit", id), organisations=(str(ours),))
    assert "Who sees it: Only Eksempel" in said(narrow), "who has no part in it holds nothing up"


async def test_who_is_asked_in_the_night_to_speak_for_their_organisation_reads_it_in_the_morning(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, clock: Clock
) -> None:
    id = await opened(sara)
    clock.set(MONDAY + timedelta(hours=13))
    await nils.does("consultations.ask", id)
    assert kari.sees == []
    clock.set(MONDAY + timedelta(hours=23))
    await talk.settle()
    assert "Nils asks for the position of Eksempel." in kari.last.text


async def test_who_acts_for_two_organisations_answers_for_the_one_that_sees_the_consultation(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    id = await opened(sara)
    async with talk.database.begin() as store:
        ours, other = [await store.organisations.find_organisation_by_code(code) for code in ("eksempel", "dømeøyra")]
        assert ours is not None
        assert other is not None
        await store.memberships.add_membership(await store.people.load_person(kari.person_id), other.id, confirmed=True)
        await store.organisations.appoint_representative(other.id, kari.person_id, CONTACT)
    form = await sara.does("consultations.edit", id)
    shown = await sara.submits(form, reach="chosen", organisations=(str(ours.id),), owner=(str(ola.person_id),))
    assert "Who sees it: Only Eksempel" in said(shown)
    await passes(talk, clock, days=37)
    assert "0 of 1 have given a final answer" in said(await sara.does("consultations.open", id))
    assert not any("Does H-1 concern Dømeøyra?" in post.text for post in (*kari.sees, *ola.sees))
    assert "For which organisation?" not in said(await kari.does("consultations.affected", id))
    async with talk.database.read() as store:
        responses = await store.consultation_responses.list_responses(int(id))
    assert [organisation.id for _, organisation in responses] == [ours.id]


async def test_what_an_organisation_has_said_already_is_not_offered_to_it_again(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    (card,) = talk.room("grid")
    labels = [button.label for button in (await kari.commands("H-1", "consultation")).card.list_buttons()]
    assert labels[:2] == ["Concerns us", "Does not concern us"]
    await kari.clicks(card, "Concerns us")
    labels = [button.label for button in (await kari.commands("H-1", "consultation")).card.list_buttons()]
    assert labels[0] == "Does not concern us"
    assert "Concerns us" not in labels
