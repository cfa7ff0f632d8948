"""Conversations about agendas that are sent: to whom, with what, and how later changes are told."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.meetings.agenda import meeting_papers
from storage.meetings.meetings import ORGANISATIONS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import labels, said, stored

LINK = "https://files.test/a%20paper.pdf"


async def adds(who: Someone, meeting: int, title: str, **more: str) -> None:
    await who.submits(await who.does("agenda.add", str(meeting)), title=title, **more)


async def sends(who: Someone, meeting: int, **more: str) -> str:
    return said(await who.submits(await who.does("agenda.publish", str(meeting)), **more))


async def test_what_needs_an_item_is_offered_once_there_is_one(sara: Someone, meeting: int) -> None:
    assert labels(await sara.does("agenda.show", str(meeting))) == ["Add an item"]
    await adds(sara, meeting, "Queue for the grid")
    assert labels(await sara.does("agenda.show", str(meeting))) == ["Add an item", "Change order", "Send the agenda"]


async def test_an_agenda_goes_to_those_who_are_invited_and_did_not_say_no(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int
) -> None:
    assert "Nothing is on the agenda yet." in said(await sara.does("agenda.publish", str(meeting)))
    await adds(sara, meeting, "Queue for the grid", minutes="20")
    await ola.does("meetings.declined", str(meeting))
    guest = await talk.person("gunn", role="guest")
    form = await sara.does("agenda.publish", str(meeting))
    assert form.form is not None
    assert form.form.note == "It goes to 1 person who is invited."
    assert "on its way" in said(await sara.submits(form, papers=f"The report {LINK}\nThe map, on paper"))
    assert "Agenda: Arena meeting 2/27" in kari.last.text
    assert kari.last.text.index("Competition law") < kari.last.text.index("Item 1/27 Queue for the grid")
    assert "The map, on paper" in kari.last.text
    (link,) = [button for button in kari.last.card.list_buttons() if button.url]
    assert (link.label, link.url) == ("The report", LINK)
    assert ola.sees == guest.sees == sara.sees == []
    assert "It was sent on 1 March 2027." in said(await sara.submits(form))
    assert len(kari.sees) == 1


async def test_an_agenda_sent_in_the_evening_arrives_in_the_morning(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    await adds(sara, meeting, "Queue for the grid")
    clock.set(datetime(2027, 3, 5, 19, tzinfo=UTC))
    await sends(sara, meeting)
    clock.set(datetime(2027, 3, 7, 12, tzinfo=UTC))
    await talk.settle()
    assert kari.sees == []
    await kari.does("meetings.declined", str(meeting))
    ola = await talk.person("ola", organisation="dømeøyra")
    clock.set(datetime(2027, 3, 8, 9, tzinfo=UTC))
    await talk.settle()
    assert kari.sees == [], "who says no meanwhile is left alone"
    assert ola.sees == [], "who came later was not invited then"


async def test_rooms_get_the_agenda_in_the_thread_of_the_card_and_it_follows(
    talk: Conversation, sara: Someone, meeting: int
) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi", platform="other")
    await adds(sara, meeting, "Queue for the grid")
    await sends(sara, meeting)
    agendas = [*talk.room("grid"), *talk.room("power", "other")]
    assert ["Item 1/27 Queue for the grid" in post.text for post in agendas] == [True, True]
    assert [post.labels for post in agendas] == [["Propose an item"]] * 2
    await sara.submits(await sara.does("agenda.edit", "1"), title="Queue for the grid, north")
    assert "Queue for the grid, north" in talk.room("grid")[-1].text
    assert "Changed since it was sent on 1 March 2027." in talk.room("grid")[-1].text


async def test_a_meeting_of_some_organisations_has_no_room_that_reads_its_agenda(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int
) -> None:
    await talk.carries("grid", "nett")
    async with talk.database.begin() as store:
        occurrence, house = (
            await store.occurrences.find(meeting),
            await store.organisations.find_organisation_by_code("dømeøyra"),
        )
        assert occurrence is not None
        assert house is not None
        held = await store.meetings.find(occurrence.meeting_id)
        assert held is not None
        held.audience = ORGANISATIONS
        await store.meetings.set_meeting_audience(held.id, (), [house.id])
    await adds(sara, meeting, "Queue for the grid")
    await sends(sara, meeting)
    assert talk.room("grid") == []
    assert kari.sees == []
    assert "Item 1/27" in ola.last.text


async def test_what_changes_after_it_was_sent_is_told_once_it_is_quiet(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    for title in ("Queue for the grid", "Heat that is left over", "Training"):
        await adds(sara, meeting, title)
    await sends(sara, meeting)
    assert len(kari.sees) == 1
    clock.set(datetime(2027, 3, 2, 9, tzinfo=UTC))
    await sara.submits(await sara.does("agenda.edit", "2"), title="Heat for all")
    clock.forward(minutes=10)
    await sara.submits(await sara.does("agenda.remove", "3"), why="There is no time.")
    await sara.does("agenda.up", "2")
    await talk.settle()
    assert len(kari.sees) == 1
    clock.forward(minutes=31)
    await talk.settle()
    assert len(kari.sees) == 2
    seen = kari.last.text
    assert "The agenda of Arena meeting 2/27 has changed" in seen
    assert "Item 2/27 Heat for all" in seen
    assert "Item 3/27 Training" in seen
    assert "Queue for the grid" not in seen
    assert "Item 2/27 Heat for all" in kari.sees[0].text, "what they have is redrawn"
    assert "Item 3/27" not in kari.sees[0].text
    await adds(sara, meeting, "Roads")
    assert (await stored(talk, 4)).number == 4, "a number is not given again"


async def test_a_wish_that_waits_is_no_change(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int, clock: Clock
) -> None:
    await adds(sara, meeting, "Queue for the grid")
    await sends(sara, meeting)
    await ola.submits(await ola.does("agenda.propose", str(meeting)), title="Roads")
    await ola.does("agenda.withdraw", "2")
    clock.set(datetime(2027, 3, 2, 9, tzinfo=UTC))
    await talk.settle()
    assert len(kari.sees) == 1


async def test_the_order_is_changed_one_place_at_a_time(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    for title in ("One", "Two", "Three"):
        await adds(sara, meeting, title, minutes="30")
    first = await sara.does("agenda.arrange", str(meeting))
    assert labels(first)[:4] == ["↓", "Change", "Remove from agenda", "↑"]
    await sara.does("agenda.up", "3")
    await sara.does("agenda.up", "3")
    await sara.does("agenda.up", "3")
    seen = said(await kari.does("agenda.show", str(meeting)))
    assert seen.index("Three") < seen.index("One") < seen.index("Two")
    assert "30 minutes · 10:00–10:30" in seen
    assert "30 minutes · 11:00–11:30" in seen
    await sara.does("agenda.down", "3")
    seen = said(await kari.does("agenda.show", str(meeting)))
    assert seen.index("One") < seen.index("Three")
    assert "Only the organiser" in said(await kari.does("agenda.up", "3"))


async def test_times_of_day_stop_where_a_length_is_missing_and_too_much_is_said(
    sara: Someone, kari: Someone, meeting: int
) -> None:
    for title, minutes in (("One", "45"), ("Two", ""), ("Three", "290")):
        await adds(sara, meeting, title, minutes=minutes)
    seen = said(await sara.does("agenda.show", str(meeting)))
    assert "45 minutes · 10:00–10:45" in seen
    assert "For discussion · 10:45" in seen
    assert "290 minutes" in seen
    assert "290 minutes ·" not in seen
    assert "The items take 35 minutes more than there is time for." in seen
    assert "minutes more" not in said(await kari.does("agenda.show", str(meeting)))


async def test_papers_can_be_changed_and_have_no_wild_links(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    await adds(sara, meeting, "Queue for the grid")
    await sends(sara, meeting)
    many = await sara.submits(await sara.does("agenda.papers", str(meeting)), papers="a\n" * 21)
    assert "At most 20 papers" in many.errors["papers"]
    await sara.submits(await sara.does("agenda.papers", str(meeting)), papers=f"javascript:alert(1)\n{LINK}")
    links = [button for button in kari.sees[0].card.list_buttons() if button.url]
    assert [(link.label, link.url) for link in links] == [("a%20paper.pdf", LINK)]
    assert meeting_papers.parse_meeting_papers("https://[broken\n  \nReport: https://files.test/") == [
        ("https://[broken", ""),
        ("Report", "https://files.test/"),
    ]


async def test_a_meeting_called_off_is_read_and_no_longer_arranged(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await adds(sara, meeting, "Queue for the grid")
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.find(meeting)
        assert occurrence is not None
        occurrence.state = "cancelled"
    for do, value in (
        ("agenda.publish", str(meeting)),
        ("agenda.add", str(meeting)),
        ("agenda.arrange", str(meeting)),
        ("agenda.up", "1"),
        ("agenda.edit", "1"),
        ("agenda.remove", "1"),
        ("agenda.propose", str(meeting)),
        ("agenda.papers", str(meeting)),
    ):
        assert "is called off." in said(await sara.does(do, value)), do
    seen = await kari.does("agenda.show", str(meeting))
    assert "Called off." in said(seen)
    assert labels(seen) == []


async def test_the_wishes_of_members_wait_on_the_home_page_of_who_runs_the_meeting(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await kari.submits(await kari.does("agenda.propose", str(meeting)), title="Roads")
    assert "Roads" in said(await sara.does("home.show"))
    assert "For Arena meeting 2/27 · For discussion · Proposed by Kari, Eksempel" in said(await sara.does("home.show"))
    assert "Roads" not in said(await kari.does("home.show"))


async def test_numbers_follow_the_order_until_the_agenda_is_sent(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await adds(sara, meeting, "One")
    await kari.submits(await kari.does("agenda.propose", str(meeting)), title="Two", kind="D")
    await sara.does("agenda.accept", "2")
    assert "“Two” is on the agenda of Arena meeting 2/27 as Item 2/27." in kari.last.text
    await sara.does("agenda.up", "2")
    seen = said(await kari.does("agenda.show", str(meeting)))
    assert seen.index("Item 1/27 Two") < seen.index("Item 2/27 One")
    assert "as Item 1/27." in kari.last.text, "what the proposer was told says so too"
    await sends(sara, meeting)
    await sara.does("agenda.down", "2")
    seen = said(await kari.does("agenda.show", str(meeting)))
    assert seen.index("Item 2/27 One") < seen.index("Item 1/27 Two"), "once it is out each keeps its number"


async def test_of_two_who_change_the_papers_the_later_one_sees_those_of_the_first(
    talk: Conversation, sara: Someone, meeting: int
) -> None:
    tom = await talk.person("tom", role="secretariat")
    await sara.submits(await sara.does("agenda.add", str(meeting)), title="Queue for the grid")
    await sara.submits(await sara.does("agenda.publish", str(meeting)))
    hers, his = [await who.does("agenda.papers", str(meeting)) for who in (sara, tom)]
    await sara.submits(hers, papers="Budget https://example.org/budget")
    again = await tom.submits(his, papers="Map https://example.org/map")
    assert again.form is not None
    assert "It now says: Budget https://example.org/budget" in again.form.note
    assert again.form.fields[0].value == "Map https://example.org/map", "nothing typed is lost"
    async with talk.database.read() as store:
        occurrence = await store.occurrences.find(meeting)
    assert occurrence is not None
    assert occurrence.papers == "Budget https://example.org/budget"
    both = "Budget https://example.org/budget\nMap https://example.org/map"
    assert (await tom.submits(again, papers=both)).errors == {}
