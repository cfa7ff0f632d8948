"""One message asks each thing once, however many of its parts would."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.chat.cards import Button, Buttons, Card, Item, Rule, Text
from handlers.chat.say import Say
from handlers.notifications.notification_batching import merge_cards

YES, NO = Button("Yes", "thing.yes", "1"), Button("No", "thing.no", "1")
SHOW, HOME = Button("Show", "thing.show", "2"), Button("Home", "home.show")
ASKED = Card("Does it concern you?", (Text("It does?"), Buttons((YES, NO))))
WEEK = Card(
    "Your week",
    (
        Text("Needs you", "strong"),
        Item("A thing", buttons=(YES, NO)),
        Rule(),
        Text("New", "strong"),
        Item("Another", buttons=(SHOW,)),
        Buttons((HOME,)),
    ),
)
SAY = Say("en", ZoneInfo("Europe/Oslo"))


def test_an_entry_goes_with_its_heading_where_another_card_asks_the_same() -> None:
    joined = merge_cards([WEEK, ASKED], SAY)
    assert [button.label for button in joined.list_buttons()] == ["Show", "Home", "Yes", "No"]
    texts = [part.text for part in joined.parts if isinstance(part, Text)]
    assert texts == ["Your week", "New", "Does it concern you?", "It does?"]
    assert not isinstance(joined.parts[1], Rule), "no line where nothing is above it"


def test_a_list_of_which_nothing_is_left_is_not_told() -> None:
    week = Card("Your week", (Text("Needs you", "strong"), WEEK.parts[1], Buttons((HOME,))))
    assert merge_cards([week, ASKED], SAY) == ASKED


def test_two_lists_leave_each_other_alone_and_a_card_by_itself_is_as_it_is() -> None:
    twice = merge_cards([WEEK, WEEK], SAY)
    assert [button.label for button in twice.list_buttons()].count("Yes") == 2
    assert merge_cards([WEEK], SAY) is WEEK


def test_five_changes_of_one_thing_are_one_block() -> None:
    """Each says what only it says; how it stands now and the way to it stand once, as of the last."""
    state, show = (
        Text("Open now · deadline 15 June 2027", "subtle"),
        Buttons((Button("Show", "consultations.open", "1"),)),
    )
    news = [Card("H-1 Tariffs", (Text(f"Change {n}", "strong"), state, show)) for n in range(5)]
    other = Card("H-2 Heat", (Text("Another", "strong"), Buttons((Button("Show", "consultations.open", "2"),))))
    block = merge_cards(news, SAY)
    assert block.title == "H-1 Tariffs"
    assert [part.text for part in block.parts if isinstance(part, Text)] == [f"Change {n}" for n in range(5)] + [
        state.text
    ]
    assert len(list(block.list_buttons())) == 1
    both = merge_cards([*news[:2], other, *news[2:]], SAY)
    assert both.title == "2 messages"
    assert [button.value for button in both.list_buttons()] == ["1", "2"]
