"""A card shows five actions at most, the main ones, and the others stand behind ⋯: on each platform the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.button_folding import LONGEST_FOLDED, fold_card_buttons
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from tests.short_cards import list_faults


def buttons(n: int, **of: str) -> tuple[Button, ...]:
    return tuple(Button(f"B{at}", f"a.b{at}", **of) for at in range(n))


def labels(card: Card) -> list[tuple[list[str], list[str]]]:
    """Of each part: what is seen, and what stands behind ⋯."""
    return [
        ([one.label for one in seen], [one.label for one in part.more])
        for part in fold_card_buttons(card).parts
        if isinstance(part, Buttons | Item)
        for seen in [part.row if isinstance(part, Buttons) else part.buttons]
    ]


def test_five_are_seen_and_rows_below_each_other_are_one() -> None:
    rows = (Buttons(buttons(3)), Buttons(buttons(5)[3:]))
    assert labels(Card(parts=rows)) == [(["B0", "B1", "B2", "B3", "B4"], [])]
    rows = (Buttons(buttons(3)), Buttons(buttons(8)[3:]))
    assert labels(Card(parts=rows)) == [(["B0", "B1", "B2", "B3", "B4"], ["B5", "B6", "B7"])]
    apart = (Buttons(buttons(3)), Text("."), Buttons(buttons(5)))
    assert labels(Card(parts=apart)) == [(["B0", "B1", "B2"], []), (["B0", "B1"], ["B2", "B3", "B4"])]


def test_one_alone_is_not_put_behind_the_dots() -> None:
    assert labels(Card(parts=(Buttons(buttons(6)),))) == [(["B0", "B1", "B2", "B3"], ["B4", "B5"])]


def test_the_more_entries_have_actions_the_fewer_of_each_are_seen() -> None:
    assert labels(Card(parts=(Item("T", buttons=buttons(5)),))) == [(["B0", "B1", "B2"], ["B3", "B4"])]
    assert labels(Card(parts=(Item("T", buttons=buttons(2)), Item("T", buttons=buttons(3))))) == [
        (["B0", "B1"], []),
        (["B0", "B1"], ["B2"]),
    ]
    assert labels(Card(parts=(Item("T", buttons=buttons(2)),) * 4)) == [(["B0"], ["B1"])] * 4


def test_what_entries_leave_is_for_the_row_but_the_main_action_comes_first() -> None:
    entries = (Item("T", buttons=buttons(2)),) * 4
    assert labels(Card(parts=(*entries, Buttons(buttons(4)))))[-1] == (["B0"], ["B1", "B2", "B3"])
    main = Buttons((Button("Main", "a.main", style="primary"), *buttons(2)))
    assert labels(Card(parts=(*entries[:2], main))) == [(["B0"], ["B1"])] * 2 + [(["Main", "B0", "B1"], [])]


def test_rows_apart_from_each_other_leave_less_for_entries() -> None:
    entries = (Item("T", buttons=buttons(3)),) * 2
    card = Card(parts=(Buttons(buttons(1)), *entries, Buttons(buttons(3))))
    assert sum(len(seen) for seen, _ in labels(card)) == 4, "it was six: two of each entry, and one of each row"


def test_no_more_stand_behind_the_dots_than_fit_one_menu() -> None:
    entries = (Item("T", buttons=buttons(1)),) * 4
    assert labels(Card(parts=(*entries, Buttons(buttons(8)))))[-1] == (
        ["B0", "B1", "B2"],
        ["B3", "B4", "B5", "B6", "B7"],
    )


def test_what_is_main_or_asks_first_or_is_long_stays_in_sight() -> None:
    last = (
        Button("Main", "a.main", style="primary"),
        Button("Sure?", "a.sure", confirm="Sure?"),
        Button("Long", "a.long", "x" * LONGEST_FOLDED),
    )
    assert labels(Card(parts=(Buttons((*buttons(6), *last)),))) == [
        (["B0", "B1", "Main", "Sure?", "Long"], ["B2", "B3", "B4", "B5"])
    ]


def test_faults_of_a_card_are_found() -> None:
    def faults(*row: Button) -> str:
        return " ".join(list_faults(Card("T", (Buttons(row),))))

    assert faults(*buttons(10)) == ""
    assert "too many are seen" in faults(*buttons(6, style="primary"))
    assert "too many are seen" in faults(*buttons(11))
    assert "a ⋯ of its own" in faults(*buttons(3), Button("⋯", "a.more"))
    assert "not all can be reached on slack" in faults(*buttons(3), Button("Mail", url="mailto:a@x.no"))


few: st.SearchStrategy[Button] = st.builds(
    Button,
    st.text(min_size=1, max_size=90),
    st.sampled_from(["a.b", "c.d", "e.f"]),
    st.text(max_size=200),
    st.sampled_from(["", "", "primary", "danger"]),
    st.sampled_from(["", "", "Sure?"]),
    st.sampled_from(["", "", "https://x.no/a"]),
)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Buttons, st.lists(few, max_size=14).map(tuple)),
    st.builds(Item, st.just("T"), buttons=st.lists(few, max_size=6).map(tuple)),
    st.just(Text(".")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(parts, max_size=5).map(tuple))
def test_no_action_is_lost_on_any_platform(content: tuple[Part, ...]) -> None:
    faults = list_faults(Card("T", content))
    assert [fault for fault in faults if "can be reached" in fault or "not the same" in fault] == []


def test_rows_with_texts_between_them_give_way_where_they_can() -> None:
    """What must not stand behind ⋯ is seen, so the row beside it gives way."""
    home = Buttons((Button("Home", "home.show"), Button("Hours", "members.hours")))
    match = Buttons(
        (
            Button("Interesting", "exchange.yes", "1", "primary"),
            Button("Not now", "exchange.later", "1"),
            Button("Not relevant", "exchange.no", "1", confirm="For good?"),
            Button("Why?", "exchange.why", "1"),
        )
    )
    item = Item("Matches that wait", buttons=(Button("Show", "matches.page"),))
    folded = fold_card_buttons(Card("3 messages", (item, home, Text("One"), match, Text("Two"), match)))
    rows = [[button.label for button in part.row] for part in folded.parts if isinstance(part, Buttons)]
    assert rows == [["Home"], ["Interesting", "Not relevant"], ["Interesting", "Not relevant"]]
