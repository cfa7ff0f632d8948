"""A day picked in a form, or typed as forms of earlier versions asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.errors import UserError
from handlers.chat.events import Sender, Submission
from handlers.chat.places import Place
from handlers.chat.say import Say
from handlers.dates.day_fields import draw_day_field, parse_day_field

OSLO = ZoneInfo("Europe/Oslo")
PASSED = date(2027, 2, 1)


@dataclass(frozen=True)
class Reader:
    say: Say = field(default_factory=lambda: Say("en", OSLO))
    now: datetime = datetime(2027, 3, 1, 8, tzinfo=UTC)


def parsed(text: str, kept: tuple[date | None, ...] = ()) -> date | None:
    event = Submission(
        id="1", name="x.y", values={"due": text}, sender=Sender("fake", "T", "U", "Sara"), place=Place("fake", "T", "D")
    )
    return parse_day_field(Reader(), event, "due", OSLO, kept)


def test_the_field_is_a_date_with_the_day_it_had() -> None:
    assert draw_day_field("due", "Frist", date(2027, 3, 17)).value == "2027-03-17"
    assert (draw_day_field("due", "Frist").kind, draw_day_field("due", "Frist").value) == ("date", "")


@pytest.mark.parametrize("text", ["2027-03-17", "17 March", "17. mars 2027", "om 16 dager"])
def test_a_day_is_read(text: str) -> None:
    assert parsed(text) == date(2027, 3, 17)


def test_an_empty_field_is_no_day() -> None:
    assert parsed("") is None


@pytest.mark.parametrize("text", ["2027-02-01", "2027-02-31", "2099-01-01", "soon", "17 March 10:00"])
def test_what_is_no_day_to_come_is_said_at_the_field(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parsed(text, (PASSED.replace(day=2), None))
    assert set(caught.value.fields) == {"due"}


@pytest.mark.parametrize("text", ["2027-02-01", "1 February 2027"])
def test_a_day_that_the_form_had_may_have_passed(text: str) -> None:
    assert parsed(text, (None, PASSED)) == PASSED


def test_a_picked_day_is_named_as_people_write_days() -> None:
    with pytest.raises(UserError) as caught:
        parsed("2027-02-15")
    assert caught.value.fields["due"] == "“15 February 2027” has already passed."
