"""Conversations about a new meeting: typed in a line or a form, echoed in full, saved once."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Form, Reply
from handlers.chat.events import Click
from storage.kit.database import Database
from storage.meetings.meetings import PLANNED
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Post, Someone
from tests.planning import LINE, calls_off, fact, labels, meeting, occurrences, plan, plans, said, writes

pytestmark = pytest.mark.usefixtures("two_rooms")


async def test_a_line_that_says_it_all_is_echoed_and_planned_with_one_click(talk: Conversation, sara: Someone) -> None:
    echo = await sara.commands(LINE, name="meeting")
    assert fact(echo, "When") == "Tuesday 16 March 2027, 10:00–15:00"
    assert fact(echo, "Where") == "Eksempel Industripark"
    assert labels(echo) == ["Save", "Change", "More", "Reminders", "Cancel"]
    assert talk.posts == []
    done = await sara.clicks(echo, "Save")
    assert "Planned. Its card goes to 2 rooms." in said(done)
    for channel, platform in (("grid", "fake"), ("energy", "other")):
        (card,) = talk.room(channel, platform)
        assert card.text.startswith("Arenamøte 2/27\nWhen: Tuesday 16 March 2027, 10:00–15:00")
    planned = await meeting(talk)
    assert (planned.state, planned.title, planned.starts, planned.minutes) == (
        PLANNED,
        "Arenamøte 2/27",
        "2027-03-16T10:00",
        300,
    )


@pytest.mark.parametrize(
    ("line", "title", "when", "place"),
    [
        ("ny Grid breakfast next Tuesday 10am", "Grid breakfast", "Tuesday 9 March 2027, 10:00–11:00", ""),
        ("new Board, 17.3.2027 10:00-12:00", "Board", "Wednesday 17 March 2027, 10:00–12:00", ""),
        (
            "ny Styringsgruppe; onsdag 17. mars, kl 10-12; Dømeøyra, rom 2",
            "Styringsgruppe",
            "Wednesday 17 March 2027, 10:00–12:00",
            "Dømeøyra, rom 2",
        ),
    ],
)
async def test_lines_are_read_as_people_write_them(
    talk: Conversation, sara: Someone, line: str, title: str, when: str, place: str
) -> None:
    echo = await sara.commands(line, name="meeting")
    assert echo.card is not None
    assert (echo.card.title, fact(echo, "When")) == (title, when)
    assert not place or fact(echo, "Where") == place


@pytest.mark.parametrize(
    ("pieces", "seats", "deadline"),
    [
        ("4 plasser", "4", ""),
        ("maks. 20 personer, 2 per park", "20, 2 for each organisation", ""),
        ("fire plassar, maks to frå kvar organisasjon", "4, 2 for each organisation", ""),
        ("20 seats, at most 2 from each company", "20, 2 for each organisation", ""),
        ("plass til 12, påmelding innen 9. mars", "12", "Tuesday 9 March 2027, 16:00"),
        ("sign-up by 10 March 12:00, seats: 30", "30", "Wednesday 10 March 2027, 12:00"),
        ("frist 7 dagar før, inntil 8 deltakarar", "8", "Tuesday 9 March 2027, 16:00"),
    ],
)
async def test_a_line_limits_seats_and_sign_up_and_neither_is_the_place(
    talk: Conversation, sara: Someone, pieces: str, seats: str, deadline: str
) -> None:
    echo = await sara.commands(f"ny Nettfrokost, 16. mars kl 10-12, Eksempel Industripark, {pieces}", name="meeting")
    assert fact(echo, "Where") == "Eksempel Industripark"
    assert fact(echo, "Seats") == seats
    assert not deadline or fact(echo, "Sign up by") == deadline
    await sara.clicks(echo, "Save")
    planned = await meeting(talk)
    assert planned.place == "Eksempel Industripark"
    assert (planned.capacity, planned.signup_days is not None) == (int(seats.partition(",")[0]), bool(deadline))


async def test_what_only_looks_like_a_limit_stays_what_it_is(talk: Conversation, sara: Someone) -> None:
    line = "ny Festplassen, 16. mars kl 10-12, Plassen 4, Svar på høringen, 0 plasser"
    asked = await sara.commands(line, name="meeting")
    assert asked.form is not None
    values = {field.name: field.value for field in asked.form.fields}
    said = f"{values['title']} {values['place']}"
    assert all(words in said for words in ("Festplassen", "Plassen 4", "Svar på høringen", "0 plasser"))
    assert "Is this what it is called" in asked.form.note
    assert "Seats" not in asked.form.note
    assert not values.get("capacity")
    later = await sara.commands("ny Frokost, 16. mars kl 8-9, Plassen 4, påmelding innen 20. mars", name="meeting")
    assert (fact(later, "Where"), fact(later, "About the meeting")) == ("Plassen 4", "påmelding innen 20. mars")


async def test_seats_of_a_line_that_says_too_little_are_kept(talk: Conversation, sara: Someone) -> None:
    await sara.says("møte ny Nettfrokost, Eksempel Industripark, 4 plasser")
    assert "Seats: 4" in sara.last.text
    form = await sara.clicks(sara.last, "Fill in")
    echo = await sara.submits(form, when="16 March 10:00-12:00")
    assert (fact(echo, "Where"), fact(echo, "Seats")) == ("Eksempel Industripark", "4")


async def test_a_line_may_hold_a_rule_and_an_address(talk: Conversation, sara: Someone) -> None:
    line = "ny Nettfrokost, 9. mars kl 8-9, annenhver tirsdag 5 ganger, https://meet.example.org/nett"
    echo = await sara.commands(line, name="meeting")
    assert fact(echo, "5 dates").startswith("9 March 2027, 23 March 2027")
    assert fact(echo, "Link") == "https://meet.example.org/nett"
    for line in (
        "ny Kaffe, 9. mars kl 8-9, hver uke, 4 ganger, Rom 3",
        "new Coffee, 9 March 8-9, every week, 4 times, Rom 3",
    ):
        weekly = await sara.commands(line, name="meeting")
        assert (fact(weekly, "Repeats"), fact(weekly, "Where")) == ("every week, 4 times", "Rom 3")
    long = await sara.commands("ny Ukekaffe, 9. mars kl 8-9, hver uke, 100 ganger", name="meeting")
    assert fact(long, "100 dates").startswith("9 March 2027, 16 March 2027"), "also those further ahead than is planned"
    await sara.clicks(echo, "Save")
    starts = [row.starts for row in await occurrences(talk)]
    assert starts == [f"2027-{day}T08:00" for day in ("03-09", "03-23", "04-06", "04-20", "05-04")]


async def test_what_a_line_leaves_open_is_asked_for_in_a_form_that_has_the_rest(
    talk: Conversation, sara: Someone
) -> None:
    reply = await sara.commands("ny Arenamøte, 31. februar kl 10, Eksempel Industripark", name="meeting")
    assert reply.form is not None
    assert {field.name: field.value for field in reply.form.fields} | {"audience": ""} == {
        "title": "Arenamøte",
        "day": "",
        "from": "",
        "to": "",
        "repeats": "",
        "place": "Eksempel Industripark",
        "link": "",
        "audience": "",
    }
    wrong = await sara.submits(reply)
    assert set(wrong.errors) == {"day", "from"}
    assert "Not saved yet" in said(await sara.submits(reply, day="2027-03-28", **{"from": "10:00"}))


async def test_in_a_chat_without_forms_a_button_leads_to_the_form(talk: Conversation, sara: Someone) -> None:
    await sara.says("møte ny")
    assert sara.last.labels == ["New meeting"]
    await sara.says("møte ny Arenamøte, Eksempel Industripark")
    assert "Where: Eksempel Industripark" in sara.last.text
    assert "Missing: when it is." in sara.last.text
    await sara.says("møte ny Nettfrokost, 9. mars kl 8-9, hver uke")
    assert "Missing: how many times, or until when." in sara.last.text
    await sara.says("møte ny Arenamøte, Eksempel Industripark")
    form = await sara.clicks(sara.last, "Fill in")
    assert form.form is not None
    assert form.form.fields[0].value == "Arenamøte"


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Slammøte 31. februar kl 10", "There is no such day: “31. februar”."),
        ("Slammøte torsdag 16. mars kl 10", "The day of the week and the date do not agree: “torsdag 16. mars”."),
        ("Slammøte 16. eller 17. mars kl 10", "“16. eller 17. mars” contains more than one time. Write one."),
        ("Slammøte 1.2.2027 kl 10", "“1.2.2027” has already passed."),
        ("Slammøte neste uke kl 10", "Which day? You wrote “neste uke”."),
        ("Slammøte 16. mars kl 6", "Is “kl 6” in the morning or in the evening?"),
        ("Slammøte 16. mars etter lunsj", "What time does it begin? You wrote “etter lunsj”."),
        ("Slammøte 16. mars", "Missing: what time it begins."),
        ("Slammøte kl 10", "Missing: when it is."),
        ("16. mars kl 10", "Missing: what it is called."),
        ("Slammøte 16. mars fra 10 til", "When does it end? You wrote “fra 10 til”."),
        ("Slammøte 16. mars kl 10, Fjorden eller Teams", "Which place: “Fjorden eller Teams”?"),
        ("Slammøte 16. mars kl 10, gamle ganger", "Where is it? You wrote “gamle ganger”."),
        ("Slammøte hver tirsdag kl 10 noen ganger", "How many times, or until when? You wrote “noen ganger”."),
        ("Slammøte to ganger i uka fra 16. mars kl 10", "I cannot repeat a meeting that way: “to ganger i uka”."),
    ],
)
async def test_what_a_line_leaves_open_is_named_with_its_words(
    talk: Conversation, sara: Someone, line: str, asked: str
) -> None:
    await sara.says(f"møte ny {line}")
    assert asked in sara.last.text.splitlines()
    assert sara.last.labels == ["Fill in"]
    reply = await sara.commands(f"ny {line}", name="meeting")
    assert reply.form is not None
    assert asked in reply.form.note.splitlines()


async def test_words_of_a_line_stand_in_any_order(talk: Conversation, sara: Someone) -> None:
    echo = await sara.commands("ny tirsdag møte om spillvarme klokka to til fire i kantina", name="meeting")
    assert echo.card is not None
    assert (echo.card.title, fact(echo, "When")) == ("Møte om spillvarme", "Tuesday 2 March 2027, 14:00–16:00")
    assert fact(echo, "Where") == "kantina"
    await sara.clicks(echo, "Save")
    assert (await meeting(talk)).starts == "2027-03-02T14:00"


async def test_what_is_wrong_is_said_at_the_field_and_the_form_stays(talk: Conversation, sara: Someone) -> None:
    form = await sara.does("meetings.write")
    for values, errors in (
        ({"title": "", "when": ""}, {"title", "when"}),
        ({"title": "A", "when": "yesterday 10:00"}, {"when"}),
        ({"title": "A", "when": "1.2.2027 10:00"}, {"when"}),
        ({"title": "A", "when": "16 March 15:00-10:00"}, {"when"}),
        ({"title": "A", "when": "16 March"}, {"when"}),
        ({"title": "A", "when": "16 March 2095 10:00"}, {"when"}),
        ({"title": "A", "when": "16 March 10:00", "link": "meet.example.org/x"}, {"link"}),
        ({"title": "A", "when": "16 March 10:00", "link": "javascript:alert(1)"}, {"link"}),
        ({"title": "A" * 121, "when": "16 March 10:00"}, {"title"}),
        ({"title": "A", "when": "16 March 10:00", "repeats": "every Tuesday"}, {"repeats"}),
        ({"title": "A", "when": "16 March 10:00", "repeats": "every day, 1000000 times"}, {"repeats"}),
        ({"title": "A", "when": "16 March 10:00", "repeats": "every Friday, 5 times"}, {"repeats"}),
        ({"title": "A", "when": "16 March 10:00", "repeats": "when it suits"}, {"repeats"}),
        ({"title": "A", "when": "16 March 10:00 - 26 March 10:00"}, {"when"}),
    ):
        wrong = await sara.submits(form, **values)
        assert set(wrong.errors) == errors, values
        assert all(wrong.errors.values())
    async with talk.database.read() as store:
        assert await store.meetings.list_unsaved_drafts(sara.person_id) == []


async def test_what_was_typed_waits_at_home_until_it_is_saved_or_dropped(talk: Conversation, sara: Someone) -> None:
    await writes(sara, title="Winter meeting")
    home = await sara.commands("", name="home")
    assert "Winter meeting" in said(home)
    again = await sara.clicks(home, "Continue")
    assert "Not saved yet" in said(again)
    assert said(await sara.clicks(again, "Cancel")) == "Discarded. Nothing was saved."
    assert "Winter meeting" not in said(await sara.commands("", name="home"))


async def test_change_opens_the_form_with_what_was_understood(talk: Conversation, sara: Someone) -> None:
    echo = await writes(sara, repeats="every other Tuesday, 4 times", link="https://meet.example.org/a")
    form = await sara.clicks(echo, "Change")
    unchanged = await sara.submits(form)
    assert said(unchanged) == said(echo)
    later = await sara.submits(form, when="17 March 12-13")
    assert set(later.errors) == {"repeats"}
    later = await sara.submits(form, when="23 March 12-13")
    assert fact(later, "When") == "Tuesday 23 March 2027, 12:00–13:00"


async def test_save_twice_is_one_meeting(talk: Conversation, sara: Someone) -> None:
    echo = await writes(sara)
    await sara.clicks(echo, "Save")
    again = await sara.clicks(echo, "Save")
    assert "It is already saved." in said(again)
    assert len(talk.room("grid")) == 1
    async with talk.database.read() as store:
        assert len(await store.meetings.list_all_meetings()) == 1


async def test_a_draft_whose_time_has_passed_is_not_saved_but_kept(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    echo = await writes(sara, when="2 March 10:00")
    clock.forward(days=2)
    refused = await sara.clicks(echo, "Save")
    assert "the time has run out" in said(refused)
    form = await sara.clicks(refused, "Fill in")
    assert "Not saved yet" in said(await sara.submits(form, when="9 March 10:00"))


async def test_nobody_can_save_or_read_the_draft_of_somebody_else(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await writes(sara, title="Secret talks")
    for do, value in (
        ("meetings.save", "1"),
        ("meetings.write", "d1:0"),
        ("meetings.draft", "1"),
        ("meetings.drop", "1"),
        ("meetings.save", "999"),
        ("meetings.write", "d999:0"),
        ("meetings.write", "x"),
        ("meetings.details", "m7:1"),
        ("meetings.audience", "o9:1"),
        ("meetings.draft", "²"),
    ):
        assert said(await kari.does(do, value)) == f"I cannot find that meeting. {GONE}"


@pytest.mark.parametrize(
    ("when", "warning"),
    [
        ("28 March 2027 02:30", "The clocks go forward then: it begins Sunday 28 March 2027, 03:30."),
        ("31 October 2027 02:30", "The clocks go back then: Sunday 31 October 2027, 02:30 is there twice"),
        ("20 March 2027 10:00", "On a weekend: Saturday 20 March 2027."),
        ("17 May 2027 10:00", "A public holiday, or around Christmas or Easter: Monday 17 May 2027."),
        ("14 July 2027 10:00", "In the common summer holiday (weeks 28–30): Wednesday 14 July 2027."),
    ],
)
async def test_the_echo_says_what_is_odd_about_the_time(
    talk: Conversation, sara: Someone, when: str, warning: str
) -> None:
    assert warning in said(await writes(sara, when=when))


async def test_an_ordinary_day_is_echoed_without_remarks(talk: Conversation, sara: Someone) -> None:
    assert "⚠️" not in said(await writes(sara))


async def test_more_asks_for_deadline_seats_text_and_zone(talk: Conversation, sara: Someone) -> None:
    form = await sara.clicks(await writes(sara), "More")
    for values, errors in (
        ({"signup": "20 March 10:00"}, {"signup"}),
        ({"signup": "0 days before 11:00"}, {"signup"}),
        ({"signup": "28 February"}, {"signup"}),
        ({"signup": "60"}, {"signup"}),
        ({"signup": "soon"}, {"signup"}),
        ({"capacity": "0"}, {"capacity"}),
        ({"capacity": "many"}, {"capacity"}),
        ({"capacity": "10", "seats_each": "11"}, {"seats_each"}),
        ({"zone": "Europe/Atlantis"}, {"zone"}),
    ):
        assert set((await sara.submits(form, **values)).errors) == errors, values
    echo = await sara.submits(form, signup="7 days before 12:00", capacity="40", seats_each="3", text="Bring shoes.")
    assert fact(echo, "Sign up by") == "Tuesday 9 March 2027, 12:00"
    assert fact(echo, "Seats") == "40, 3 for each organisation"
    await sara.clicks(echo, "Save")
    (row,) = await occurrences(talk)
    assert row.signup_by is not None
    assert row.signup_by.isoformat() == "2027-03-09T11:00:00+00:00"
    (card,) = talk.room("grid")
    assert "Sign up by: Tuesday 9 March 2027, 12:00" in card.text
    assert "Bring shoes." in card.text


@pytest.mark.parametrize(
    ("typed", "by"),
    [("7", "9 March 2027, 16:00"), ("12 March 12:00", "12 March 2027, 12:00"), ("12. mars", "12 March 2027, 16:00")],
)
async def test_a_deadline_is_days_before_or_a_date(talk: Conversation, sara: Someone, typed: str, by: str) -> None:
    form = await sara.clicks(await writes(sara), "More")
    assert fact(await sara.submits(form, signup=typed), "Sign up by").endswith(by)


async def test_times_are_meant_where_the_meeting_is(talk: Conversation, sara: Someone, database: Database) -> None:
    form = await sara.clicks(await writes(sara, when="16 March 10:00-11:00"), "More")
    echo = await sara.submits(form, zone="america/new york")
    assert fact(echo, "When") == "Tuesday 16 March 2027, 10:00–11:00 (New York)"
    await sara.clicks(echo, "Save")
    (row,) = await occurrences(talk)
    assert row.start_at.isoformat() == "2027-03-16T14:00:00+00:00"


async def test_who_lives_elsewhere_types_and_reads_their_own_time(talk: Conversation, sara: Someone) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).zone = "Europe/London"
    await plans(sara, when="16 March 10:00-11:00")
    (row,) = await occurrences(talk)
    assert row.start_at.isoformat() == "2027-03-16T10:00:00+00:00"
    assert "16 March 2027, 10:00–11:00" in said(await sara.does("meetings.show", "1"))


async def test_guests_make_no_meetings(talk: Conversation) -> None:
    nils = await talk.person("nils", role="guest")
    for reply in (
        await nils.commands(LINE, name="meeting"),
        await nils.commands("", name="meeting"),
        await nils.does("meetings.write"),
        await nils.does("meetings.page"),
    ):
        assert "Guests can answer" in said(reply)


async def test_forms_that_nobody_was_given_are_answered_with_a_sentence_and_keep_nothing(
    talk: Conversation, sara: Someone, kari: Someone, database: Database
) -> None:
    await kari.commands("ny Nettfrokost", name="meeting")
    for who in (sara, kari):
        for value in ("", "d1:0", "m1:1", "o1:1", "x", "d" + "9" * 30):
            for name, typed in (
                ("meetings.offsets", {"hold": "3"}),
                ("meetings.details", {"signup": "7", "capacity": "4", "zone": "Asia/Tokyo"}),
                ("meetings.details", {"signup": "9 March 2027"}),
                ("meetings.audience", {"who": "1"}),
            ):
                form = Reply(form=Form("", name, (), "", value))
                for reply in (await who.submits(form, **typed), await who.does(name, value)):
                    assert said(reply) or reply.errors, (name, value)
                    assert reply.form is None
    assert "called and when" in said(await kari.does("meetings.draft", "1"))
    async with database.read() as store:
        kept = [draft for person in (1, 2, 3) for draft in await store.meetings.list_unsaved_drafts(person)]
    assert [(draft.id, draft.data["title"]) for draft in kept] == [(1, "Nettfrokost")]
    assert "offsets" not in kept[0].data


async def test_who_writes_of_prices_sees_so_before_it_is_saved_and_so_does_who_answers_with_them(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    hint, price = "This may be competition-sensitive.", "We charge 300 kroner per kW for reserved capacity."
    assert hint not in said(await writes(sara))
    assert hint in said(await writes(sara, title=price))
    echo = await kari.submits(await kari.clicks(await writes(kari), "More"), text=price)
    assert hint in said(echo)
    await kari.clicks(echo, "Propose")
    proposal = next(post for post in reversed(sara.sees) if "Approve" in post.labels)
    assert hint in said(await sara.submits(await sara.clicks(proposal, "Ask for a change"), why=price))
    planned = await plans(sara)
    assert "Planned." in said(planned)
    (first,) = await occurrences(talk, 2)
    assert hint in said(await calls_off(sara, first.id, why=price))
    assert hint not in "".join(post.text for post in talk.posts)


async def saves_here(talk: Conversation, who: Someone) -> Post:
    """By a line in the direct chat, whose answer becomes the card of the meeting."""
    await who.says(f"møte {LINE}")
    card = who.last
    (save,) = [button for button in card.card.list_buttons() if button.label == "Save"]
    at = {"id": talk.next_id(), "sender": who.sender, "place": card.place, "direct": True}
    await talk.happens(Click(name=save.do, value=save.value, message=card.id, **at))
    assert card.text.startswith("Arenamøte 2/27\nPlanned. Its card goes to 2 rooms.")
    assert "When: Tuesday 16 March 2027, 10:00–15:00" in card.text
    return card


async def test_the_organisers_card_no_longer_says_planned_of_a_meeting_that_was_held(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    card = await saves_here(talk, sara)
    clock.forward(days=16)
    await plan(talk, "meetings.shown")
    assert "Planned." not in card.text
    assert "This meeting has been held." in card.text


async def test_the_organisers_card_says_that_it_is_called_off(talk: Conversation, sara: Someone) -> None:
    card = await saves_here(talk, sara)
    await calls_off(sara, 1)
    assert "Planned." not in card.text
    assert "Called off.\nStorm." in card.text
