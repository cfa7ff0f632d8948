"""The list of what comes, page by page, with one's own answers; help and home know of meetings."""

from __future__ import annotations

from handlers.chat.cards import Item, Reply
from tests.conversation import Conversation, Someone
from tests.meetings import meets
from tests.planning import changes, labels, plans, said, writes

#: and in more words
ASKED = (
    "Når er møtet?",
    "Kva tid er neste møte",
    "Hvor er møtet i morgen?",
    "Når møtes vi igjen?",
    "er det møte i dag?",
    "Where is the meeting?",
    "What time does the meeting start?",
    "when’s the next meeting",
)
#: these have more to say
NOT_ASKED = (
    "Når er neste møte i nettrådet hos kommunen?",
    "Hvor er møterommet i kontorbygget?",
    "Når møter vi kravene i forskriften om støy?",
    "Møtet varer for lenge, hva gjør dere?",
)


def items(reply: Reply) -> list[Item]:
    assert reply.card is not None
    return [part for part in reply.card.parts if isinstance(part, Item)]


async def test_the_list_says_what_one_has_answered(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara)
    await plans(sara, title="Grid breakfast", when="9 March 8:00-9:00")
    await kari.does("meetings.online", "1")
    shown = await kari.commands("", name="meeting")
    assert [(item.title, item.note) for item in items(shown)] == [
        ("Grid breakfast", "You have not answered yet."),
        ("Arena meeting 2/27", "You are joining online. The link is not there yet."),
    ]
    assert items(shown)[0].text == "Tuesday 9 March 2027, 08:00–09:00 · Eksempel Industripark"
    whole = await kari.presses(items(shown)[0].buttons[0])
    assert "Coming in person" in labels(whole)
    assert "Change or call off" not in labels(whole)
    assert "Change or call off" in labels(await sara.does("meetings.show", "1"))


async def test_who_runs_a_meeting_hears_that_somebody_joins_it_online_without_a_link(
    sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara)
    for who in (kari, ola):
        await who.does("meetings.online", "1")
    lacking = "2 people join online, and there is no link yet. Add it with Change or call off."
    assert lacking in said(await sara.does("meetings.show", "1"))
    assert "there is no link yet" not in said(await kari.does("meetings.show", "1"))
    await sara.clicks(await changes(sara, 1, link="https://meet.example.org/2-27"), "Save")
    assert "there is no link yet" not in said(await sara.does("meetings.show", "1"))


async def test_the_words_for_it_in_every_language(talk: Conversation, kari: Someone) -> None:
    for word in ("møte", "Møter", "mote", "moete", "meeting", "meetings"):
        await kari.says(word)
        assert "Next meetings" in kari.last.text, word


async def test_the_next_meeting_is_asked_of_the_bot_and_not_of_the_network(talk: Conversation, kari: Someone) -> None:
    for line in ("neste møte", "Når er neste møte?", "når er det neste møtet", "When is the next meeting?", *ASKED):
        await kari.says(line)
        assert "Next meetings" in kari.last.text, line
    for line in NOT_ASKED:
        await kari.says(line)
        assert "Next meetings" not in kari.last.text, line


async def test_a_series_stands_once_with_its_next_date(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await plans(sara, title="Coffee", when="9 March 8:00-9:00", repeats="every week, 8 times")
    await plans(sara)
    shown = await kari.commands("", name="meeting")
    assert [item.title for item in items(shown)] == ["Coffee", "Arena meeting 2/27"]
    assert "9 March 2027, 08:00–09:00 · and 7 more dates" in items(shown)[0].text
    assert "more" not in items(shown)[1].text
    dates = await kari.clicks(shown, "All dates")
    assert [item.title for item in items(dates)] == ["Coffee"] * 4
    assert len(items(await kari.clicks(dates, "Next page"))) == 4
    assert "cannot find that meeting" in said(await kari.does("meetings.series", "999"))


async def test_many_meetings_have_pages(talk: Conversation, sara: Someone, kari: Someone) -> None:
    for n in range(1, 13):
        await meets(talk.database, sara.person_id, title=f"Meeting {n}", starts=f"2027-04-{n:02}T10:00")
    first = await kari.commands("", name="meeting")
    assert [item.title for item in items(first)] == [f"Meeting {n}" for n in range(1, 5)]
    second = await kari.clicks(first, "Next page")
    assert [item.title for item in items(second)] == [f"Meeting {n}" for n in range(5, 9)]
    assert second.replace
    third = await kari.clicks(second, "Next page")
    assert [item.title for item in items(third)] == [f"Meeting {n}" for n in range(9, 13)]
    assert "Next page" not in labels(third)
    assert items(await kari.clicks(third, "Previous page"))[0].title == "Meeting 5"
    for value in ("999", "x", "-1", "²"):
        assert (await kari.does("meetings.page", value)).card is not None


async def test_drafts_and_proposals_come_first_and_take_room_of_the_page(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    for n in range(1, 6):
        await meets(talk.database, sara.person_id, title=f"Meeting {n}", starts=f"2027-04-{n:02}T10:00")
    for n in range(1, 4):
        await kari.clicks(await writes(kari, title=f"Proposal {n}", when=f"{n} June 10:00-11:00"), "Propose")
    first = await sara.commands("", name="meeting")
    assert [item.title for item in items(first)] == ["Proposal 1", "Proposal 2", "Proposal 3", "Meeting 1"]
    second = await sara.clicks(first, "Next page")
    assert [item.title for item in items(second)] == [f"Meeting {n}" for n in range(2, 6)]
    assert "Next page" not in labels(second)
    assert items(await sara.clicks(second, "Previous page"))[0].title == "Proposal 1"
    await kari.clicks(await writes(kari, title="Proposal 4", when="4 June 10:00-11:00"), "Propose")
    full = await sara.commands("", name="meeting")
    assert [item.title for item in items(full)] == [f"Proposal {n}" for n in range(1, 5)]
    assert "No meetings" not in said(full)
    assert items(await sara.clicks(full, "Next page"))[0].title == "Meeting 1"


async def test_an_empty_list_offers_a_way_on(talk: Conversation, sara: Someone, kari: Someone) -> None:
    shown = await kari.commands("", name="meeting")
    assert said(shown) == "Next meetings\nNo meetings are planned."
    assert labels(shown) == ["Minutes of past meetings", "Propose a meeting"]
    assert labels(await sara.commands("", name="meeting"))[1:] == ["New meeting"]


async def test_home_shows_the_next_meetings_and_help_names_the_word(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    assert "Next meetings" not in said(await kari.commands("", name="home"))
    await plans(sara)
    home = await kari.commands("", name="home")
    assert "Next meetings\nArena meeting 2/27 – Tuesday 16 March 2027" in said(home)
    help_card = await kari.commands("", name="help")
    assert "meeting: Next meetings" in said(help_card)
    assert "Next meetings" in labels(help_card)
