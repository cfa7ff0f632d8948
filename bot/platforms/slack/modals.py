"""Translate a Form to a modal and back: fields become labelled inputs, and inputs become values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.platforms.packed_structs import pack_struct, unpack_struct
from bot.platforms.slack.blocks import VIEW, VIEW_COUNTED, draw_slack_blocks
from bot.platforms.slack.elements import Json, draw_paragraph_blocks, draw_plain_text
from bot.platforms.slack.modal_inputs import LABEL, draw_modal_input, draw_prefilled_input, parse_input_value
from bot.platforms.slack.texts import cut_at_word, strip_invalid_characters
from handlers.chat.cards import Button, Buttons, Card, Field, Form
from handlers.chat.events import Value
from handlers.chat.say import Say

TITLE = 24
#: maximum number of characters of what travels with a modal
METADATA = 3000
#: name of the button that shows the folded fields
MORE = "form.more"


class ModalMetadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold what travels with a modal, as compact JSON the person's client can see: ids, and fields that are theirs."""

    #: channel where it was opened; empty for the home page and global shortcuts
    channel: str = msgspec.field(name="c", default="")
    thread: str = msgspec.field(name="t", default="")
    #: value of the form
    value: str = msgspec.field(name="v", default="")
    #: message with the button that opened it
    message: str = msgspec.field(name="m", default="")
    #: fields behind More, packed
    folded: str = msgspec.field(name="f", default="")

    def encode_metadata(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def decode_metadata(cls, metadata: str) -> ModalMetadata:
        try:
            return msgspec.json.decode(metadata, type=cls)
        except msgspec.DecodeError:
            return cls()  # modal of another app

    def list_folded_fields(self) -> tuple[Field, ...]:
        return unpack_struct(self.folded, tuple[Field, ...]) or () if self.folded else ()


def draw_form_modal(form: Form, origin: ModalMetadata, say: Say) -> Json:
    """Draw the form. Fields behind More travel with the modal; where they are too many for that, all are seen."""
    shown, folded = form.split_fields()
    carried = msgspec.structs.replace(origin, value=form.value)
    packed = msgspec.structs.replace(carried, folded=pack_struct(folded)) if folded else carried
    if len(packed.encode_metadata()) > METADATA:
        shown, folded, packed = form.fields, (), carried
    blocks: list[Json] = [*draw_paragraph_blocks(form.note), *(draw_modal_input(field, say) for field in shown)]
    if folded:
        blocks += draw_slack_blocks(Card("", (Buttons((Button(say("More"), MORE),)),)), say)
    return _draw_modal(form.title, blocks, packed, close=say("Cancel")) | {
        "callback_id": form.do,
        "submit": draw_plain_text(form.submit, TITLE),
    }


def draw_card_modal(card: Card, origin: ModalMetadata, say: Say, name: str) -> Json:
    """Draw a card in a modal. Its title becomes the modal's title if all of it fits there."""
    fits = len(card.title) <= TITLE
    blocks = draw_slack_blocks(Card("" if fits else card.title, card.parts), say, most=VIEW, counted=VIEW_COUNTED)
    title = (card.title if fits else "") or name
    return _draw_modal(title, blocks or list(draw_paragraph_blocks(card.fallback or name)), origin, close=say("Close"))


def draw_text_modal(text: str, title: str, origin: ModalMetadata, say: Say) -> Json:
    """Draw one sentence: loading, working, done."""
    return _draw_modal(title, list(draw_paragraph_blocks(text)), origin, close=say("Close"))


def draw_home_view(card: Card, say: Say, name: str) -> Json:
    blocks = draw_slack_blocks(card, say, most=VIEW, counted=VIEW_COUNTED)
    return {"type": "home", "blocks": blocks or list(draw_paragraph_blocks(name))}


def draw_unfolded_modal(view: Mapping[str, Any], say: Say) -> Json:
    """Draw the form again with all its fields, and with the values that were filled in."""
    values, origin = _list_input_states(view), ModalMetadata.decode_metadata(str(view.get("private_metadata") or ""))
    blocks = [
        draw_prefilled_input(block, values) if block.get("type") == "input" else block
        for block in view.get("blocks") or () if block.get("type") != "actions"
    ]  # fmt: skip
    return {
        "type": "modal",
        "title": view["title"],
        "blocks": [*blocks, *(draw_modal_input(field, say) for field in origin.list_folded_fields())],
        "submit": view["submit"],
        "close": draw_plain_text(say("Cancel"), TITLE),
        "callback_id": view.get("callback_id", ""),
        "private_metadata": msgspec.structs.replace(origin, folded="").encode_metadata(),
    }


def draw_refilled_modal(view: Mapping[str, Any], errors: Mapping[str, str], say: Say) -> Json:
    """Draw the form of a submission with the values that were filled in, and the errors above them."""
    drawn, message = draw_unfolded_modal(view, say), "\n".join((say("Correct this and send again:"), *errors.values()))
    inputs = [block for block in drawn["blocks"] if block.get("type") == "input"]
    return drawn | {"blocks": [*draw_paragraph_blocks(message, bold=True), *inputs]}


def parse_modal_values(view: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was filled in by field name; empty text where nothing was, and what a folded field holds."""
    states = _list_input_states(view)
    origin = ModalMetadata.decode_metadata(str(view.get("private_metadata") or ""))
    folded = {field.name: field.value for field in origin.list_folded_fields()}
    return folded | {name: parse_input_value(next(iter(elements.values()), {})) for name, elements in states.items()}


def _list_input_states(view: Mapping[str, Any]) -> Mapping[str, Any]:
    return (view.get("state") or {}).get("values") or {}


def answer_wrong_modal(view: Mapping[str, Any], errors: Mapping[str, str], say: Say) -> Json | None:
    """Return what Slack shows of the errors: at their inputs, or above all fields if a folded one is wrong.

    None where there is no input to show them at.
    """
    origin = ModalMetadata.decode_metadata(str(view.get("private_metadata") or ""))
    if any(field.name in errors for field in origin.list_folded_fields()):
        return {"response_action": "update", "view": draw_refilled_modal(view, errors, say)}
    found = map_modal_errors(view, errors)
    return {"response_action": "errors", "errors": found} if found else None


def map_modal_errors(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Return errors as Slack shows them.

    Only inputs of this view can have an error, so other errors go to the first input.
    """
    inputs = [str(block.get("block_id")) for block in view.get("blocks") or () if block.get("type") == "input"]
    found: dict[str, str] = {}
    for name, text in errors.items():
        at = name if name in inputs else next(iter(inputs), "")
        if at:
            found[at] = cut_at_word(strip_invalid_characters(" ".join(filter(None, (found.get(at), text)))), LABEL)
    return found


def _draw_modal(title: str, blocks: list[Json], origin: ModalMetadata, *, close: str) -> Json:
    return {
        "type": "modal",
        "title": draw_plain_text(title, TITLE),
        "blocks": blocks,
        "close": draw_plain_text(close, TITLE),
        "private_metadata": origin.encode_metadata(),
    }
