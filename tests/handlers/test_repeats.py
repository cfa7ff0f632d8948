"""One message asks each thing once, however many of its parts would."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.bundles import join
from handlers.chat.cards import Button, Buttons, Card, Item, Rule, Text
from handlers.chat.say import Say

YES, NO = Button("Yes", "thing.yes", "1"), Button("No", "thing.no", "1")
SHOW, HOME = Button("Show", "thing.show", "2"), Button("Home", "home.show")
ASKED = Card("Does it concern you?", (Text("It does?"), Buttons((YES, NO))))
WEEK = Card(
    "Your week",
    (
        Text("Waits for you", "strong"),
        Item("A thing", buttons=(YES, NO)),
        Rule(),
        Text("New", "strong"),
        Item("Another", buttons=(SHOW,)),
        Buttons((HOME,)),
    ),
)
SAY = Say("en", ZoneInfo("Europe/Oslo"))


def test_an_entry_goes_with_its_heading_where_another_card_asks_the_same() -> None:
    joined = join([WEEK, ASKED], SAY)
    assert [button.label for button in joined.buttons()] == ["Show", "Home", "Yes", "No"]
    texts = [part.text for part in joined.parts if isinstance(part, Text)]
    assert texts == ["Your week", "New", "Does it concern you?", "It does?"]
    assert not isinstance(joined.parts[1], Rule), "no line where nothing is above it"


def test_a_list_of_which_nothing_is_left_is_not_told() -> None:
    week = Card("Your week", (Text("Waits for you", "strong"), WEEK.parts[1], Buttons((HOME,))))
    assert join([week, ASKED], SAY) == ASKED


def test_two_lists_leave_each_other_alone_and_a_card_by_itself_is_as_it_is() -> None:
    twice = join([WEEK, WEEK], SAY)
    assert [button.label for button in twice.buttons()].count("Yes") == 2
    assert join([WEEK], SAY) is WEEK
