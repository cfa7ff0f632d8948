"""Cards as Slack's blocks: everything is drawn, and nothing a member typed becomes more than text."""

from __future__ import annotations

import json
import re
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.blocks import draw_fallback_text, draw_slack_blocks
from bot.platforms.slack.elements import draw_action_blocks, read_pressed_action, split_escaped_text, validate_slack_url
from bot.platforms.slack.modals import ModalMetadata, draw_card_modal, draw_form_modal
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Item, Mentions, Part, Quote, Rule, Text
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.say import Say
from tests.standins.blockkit import problems, texts, view_problems

SAY = Say("nb", ZoneInfo("Europe/Oslo"))
CONTROL = re.compile(r"<[@#!]|<(https?|mailto|tel):", re.IGNORECASE)


def shown(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(texts(blocks))


def ids(blocks: list[dict[str, Any]]) -> list[list[str]]:
    return [[button["action_id"] for button in block["elements"]] for block in blocks if block["type"] == "actions"]


def full(text: str) -> Card:
    """A card of every kind of part, all with the same text."""
    return Card(
        text,
        (
            Text(text),
            Text(text, "subtle"),
            Text(text, "strong"),
            Quote(text, by=text),
            Facts(((text, text),)),
            Item(text, text, text, (Button(text, "a.b", "1", confirm=text),)),
            Rule(),
            Mentions((("U1KARI", text), (text, text)), text),
            Buttons((Button(text, "a.c", "2", "danger"), Button(text, url="https://x.no/"))),
        ),
    )


def test_every_part_is_drawn_in_its_own_way() -> None:
    card = Card(
        "Spørsmål",
        (
            Text("Hei", "strong"),
            Text("liten skrift", "subtle"),
            Quote("Hvem har prøvd?", by="Kari"),
            Facts((("Tema", "Nett"), ("Frist", "i dag"))),
            Item("L-1", "Varme", "sjekket i mai", (Button("Åpne", "solutions.open", "L-1"),)),
            Rule(),
            Mentions((("U1KARI", "Kari"), ("seeded:4", "Per")), "se her"),
            Buttons((Button("Svar", "answers.write", "1", "primary"),)),
        ),
    )
    blocks = draw_slack_blocks(card, SAY)
    assert [block["type"] for block in blocks] == [
        "header",
        "rich_text",
        "context",
        "rich_text",
        "context",
        "rich_text",
        "rich_text",
        "context",
        "actions",
        "divider",
        "rich_text",
        "actions",
    ]
    assert blocks[3]["elements"][0]["type"] == "rich_text_quote"
    assert {"type": "user", "user_id": "U1KARI"} in blocks[10]["elements"][0]["elements"]
    assert shown(blocks[10:11]).startswith("se her Per")
    assert blocks[11]["elements"][0] == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Svar", "emoji": False},
        "action_id": "answers.write",
        "value": "1",
        "style": "primary",
    }
    assert problems(blocks) == []


def test_a_mention_is_made_of_an_id_and_of_nothing_else() -> None:
    for user in ("@here", "U1|x", "<!channel>", "u1kari", "S012", ""):
        assert '"user_id"' not in json.dumps(draw_slack_blocks(Card("", (Mentions(((user, "Per"),)),)), SAY))


def test_what_a_member_typed_is_shown_as_typed() -> None:
    for text in (
        "*fet* _kursiv_ `kode` ~strek~",
        "> sitat",
        "5 < 6 & 7 &amp; 8",
        "<!channel> <@U1> <https://x.no|ja>",
        ":smile: @here",
    ):
        for part in (Text(text), Quote(escape_marks(text), by="Kari")):
            blocks = draw_slack_blocks(Card("", (part,)), SAY)
            assert text in "".join(texts(blocks))
            assert "mrkdwn" not in json.dumps(blocks)


def test_a_question_of_four_thousand_characters_is_shown_whole() -> None:
    words = " ".join(f"ord{number}" for number in range(600))[:4000]
    blocks = draw_slack_blocks(
        Card("Spørsmål", (Quote(words, by="Kari"), Buttons((Button("Svar", "answers.write"),)))), SAY
    )
    assert shown(blocks).replace("\n", " ").count("ord") == words.count("ord")
    assert "…" not in shown(blocks)
    assert problems(blocks) == []


def test_more_than_slack_takes_is_cut_but_the_buttons_stay() -> None:
    last = Buttons((Button("Svar", "answers.write", "1"),))
    items = tuple(
        Item(f"Sak {n}", "tekst " * 90, "merknad", (Button("Åpne", "issues.open", str(n)),)) for n in range(30)
    )
    blocks = draw_slack_blocks(Card("Mange saker", (*items, last)), SAY)
    assert problems(blocks) == []
    assert ids(blocks)[-1] == ["answers.write"]
    assert "…" in shown(blocks)


def test_a_long_title_is_no_header_but_is_shown() -> None:
    title = "Hvem har erfaring med varmepumper " * 6
    blocks = draw_slack_blocks(Card(title.strip()), SAY)
    assert [block["type"] for block in blocks] == ["rich_text"]
    assert title.strip() in shown(blocks)


def test_the_same_button_twice_stands_in_two_rows() -> None:
    moves = [Button(f"Tema {n}", "questions.move", str(n)) for n in range(3)]
    others = [Button(f"B{n}", f"a.b{n}") for n in range(2)]
    assert ids(list(draw_action_blocks([*moves, *others], SAY))) == [
        ["questions.move"],
        ["questions.move"],
        ["questions.move", "a.b0", "a.b1"],
    ]


def test_what_stands_behind_the_dots_is_an_option_that_does_the_same() -> None:
    row, page = [Button(f"B{n}", f"a.b{n}", f"{n}:x y") for n in range(2)], Button("Les", url="https://x.no/")
    (block,) = draw_action_blocks(row[:1], SAY, [row[1], page, Button("Les", url="file:///x")])
    shown, dots = block["elements"]
    assert shown["text"]["text"] == "B0"
    assert (dots["type"], dots["action_id"]) == ("overflow", "more.0")
    assert [one["text"]["text"] for one in dots["options"]] == ["B1", "Les"]
    chosen = [read_pressed_action({**dots, "selected_option": one}) for one in dots["options"]]
    assert chosen == [("a.b1", "1:x y"), ("link.", "")]
    assert dots["options"][1]["url"] == "https://x.no/"


def test_a_link_button_leads_to_the_web_or_is_not_drawn() -> None:
    good = list(
        draw_action_blocks([Button("Les", url="https://x.no/?a=1&b=2"), Button("Les", url="https://x.no/")], SAY)
    )
    assert [button["action_id"] for button in good[0]["elements"]] == ["link.0", "link.1"]
    for url in ("javascript:alert(1)", "slack://x", "https://", "x" * 4000):
        assert list(draw_action_blocks([Button("Les", url=url)], SAY)) == []
    assert validate_slack_url("https://x.no/<!here>") == "https://x.no/%3C!here%3E"


def test_a_button_can_ask_first_and_asks_in_the_readers_language() -> None:
    block = next(
        draw_action_blocks([Button("Slett", "me.erase", confirm="Alt blir borte.")], Say("en", ZoneInfo("UTC")))
    )
    confirm = block["elements"][0]["confirm"]
    assert [confirm[name]["text"] for name in ("title", "text", "confirm", "deny")] == [
        "Are you sure?",
        "Alt blir borte.",
        "Yes",
        "Cancel",
    ]


def test_the_fallback_is_never_empty_and_fits_an_update() -> None:
    assert draw_fallback_text(Card(), "Arena") == "Arena"
    assert draw_fallback_text(Card("A & B", (Text("<!here>"),)), "Arena") == "A &amp; B\n&lt;!here&gt;"
    for letter in ("æ", "&", "😀", "a "):
        text = draw_fallback_text(Card(letter * 5000), "Arena")
        assert len(text.encode()) <= 4000
        assert text.endswith("…")
        assert re.search(r"&(?!amp;|lt;|gt;)", text) is None


def test_nothing_is_lost_where_a_text_is_parted() -> None:
    text = " ".join(str(number) for number in range(3000))
    parts = list(split_escaped_text(text))
    assert " ".join(parts) == text
    assert all(len(part) <= 3000 for part in parts)
    assert "".join(split_escaped_text("&" * 5000)) == "&" * 5000


HOSTILE = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U1KARI>",
    "<#C1>",
    "<!subteam^S1|x>",
    "<http://a|http://b>",
    "&lt;!here&gt;",
    "*",
    "_",
    "`",
    ">",
    "&",
    "<",
    "@channel",
    ":+1:",
    "\n",
    "\x00",
    "æøå",
    "😀",
)
member_text = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)), min_size=1, max_size=12).map("".join)


@settings(max_examples=2000, deadline=None)
@given(member_text)
def test_no_control_sequence_leaves_and_nothing_is_refused(text: str) -> None:
    card = full(text)
    message = {"text": draw_fallback_text(card, "Arena"), "blocks": draw_slack_blocks(card, SAY)}
    assert problems(message["blocks"]) == []
    form = Form(
        text,
        "a.b",
        (Field("a", text, hint=text), Field("b", text, "choice", "1", options=(("1", text),))),
        text,
        note=text,
    )
    views = [draw_form_modal(form, ModalMetadata(), SAY), draw_card_modal(card, ModalMetadata(), SAY, "Arena")]
    assert [wrong for view in views for wrong in view_problems(view)] == []
    sent = json.dumps([message, *views], ensure_ascii=False)
    assert CONTROL.search(sent) is None
    assert sent.count('"user_id": "U1KARI"') >= 1


parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Text, st.text(max_size=5000), st.sampled_from(["", "subtle", "strong"])),
    st.builds(Quote, st.text(max_size=9000), st.text(max_size=50)),
    st.builds(
        Item,
        st.text(max_size=300),
        st.text(max_size=3000),
        st.text(max_size=300),
        st.lists(st.builds(Button, st.text(max_size=90), st.sampled_from(["a.b", "c.d"])), max_size=4).map(tuple),
    ),
    st.builds(Facts, st.lists(st.tuples(st.text(max_size=40), st.text(max_size=400)), max_size=12).map(tuple)),
)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.lists(parts, max_size=40).map(tuple))
def test_no_card_is_ever_too_large(title: str, content: tuple[Part, ...]) -> None:
    assert problems(draw_slack_blocks(Card(title, content), SAY)) == []
