"""Conversations about two meetings for the same people at one time: it is said before it is saved, not forbidden."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from tests.conversation import Conversation, Someone
from tests.meetings import meets
from tests.planning import changes, plans, said, writes

pytestmark = pytest.mark.usefixtures("two_rooms")

TITLE = "Heat breakfast"


def warnings(reply: Reply) -> list[str]:
    return [line for line in said(reply).splitlines() if line.startswith("⚠️ At the same time")]


def warning(n: str, title: str = "Arena meeting 2/27") -> str:
    return f"⚠️ At the same time: {title}, Tuesday 16 March 2027, 10:00. {n} invited to both."


@pytest.mark.parametrize(
    ("when", "overlaps"),
    [
        ("16 March 10:00-15:00", True),
        ("16 March 14:30-16:00", True),
        ("16 March 08:00-20:00", True),
        ("16 March 15:00-16:00", False),
        ("16 March 08:00-10:00", False),
        ("17 March 10:00-15:00", False),
    ],
)
async def test_a_new_meeting_at_the_time_of_another_says_so(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, when: str, overlaps: bool
) -> None:
    await meets(talk.database, sara.person_id)
    echo = await writes(sara, title=TITLE, when=when)
    assert warnings(echo) == ([warning("3 people are")] if overlaps else [])
    done = await sara.clicks(echo, "Save")
    assert "Planned." in said(done)


async def test_each_date_of_a_series_counts(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await meets(talk.database, sara.person_id)
    echo = await writes(sara, title=TITLE, when="9 March 11:00-12:00", repeats="every week, 4 times")
    assert warnings(echo) == [warning("2 people are")]


async def test_a_moved_meeting_says_so_and_never_names_itself(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await meets(talk.database, sara.person_id)
    other = await meets(talk.database, sara.person_id, title=TITLE, starts="2027-03-17T10:00")
    assert warnings(await changes(sara, other, when="17 March 11:00-12:00")) == []
    assert warnings(await changes(sara, other, when="16 March 14:00-15:00")) == [warning("2 people are")]


async def test_meetings_for_different_people_may_be_at_one_time(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """Who organises one is invited to it."""
    nora = await talk.person("nora", role="secretariat")
    await plans(nora, title="Secret talks", audience="organisations", for_whom=("Eksempel",))
    echo = await writes(sara, title=TITLE, audience="organisations", for_whom=("Dømeøyra",))
    assert warnings(echo) == []
    both = await writes(sara, title=TITLE, audience="organisations", for_whom=("Eksempel", "Dømeøyra"))
    assert warnings(both) == [warning("1 person is", "Secret talks")]


async def test_a_meeting_that_the_writer_may_not_see_is_not_named(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    nora = await talk.person("nora", role="secretariat")
    await plans(nora, title="Secret talks", audience="organisations", for_whom=("Eksempel",))
    echo = await writes(ola, title=TITLE)
    assert warnings(echo) == []
    await ola.clicks(echo, "Propose")
    assert warning("2 people are", "Secret talks") in sara.last.text, "the secretariat, which decides, sees it"


async def test_of_many_at_one_time_three_are_named(talk: Conversation, sara: Someone, kari: Someone) -> None:
    for n in range(5):
        await meets(talk.database, sara.person_id, title=f"Meeting {n}")
    echo = await writes(sara, title=TITLE)
    assert len(warnings(echo)) == 3
    assert "⚠️ and 2 more" in said(echo)
