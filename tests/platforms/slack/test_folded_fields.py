"""Fields behind More in a modal: they travel with it, are shown when somebody asks, and hold their value meanwhile."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms.slack.modals import METADATA, MORE, ModalMetadata, draw_form_modal, parse_modal_values
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.events import Submission
from handlers.chat.say import Say
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import Json, interaction, submission
from tests.standins.blockkit import texts, view_problems

SAY = Say("nb", ZoneInfo("UTC"))
ORIGIN = ModalMetadata("C1", value="7")
LEVELS = (("open", "Åpen"), ("members", "Medlemmer"))
FIELDS = (
    Field("text", "Hva?"),
    Field("level", "Hvem ser det?", "choice", "members", options=LEVELS, folded=True),
    Field("back", "Kommer tilbake ved", required=False, folded=True),
    Field("needed", "Må fylles ut", folded=True),
)
FORM = Form("Tilby noe", "exchange.offer", FIELDS, "Lagre", "7", note="Linjen forteller om mer.")


def list_inputs(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def press_more(view: Json, **state: Any) -> Json:
    shown = {"id": "V1", **view, "state": {"values": state}}
    action = {"type": "button", "action_id": MORE, "block_id": "b"}
    return interaction("block_actions", actions=[action], container={"type": "view", "view_id": "V1"}, view=shown)


def test_what_has_a_value_or_may_be_empty_is_folded() -> None:
    view = draw_form_modal(FORM, ORIGIN, SAY)
    assert view_problems(view) == []
    assert list_inputs(view) == ["text", "needed"]
    assert "Mer" in texts(view["blocks"])


def test_a_form_without_folded_fields_has_no_more() -> None:
    view = draw_form_modal(Form("Tilby noe", "exchange.offer", FIELDS[:1], "Lagre"), ORIGIN, SAY)
    assert [block["type"] for block in view["blocks"]] == ["input"]


def test_a_form_that_is_sent_folded_has_the_values_it_came_with() -> None:
    view = draw_form_modal(FORM, ORIGIN, SAY)
    state = {"text": {"text": {"type": "plain_text_input", "value": "Damp"}}}
    values = parse_modal_values({**view, "state": {"values": state}})
    assert values == {"level": "members", "back": "", "text": "Damp"}


def test_fields_that_are_too_many_to_travel_are_all_shown() -> None:
    people = tuple((str(n), f"Navn nummer {n * 7919 % 1009} {n * n * 31 % 9973}") for n in range(400))
    form = Form("F", "a.b", (*FIELDS, Field("who", "Kontakt", "choice", "3", options=people, folded=True)), "Lagre")
    view = draw_form_modal(form, ORIGIN, SAY)
    assert list_inputs(view) == ["text", "level", "back", "needed", "who"]
    assert len(view["private_metadata"]) < METADATA


async def test_more_shows_all_fields_and_keeps_what_was_typed(desk: Desk) -> None:
    view = draw_form_modal(FORM, ORIGIN, SAY)
    typed = {"text": {"text": {"type": "plain_text_input", "value": "Damp"}}}
    desk.api.views["V1"] = view
    assert await desk.answer(press_more(view, **typed)) == {}
    await desk.api.until(lambda: desk.api.called("views.update"))
    shown = desk.api.views["V1"]
    assert view_problems(shown) == []
    assert list_inputs(shown) == ["text", "needed", "level", "back"]
    assert "Linjen forteller om mer." in "\n".join(texts(shown["blocks"]))
    assert "Mer" not in texts(shown["blocks"])
    elements = {block["block_id"]: block["element"] for block in shown["blocks"] if block["type"] == "input"}
    assert (elements["text"]["initial_value"], elements["level"]["initial_option"]["value"]) == ("Damp", "members")
    assert ModalMetadata.decode_metadata(shown["private_metadata"]) == ORIGIN
    assert desk.dispatch.events == []


async def test_what_is_wrong_in_a_folded_field_is_seen_with_it(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(errors={"level": "Velg hvem som ser det."})
    typed = {"text": {"type": "plain_text_input", "value": "Damp"}}
    answer = await desk.answer(submission(draw_form_modal(FORM, ORIGIN, SAY), typed))
    event = desk.dispatch.events[-1]
    assert isinstance(event, Submission)
    assert event.get_text("level") == "members"
    assert answer["response_action"] == "update"
    assert list_inputs(answer["view"]) == ["text", "needed", "level", "back"]
    assert "Velg hvem som ser det." in "\n".join(texts(answer["view"]["blocks"]))


def test_what_no_client_was_given_is_no_field() -> None:
    view = draw_form_modal(FORM, ModalMetadata("C1", folded="bm9uc2Vuc2U="), SAY)
    assert parse_modal_values({**view, "private_metadata": '{"f":"bm9uc2Vuc2U="}'}) == {}
