"""Conversations about a consultation, from the form to what came of it, and who hears of it when."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.policy.consultations.response_kind import ResponseChangeNotice
from storage.policy.consultation_responses import WORD, ConsultationLogEntry
from tests.conftest import Clock
from tests.consultations import drafted, opened, passes, registers, said, signs
from tests.conversation import Conversation, Someone


async def test_an_open_consultation_is_announced_six_weeks_ahead_in_the_rooms_of_its_topics(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    whole = said(await registers(sara))
    assert "H-1 Tariffs for the grid" in whole
    assert "deadline Tuesday 15 June 2027 (in 71 days)" in whole
    assert "○ Announced – 4 May 2027" in whole
    assert "○ Sent, by 12 noon – 15 June 2027" in whole
    await passes(talk, clock, days=27)
    assert talk.room("grid") == [], "not before its day"
    assert "Tariffs for the grid" in said(await kari.commands("", "consultation")), "members find it in the list"
    await passes(talk, clock, days=2)
    (card,) = talk.room("grid")
    (other,) = talk.room("power", "other")
    assert card.text == other.text
    assert "Next: who it concerns 11 May 2027" in card.text
    assert "deadline Tuesday 15 June 2027\n" in card.text, "a number of days would be wrong tomorrow"
    assert kari.sees == [], "a card in the room disturbs nobody"


async def test_contacts_are_asked_once_whether_it_concerns_them_and_then_hear_only_what_they_have_a_part_in(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone, nils: Someone
) -> None:
    await opened(sara)
    await passes(talk, clock, days=36)
    assert [len(one.sees) for one in (kari, ola, nils)] == [1, 1, 0], "only who acts for an organisation"
    assert kari.last.card.title == "Does H-1 concern Eksempel?"
    assert "Eksempel: it concerns us" in said(await kari.clicks(kari.last, "Concerns us"))
    assert "Dømeøyra: it does not concern us" in said(await ola.clicks(ola.last, "Does not concern us"))
    await passes(talk, clock, days=14)
    assert "The draft should be ready today" in sara.last.text
    await drafted(sara)
    await passes(talk, clock, hours=1)
    assert not any("should be ready today" in post.text for post in sara.sees)
    assert any("Version 1 of the draft is there." in post.text for post in sara.sees)
    assert "Version 1 of the draft" in kari.last.card.title
    assert len(ola.sees) == 1, "whom it does not concern hears no more"
    await passes(talk, clock, days=7)
    assert "Comments on the draft are wanted today." in kari.last.text
    await kari.submits(await kari.does("consultations.comment", "1"), text="Mention the north.")
    await passes(talk, clock, days=1)
    assert "Mention the north." in sara.last.text
    await passes(talk, clock, days=2)
    assert "The text should be final today" in sara.last.text
    await passes(talk, clock, days=6)
    assert "The deadline is in 5 days. 1 of 2 have given a final answer. Missing: Eksempel." in kari.last.text
    assert len(ola.sees) == 1
    await signs(kari)
    await passes(talk, clock, days=5)
    assert "Send it today by 12 noon" in sara.last.text
    assert "1 park co-signs" in sara.last.text


async def test_what_the_digest_of_that_day_would_ask_too_is_asked_once(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await opened(sara)
    await passes(talk, clock, days=29)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).digest = True
    await passes(talk, clock, days=6)
    await passes(talk, clock, days=1)
    (asked,) = [post for post in kari.sees if "Does H-1 concern Eksempel?" in post.text]
    assert [button.label for button in asked.card.list_buttons()].count("Concerns us") == 1, asked.text


async def test_a_message_about_a_version_asks_no_more_once_there_is_a_newer_one(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await opened(sara)
    await passes(talk, clock, days=36)
    await kari.clicks(kari.last, "Concerns us")
    await drafted(sara)
    await passes(talk, clock, days=1)
    first = kari.last
    assert "Co-sign" in [button.label for button in first.card.list_buttons()]
    await drafted(sara, text="We ask for predictable tariffs and a cap.")
    await passes(talk, clock, days=1)
    assert kari.last.card.title == "Version 2 of the draft"
    before = next(seen for seen in kari.sees if seen.card.title == "Version 1 of the draft")
    assert "There is now a version 2 of the draft" in before.text
    assert [button.label for button in before.card.list_buttons()] == ["Show"], "it is in its own message"


async def test_what_is_sent_ends_it_and_who_has_a_part_in_it_hears_what_comes_of_it(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara)
    await passes(talk, clock, days=36)
    await ola.clicks(ola.last, "Does not concern us")
    await drafted(sara)
    await signs(kari)
    form = await sara.does("consultations.sent", "1")
    assert form.form is not None
    assert form.form.note.endswith("\n1 person will be told."), "Ola has said that it does not concern him"
    assert (await sara.submits(form, day="2027-12-24")).errors == {"day": "That day is in the future."}
    assert (await sara.submits(form, link="", text="")).errors == {"text": "Paste a link or write the text."}
    whole = said(await sara.submits(form, text="Dear regulator"))
    assert "Answered · Energy Regulator · sent 11 May 2027" in whole
    await passes(talk, clock, days=1)
    assert "Answered" in kari.last.text
    assert "Dear regulator" in kari.last.text
    heard = len(ola.sees)
    assert "closed" in said(await kari.does("consultations.not_now", "1"))
    (card,) = talk.room("grid")
    assert "Dear regulator" in card.text
    assert "Co-sign" not in card.labels
    assert "Tariffs for the grid" not in said(await kari.commands("", "consultation"))
    await sara.submits(await sara.does("consultations.outcome", "1"), outcome="They listened.")
    await passes(talk, clock, days=1)
    assert "They listened." in kari.last.text
    assert len(ola.sees) == heard
    assert "They listened." in said(await kari.commands("arkiv", "consultation"))
    before = [len(one.sees) for one in (kari, ola)]
    await passes(talk, clock, days=60)
    assert [len(one.sees) for one in (kari, ola)] == before, "nothing is asked of anybody any more"


async def test_nobody_answers_and_whoever_looks_after_it_is_asked_what_became_of_it(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await opened(sara, deadline="9 April 2027")
    await passes(talk, clock, days=10)
    assert "The deadline has passed. What was sent?" in sara.last.text
    assert "Tariffs for the grid" in said(await sara.commands("", "home"))
    form = await sara.clicks(sara.last, "Do not answer")
    assert (await sara.submits(form, outcome=" ")).errors == {"outcome": "Write a few words."}
    assert "Not answered" in said(await sara.submits(form, outcome="Nobody is hit."))
    assert "Why it was not answered – Nobody is hit." in said(await kari.commands("H-1", "consultation"))


async def test_what_is_seldom_done_stands_behind_one_button_where_a_card_is_full(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await opened(sara, link="https://www.regjeringen.no/h-1")
    await sara.submits(await sara.does("consultations.write", "1"), text="We want a deadline for answers.")
    consultation = await sara.does("consultations.open", "1")
    assert consultation.card is not None
    assert [button.label for button in consultation.card.list_buttons()][3:] == [
        "Write the draft", "Comment", "Read the draft", "History", "Go to consultation", "Change or close",
    ]  # fmt: skip
    behind = await sara.clicks(consultation, "Change or close")
    assert behind.card is not None
    assert [button.label for button in behind.card.list_buttons()] == ["It is sent", "Change", "Do not answer"]
    assert "Only" in said(await kari.does("consultations.manage", "1"))


async def test_a_comment_that_looks_competition_sensitive_waits_for_its_writer(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    form = await nils.does("consultations.comment", "1")
    assert (await nils.submits(form, text=" ")).errors == {"text": "Write a few words."}
    held = await nils.submits(form, text="We sell power for 42 øre/kWh to our customers.")
    assert "competition-sensitive" in said(held)
    assert "42" not in said(await kari.does("consultations.open", "1"))
    await nils.clicks(held, "Send anyway")
    whole = said(await kari.does("consultations.open", "1"))
    assert "1 comment" in whole
    assert "42 øre/kWh" in whole


async def test_a_comment_is_taken_back_by_who_wrote_it_and_from_who_was_told(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone, nils: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    thanks = await nils.submits(await nils.does("consultations.comment", "1"), text="Mention the north.")
    await passes(talk, clock, days=1)
    (told,) = [post for post in sara.sees if "Mention the north." in post.text]
    id = (
        next(button.value for button in thanks.card.list_buttons() if button.label == "Withdraw it")
        if thanks.card
        else ""
    )
    shown = await nils.does("consultations.open", "1")
    assert shown
    assert shown.card
    assert [one.label for one in shown.card.list_buttons() if one.value == id] == ["Withdraw the comment"]
    assert "can do this" in said(await kari.does("consultations.uncomment", id))
    assert "The comment has been withdrawn." in said(await nils.does("consultations.uncomment", id))
    assert "Mention the north." not in told.text
    assert "Mention the north." not in said(await kari.does("consultations.open", "1"))
    assert "I cannot find that comment." in said(await nils.does("consultations.uncomment", id))


async def test_two_who_write_the_draft_at_once_do_not_undo_each_other(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    tom = await talk.person("tom", role="secretariat")
    one, other = await sara.does("consultations.write", "1"), await tom.does("consultations.write", "1")
    await sara.submits(one, text="Hers")
    assert "Somebody has saved version 1 in the meantime." in (await tom.submits(other, text="His")).errors["text"]
    assert "Hers" in said(await kari.does("consultations.draft", "1"))


async def test_a_house_that_leaves_signs_nothing_that_is_still_open(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    await signs(kari)
    (card,) = talk.room("grid")
    assert "1 park co-signs" in card.text
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    form = await sara.does("privacy.house_leaves", str(house.id))
    await sara.submits(form, what="leave")
    assert "signs" not in card.text


async def test_the_ladder_says_sent_when_it_is_and_not_before(
    talk: Conversation, clock: Clock, sara: Someone, kari: Someone
) -> None:
    await opened(sara)
    await drafted(sara)
    sent = await sara.submits(await sara.does("consultations.sent", "1"), text="We ask for predictable tariffs.")
    assert "✓ Sent, by 12 noon – 5 April 2027" in said(sent)
    assert "○" not in said(sent), "what did not come about before is not to come any more"
    assert "✓ Sent, by 12 noon" in said(await kari.commands("H-1", "consultation"))
    await opened(sara, title="Rules for heat", deadline="20 April 2027")
    await passes(talk, clock, days=15)
    late = said(await sara.commands("H-2", "consultation"))
    assert "⚠️ Sent, by 12 noon – 20 April 2027" in late, "its day has passed, and nothing is sent"
    dropped = await sara.submits(await sara.does("consultations.drop", "2"), outcome="Nobody had time.")
    assert "Sent, by" not in said(dropped)


async def test_news_of_an_earlier_release_that_are_not_out_yet_say_who_it_was(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    id = int(await opened(sara, deadline="20 April 2027"))
    await kari.does("consultations.affected", str(id))
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        entry = await store.consultation_responses.add_consultation_log_entry(
            ConsultationLogEntry(
                consultation_id=id, kind=WORD, what="affected", person_id=nils.person_id, organisation_id=house.id
            )
        )
        earlier = ResponseChangeNotice(record=id, organisation=house.id, entry=entry.id)
        person = await store.people.load_person(kari.person_id)
        await outgoing.post_to_person(store, person, earlier, key="earlier")
    await talk.settle()
    assert "Nils has changed the position of Eksempel." in kari.last.text


async def test_a_draft_that_is_there_is_not_what_comes_next(talk: Conversation, sara: Someone, clock: Clock) -> None:
    await opened(sara)
    await passes(talk, clock, days=37)
    (card,) = talk.room("grid")
    assert "Next: the draft 25 May 2027" in card.text
    await drafted(sara)
    assert "Next: comments" in card.text
    whole = said(await sara.commands("H-1", "consultation"))
    assert "✓ The draft\n○ Comments – " in whole
    assert "○ Final text – " in whole
    await drafted(sara, changed="It is final.", final=("yes",))
    assert "✓ Final text\n" in said(await sara.commands("H-1", "consultation"))


async def test_whoever_is_to_write_the_answer_is_told(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    id = await opened(sara)
    await sara.submits(await sara.does("consultations.edit", id), owner=(str(ola.person_id),))
    await passes(talk, clock, hours=1)
    told = ola.last
    assert "You write the answer to this consultation now." in told.text
    assert told.labels == ["Write the draft", "Show"]
    heard = len(sara.sees)
    await sara.submits(await sara.does("consultations.edit", id), owner=(str(sara.person_id),))
    await passes(talk, clock, hours=1)
    assert told.text == "This is no longer shown here."
    assert len(sara.sees) == heard, "who takes it knows it"


async def test_a_version_asks_for_no_signature_once_the_answer_is_sent(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    id = await opened(sara)
    await kari.does("consultations.affected", id)
    await drafted(sara, id)
    await passes(talk, clock, hours=1)
    version = kari.last
    assert "Co-sign" in version.labels
    await sara.submits(await sara.does("consultations.sent", id), link="https://example.org/sent")
    assert "Answered" in version.text
    assert version.labels == ["Show"]


async def test_of_two_who_change_a_consultation_the_later_one_undoes_nothing(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    tom = await talk.person("tom", role="secretariat")
    id = await opened(sara)
    hers, his = await sara.does("consultations.edit", id), await tom.does("consultations.edit", id)
    await sara.submits(hers, deadline="22 June 2027")
    again = await tom.submits(his, text="Who pays for what.")
    assert again.form is not None
    assert "Somebody has changed it in the meantime." in again.form.note
    assert "22 June 2027" in again.form.note
    assert "deadline Tuesday 22 June 2027" in said(await kari.does("consultations.open", id))
    await tom.submits(again, deadline="22 June 2027")
    shown = said(await kari.does("consultations.open", id))
    assert "Who pays for what." in shown
    assert "deadline Tuesday 22 June 2027" in shown


async def test_a_consultation_that_somebody_has_opened_follows_what_becomes_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara)
    kari.keeps = True
    await kari.says("H-1")
    shown = kari.last
    assert "Concerns us" in shown.labels
    await ola.does("consultations.affected", "1")
    assert "Dømeøyra: it concerns us" in shown.text
    await ola.submits(await ola.does("consultations.comment", "1"), text="Mention the north.")
    assert "Mention the north." in shown.text
    await sara.submits(await sara.does("consultations.drop", "1"), outcome="Another answers for us.")
    assert "Another answers for us." in shown.text
    assert "Concerns us" not in shown.labels


async def test_whoever_sees_to_a_consultation_sees_who_has_not_answered(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await opened(sara)
    await ola.does("consultations.affected", "1")
    assert "Have not answered: Eksempel." in said(await sara.does("consultations.open", "1"))
    assert "Have not answered" not in said(await kari.does("consultations.open", "1")), (
        "that is for the secretariat to see to"
    )
    await drafted(sara)
    await signs(ola)
    assert "Have not answered: Eksempel." in said(await sara.does("consultations.open", "1"))
    await signs(kari)
    assert "Have not answered" not in said(await sara.does("consultations.open", "1"))
