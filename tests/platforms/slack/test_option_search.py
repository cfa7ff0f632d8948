"""Menus whose options are searched for: what Slack asks while somebody types, and what it gets back."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms.slack.modals import ModalMetadata, draw_form_modal, draw_refilled_modal, parse_modal_values
from handlers.chat.cards import Field, Form, OptionSource, Reply
from handlers.chat.events import Query
from handlers.chat.say import Say
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import Json, interaction
from tests.standins.blockkit import view_problems

SAY = Say("nb", ZoneInfo("UTC"))
SOURCE = OptionSource("people.find", "confirmed")
FIELDS = (
    Field("one", "Hvem?", "choice", required=False, source=SOURCE),
    Field("several", "Hvem flere?", "choices", ("7",), options=(("7", "Kari"),), source=OptionSource("people.find")),
)
VIEW = draw_form_modal(Form("Møte", "minutes.attendance", FIELDS, "Lagre", "4"), ModalMetadata("C1"), SAY)


def typed(block: str, text: str, **fields: Any) -> Json:
    """Into the menu of this block."""
    element = next(one["element"] for one in VIEW["blocks"] if one.get("block_id") == block)
    return interaction(
        "block_suggestion", action_id=element["action_id"], block_id=block, value=text,
        container={"type": "view", "view_id": "V1"}, view={"id": "V1", **VIEW}, **fields,
    )  # fmt: skip


def test_the_menus_ask_for_their_options_and_show_what_is_chosen() -> None:
    assert view_problems(VIEW) == []
    one, several = (block["element"] for block in VIEW["blocks"] if block["type"] == "input")
    assert (one["type"], one["min_query_length"]) == ("external_select", 0)
    assert "initial_option" not in one
    assert (several["type"], [option["value"] for option in several["initial_options"]]) == (
        "multi_external_select",
        ["7"],
    )


async def test_what_is_typed_is_searched_for_by_its_sender(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(options=(("7", "Kari Eksempel"), ("9", "Kåre " * 40)))
    found = await desk.answer(typed("one", "ka"))
    event = desk.dispatch.events[-1]
    assert isinstance(event, Query)
    assert (event.name, event.value, event.text, event.place.channel) == ("people.find", "confirmed", "ka", "C1")
    nothing, first, second = found["options"]
    assert (nothing["text"]["text"], first["text"]["text"], first["value"]) == ("Ikke valgt", "Kari Eksempel", "7")
    assert len(second["text"]["text"]) <= 75
    several = await desk.answer(typed("several", "ka"))
    assert [option["value"] for option in several["options"]] == ["7", "9"]


async def test_of_very_many_no_more_than_slack_takes_are_shown(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(options=tuple((str(n), f"Park {n}") for n in range(100)))
    assert len((await desk.answer(typed("one", "park")))["options"]) == 100


async def test_a_refused_search_finds_nothing(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: None
    assert await desk.answer(typed("several", "x")) == {"options": []}


def test_what_is_chosen_comes_back_and_stays_in_a_form_that_is_corrected() -> None:
    kari = {"text": {"type": "plain_text", "text": "Kari"}, "value": "7"}
    one, several = (block["element"]["action_id"] for block in VIEW["blocks"] if block["type"] == "input")
    state = {
        "one": {one: {"type": "external_select", "selected_option": kari}},
        "several": {several: {"type": "multi_external_select", "selected_options": [kari]}},
    }
    filled = {**VIEW, "state": {"values": state}}
    assert parse_modal_values(filled) == {"one": "7", "several": ("7",)}
    again = draw_refilled_modal(filled, {"one": "Rett dette"}, SAY)
    assert view_problems(again) == []
    first, second = (block["element"] for block in again["blocks"] if block["type"] == "input")
    assert (first["initial_option"], second["initial_options"]) == (kari, [kari])
