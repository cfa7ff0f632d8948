"""Forms as Slack's modals."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms.slack.modals import (
    ModalMetadata,
    draw_card_modal,
    draw_form_modal,
    draw_home_view,
    draw_refilled_modal,
    map_modal_errors,
    parse_modal_values,
)
from handlers.chat.cards import Card, Field, Form, Text
from handlers.chat.say import Say
from tests.standins.blockkit import texts, view_problems

SAY = Say("en", ZoneInfo("Europe/Oslo"))
TOPICS = (("nett", "Nett & kraft"), ("areal", "Areal"))
FORM = Form(
    "Spør nettverket",
    "questions.send",
    (
        Field("text", "Hva lurer du på?", "text", "Hvem har <b>?", hint="Kort og konkret", most=4000),
        Field("title", "Tittel", "line", most=80, required=False),
        Field("topic", "Tema", "choice", "areal", options=TOPICS),
        Field("reach", "Hvem", "choices", ("nett", "areal"), options=TOPICS, required=False),
        Field("due", "Frist", "date", "2026-03-17"),
    ),
    "Send",
    value="12",
    note="Alle medlemmer ser det.",
)


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_a_form_becomes_labelled_inputs() -> None:
    view = draw_form_modal(FORM, ModalMetadata("C1", "100.1"), SAY)
    fields = inputs(view)
    assert view_problems(view) == []
    assert [fields[name]["label"]["text"] for name in fields] == ["Hva lurer du på?", "Tittel", "Tema", "Hvem", "Frist"]
    assert fields["text"]["element"] == {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "max_length": 3000,
        "initial_value": "Hvem har <b>?",
    }
    assert fields["topic"]["element"]["initial_option"]["value"] == "areal"
    assert [one["value"] for one in fields["reach"]["element"]["initial_options"]] == ["nett", "areal"]
    assert fields["due"]["element"]["initial_date"] == "2026-03-17"
    assert [name for name, block in fields.items() if block.get("optional")] == ["title", "reach"]
    assert (view["callback_id"], view["submit"]["text"], view["close"]["text"]) == ("questions.send", "Send", "Cancel")
    assert ModalMetadata.decode_metadata(view["private_metadata"]) == ModalMetadata("C1", "100.1", "12")


def test_a_value_that_is_no_option_is_left_out() -> None:
    odd = (
        Field("a", "A", "choice", "borte", options=TOPICS),
        Field("b", "B", "choices", ("borte", "nett"), options=TOPICS),
        Field("c", "C", "date", "i morgen"),
        Field("d", "D", "choice", "x"),
        Field("e", "E", "line", "x" * 200, most=50),
    )
    view = draw_form_modal(Form("F", "a.b", odd, "Send"), ModalMetadata(), SAY)
    fields = {name: block["element"] for name, block in inputs(view).items()}
    assert view_problems(view) == []
    assert "initial_option" not in fields["a"]
    assert [one["value"] for one in fields["b"]["initial_options"]] == ["nett"]
    assert "initial_date" not in fields["c"]
    assert fields["d"]["type"] == "plain_text_input"
    assert len(fields["e"]["initial_value"]) == 50


def test_all_of_many_options_can_be_found() -> None:
    options = tuple((str(n), f"{chr(65 + n // 12)}park {n} " * 20) for n in range(300))
    fields = (
        Field("one", "A", "choice", "299", required=False, options=options),
        Field("several", "B", "choices", ("5", "250"), options=options),
    )
    view = draw_form_modal(Form("F" * 60, "a.b", fields, "Send det inn nå med en gang"), ModalMetadata(), SAY)
    one, several = (block["element"] for block in inputs(view).values())
    assert view_problems(view) == []
    for select, offered in ((one, 301), (several, 300)):
        assert "options" not in select
        found = [option["value"] for group in select["option_groups"] for option in group["options"]]
        assert (len(found), len(set(found))) == (offered, offered)
    assert [group["label"]["text"] for group in several["option_groups"]] == ["A – I", "I – Q", "Q – Y"]
    first, *_ = one["option_groups"]
    assert (first["options"][0]["text"]["text"], first["label"]["text"]) == ("Not chosen", "A – I")
    assert one["initial_option"]["value"] == "299"
    assert [option["value"] for option in several["initial_options"]] == ["5", "250"]
    assert view["title"]["text"].endswith("…")


def test_times_and_numbers_are_picked_and_kept_when_the_form_comes_back() -> None:
    fields = (
        Field("from", "Fra", "time", "09:30"),
        Field("to", "Til", "time", "i kveld"),
        Field("seats", "Plasser", "number", "40"),
        Field("each", "Per organisasjon", "number", "mange"),
    )
    view = draw_form_modal(Form("F", "a.b", fields, "Send"), ModalMetadata(), SAY)
    first, last, seats, each = (block["element"] for block in inputs(view).values())
    assert view_problems(view) == []
    assert (first["type"], first["initial_time"], "initial_time" in last) == ("timepicker", "09:30", False)
    assert (seats["type"], seats["initial_value"], "initial_value" in each) == ("number_input", "40", False)
    assert seats["is_decimal_allowed"] is False
    state = {
        "from": {"from": {"type": "timepicker", "selected_time": "10:15"}},
        "to": {"to": {"type": "timepicker", "selected_time": None}},
        "seats": {"seats": {"type": "number_input", "value": "12"}},
    }
    filled = view | {"state": {"values": state}}
    assert parse_modal_values(filled) == {"from": "10:15", "to": "", "seats": "12"}
    again = inputs(draw_refilled_modal(filled, {"seats": "Prøv igjen."}, SAY))
    assert again["from"]["element"]["initial_time"] == "10:15"
    assert again["seats"]["element"]["initial_value"] == "12"


def test_what_is_chosen_in_an_optional_field_can_be_taken_back() -> None:
    houses = tuple((str(n), f"Park {n}") for n in range(99))
    fields = (
        Field("house", "Organisasjon", "choice", "98", required=False, options=houses),
        Field("topic", "Tema", "choice", options=TOPICS),
        Field("topics", "Temaer", "choices", required=False, options=TOPICS),
    )
    view = draw_form_modal(Form("F", "a.b", fields, "Send"), ModalMetadata(), SAY)
    house, topic, topics = (block["element"] for block in inputs(view).values())
    assert view_problems(view) == []
    first = house["options"][0]
    assert (first["text"]["text"], house["initial_option"]["value"], len(house["options"])) == ("Not chosen", "98", 100)
    assert [len(select["options"]) for select in (topic, topics)] == [2, 2]
    assert {select["placeholder"]["text"] for select in (house, topic, topics)} == {"Choose"}
    filled = {"house": {"house": {"type": "static_select", "selected_option": first}}}
    assert parse_modal_values({"state": {"values": filled}}) == {"house": ""}


def test_what_was_filled_in_becomes_values() -> None:
    state = {
        "text": {"text": {"type": "plain_text_input", "value": "Hei & <hopp>"}},
        "title": {"title": {"type": "plain_text_input", "value": None}},
        "topic": {"topic": {"type": "static_select", "selected_option": {"text": {}, "value": "nett"}}},
        "reach": {"reach": {"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}]}},
        "none": {"none": {"type": "static_select", "selected_option": None}},
        "due": {"due": {"type": "datepicker", "selected_date": "2026-03-17"}},
    }
    assert parse_modal_values({"state": {"values": state}}) == {
        "text": "Hei & <hopp>",
        "title": "",
        "topic": "nett",
        "reach": ("a", "b"),
        "none": "",
        "due": "2026-03-17",
    }


def test_an_error_stands_at_an_input_of_the_form_or_at_the_first() -> None:
    view = draw_form_modal(FORM, ModalMetadata(), SAY)
    assert map_modal_errors(view, {"topic": "Velg et tema.", "ukjent": "Noe er galt."}) == {
        "topic": "Velg et tema.",
        "text": "Noe er galt.",
    }
    assert map_modal_errors(draw_card_modal(Card("Kort"), ModalMetadata(), SAY, "Arena"), {"topic": "Velg"}) == {}


def test_a_form_is_shown_again_as_it_was_filled_in() -> None:
    view = draw_form_modal(FORM, ModalMetadata("C1"), SAY)
    option = inputs(view)["topic"]["element"]["options"][0]
    state = {
        "text": {"text": {"type": "plain_text_input", "value": "nytt"}},
        "topic": {"topic": {"type": "static_select", "selected_option": option}},
        "due": {"due": {"type": "datepicker", "selected_date": None}},
    }
    again = draw_refilled_modal({**view, "state": {"values": state}}, {"topic": "Velg et annet tema."}, SAY)
    fields = {name: block["element"] for name, block in inputs(again).items()}
    assert view_problems(again) == []
    assert "Velg et annet tema." in "\n".join(texts(again["blocks"]))
    assert fields["text"]["initial_value"] == "nytt"
    assert fields["topic"]["initial_option"] == option
    assert "initial_date" not in fields["due"]
    assert again["private_metadata"] == view["private_metadata"]


def test_a_card_in_a_modal_has_its_title_on_top() -> None:
    short = draw_card_modal(Card("Treff", (Text("Ingen"),)), ModalMetadata(), SAY, "Arena")
    long = draw_card_modal(Card("Tre løsninger som ligner på dette", (Text("x"),)), ModalMetadata(), SAY, "Arena")
    bare = draw_card_modal(Card(), ModalMetadata(), SAY, "Arena")
    assert [view["title"]["text"] for view in (short, long, bare)] == ["Treff", "Arena", "Arena"]
    assert [block["type"] for block in short["blocks"]] == ["rich_text"]
    assert long["blocks"][0]["type"] == "header"
    assert [view_problems(view) for view in (short, long, bare, draw_home_view(Card(), SAY, "Arena"))] == [
        [],
        [],
        [],
        [],
    ]


def test_metadata_of_somebody_elses_making_is_no_origin() -> None:
    for metadata in ("", "{", '{"c": 5}', "[]", "fri tekst"):
        assert ModalMetadata.decode_metadata(metadata) == ModalMetadata()
