"""Translate a Form to a modal and back: fields become labelled inputs, and inputs become values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bot.platforms.slack.blocks import VIEW, VIEW_COUNTED, draw_slack_blocks
from bot.platforms.slack.elements import Json, draw_paragraph_blocks, draw_plain_text
from bot.platforms.slack.texts import cut_at_word, strip_invalid_characters
from handlers.chat.cards import Card, Field, Form, OptionSource
from handlers.chat.events import Value
from handlers.chat.say import Say

TITLE, LABEL, OPTION, OPTION_VALUE, TEXT, PLACEHOLDER = 24, 2000, 75, 150, 3000, 150
#: maximum number of options of a menu, and of a group in it
OPTIONS = 100
#: value of the option for no choice, because Slack accepts no empty value
NOTHING = "-"
#: between the name of a search for options and what it searches among, in an action_id
SEARCHED = " "
#: kind of a field -> its element, the name of what it begins with, and the form that this must have
_PICKERS = {
    "date": ("datepicker", "initial_date", re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")),
    "time": ("timepicker", "initial_time", re.compile(r"([01]\d|2[0-3]):[0-5]\d")),
}


class ModalMetadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold what travels with a modal, as compact JSON the person's client can see: ids only."""

    #: channel where it was opened; empty for the home page and global shortcuts
    channel: str = msgspec.field(name="c", default="")
    thread: str = msgspec.field(name="t", default="")
    #: value of the form
    value: str = msgspec.field(name="v", default="")
    #: message with the button that opened it
    message: str = msgspec.field(name="m", default="")

    def encode_metadata(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def decode_metadata(cls, metadata: str) -> ModalMetadata:
        try:
            return msgspec.json.decode(metadata, type=cls)
        except msgspec.DecodeError:
            return cls()  # modal of another app


def draw_form_modal(form: Form, origin: ModalMetadata, say: Say) -> Json:
    blocks: list[Json] = [*draw_paragraph_blocks(form.note), *(_draw_modal_input(field, say) for field in form.fields)]
    carried = msgspec.structs.replace(origin, value=form.value)
    return _draw_modal(form.title, blocks, carried, close=say("Cancel")) | {
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


def draw_refilled_modal(view: Mapping[str, Any], message: str, say: Say) -> Json:
    """Draw the form of a submission with the values that were filled in, and the errors above them."""
    values = _list_input_states(view)
    inputs = [
        _draw_prefilled_input(block, values) for block in view.get("blocks") or () if block.get("type") == "input"
    ]
    return {
        "type": "modal",
        "title": view["title"],
        "blocks": [*draw_paragraph_blocks(message, bold=True), *inputs],
        "submit": view["submit"],
        "close": draw_plain_text(say("Cancel"), TITLE),
        "callback_id": view.get("callback_id", ""),
        "private_metadata": view.get("private_metadata", ""),
    }


def parse_modal_values(view: Mapping[str, Any]) -> dict[str, Value]:
    """Return what was filled in by field name; empty text where nothing was."""
    states = _list_input_states(view)
    return {name: _parse_input_value(next(iter(elements.values()), {})) for name, elements in states.items()}


def _list_input_states(view: Mapping[str, Any]) -> Mapping[str, Any]:
    return (view.get("state") or {}).get("values") or {}


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


def _draw_modal_input(field: Field, say: Say) -> Json:
    """Draw a field, with its name as block_id and action_id, so that what was typed survives a redrawing."""
    drawn: Json = {
        "type": "input",
        "block_id": field.name,
        "label": draw_plain_text(field.label, LABEL),
        "element": _draw_input_element(field, say),
    }
    if field.hint:
        drawn["hint"] = draw_plain_text(field.hint, LABEL)
    if not field.required:
        drawn["optional"] = True
    return drawn


def _draw_input_element(field: Field, say: Say) -> Json:
    if field.source is not None:
        return _draw_searched_menu(field, field.source, say)
    if field.kind in ("choice", "choices") and field.options:
        return _draw_select_menu(field, say)
    text = field.value if isinstance(field.value, str) else ", ".join(field.value)
    if field.kind in _PICKERS:
        picker, initial, form = _PICKERS[field.kind]
        return {"type": picker, "action_id": field.name, **({initial: text} if form.fullmatch(text) else {})}
    if field.kind == "number":
        number = {"initial_value": text} if text.isdecimal() else {}
        return {"type": "number_input", "action_id": field.name, "is_decimal_allowed": False, "min_value": "0"} | number
    most = max(1, min(field.most, TEXT))
    drawn: Json = {"type": "plain_text_input", "action_id": field.name, "max_length": most}
    if field.kind == "text":
        drawn["multiline"] = True
    if text:
        drawn["initial_value"] = cut_at_word(strip_invalid_characters(text), most, len)
    return drawn


def draw_found_options(view: Mapping[str, Any], block_id: str, found: Iterable[tuple[str, str]], say: Say) -> Json:
    """Draw what a search for options found; in a field that may be left empty, no choice is the first of them."""
    block: Json = next((one for one in view.get("blocks") or () if one.get("block_id") == block_id), {})
    single = not str((block.get("element") or {}).get("type", "")).startswith("multi_")
    nothing = ((NOTHING, say("Not chosen")),) if single and block.get("optional") else ()
    return {"options": _draw_options((*nothing, *found))[:OPTIONS]}


def _draw_searched_menu(field: Field, source: OptionSource, say: Say) -> Json:
    """Draw a menu whose options are searched for; its action_id names the search and what it searches among."""
    many = field.kind == "choices"
    picked = _draw_options(field.options)
    select: Json = {
        "type": "multi_external_select" if many else "external_select",
        "action_id": f"{source.do}{SEARCHED}{source.value}",
        "placeholder": draw_plain_text(say("Type to search"), PLACEHOLDER),
        "min_query_length": 0,
    }
    if picked:
        select |= {"initial_options": picked} if many else {"initial_option": picked[0]}
    return select


def _draw_options(options: Iterable[tuple[str, str]]) -> list[Json]:
    found = {value[:OPTION_VALUE]: label for value, label in options}
    return [{"text": draw_plain_text(label, OPTION), "value": value} for value, label in found.items()]


def _draw_select_menu(field: Field, say: Say) -> Json:
    chosen = (field.value,) if isinstance(field.value, str) else field.value
    many = field.kind == "choices"
    # A select cannot be cleared once an option is chosen.
    nothing = () if many or field.required else ((NOTHING, say("Not chosen")),)
    drawn = _draw_options((*nothing, *field.options))
    picked = [option for option in drawn if option["value"] in {value[:OPTION_VALUE] for value in chosen}]
    select: Json = {
        "type": "multi_static_select" if many else "static_select",
        "action_id": field.name,
        "placeholder": draw_plain_text(say("Choose"), PLACEHOLDER),
        **_group_options(drawn),
    }
    if picked:
        select |= {"initial_options": picked} if many else {"initial_option": picked[0]}
    return select


def _group_options(drawn: list[Json]) -> Json:
    """Return the options of a menu, in groups if they are more than fit one: people type to find theirs among all."""
    if len(drawn) <= OPTIONS:
        return {"options": drawn}
    groups = [drawn[start : start + OPTIONS] for start in range(0, len(drawn), OPTIONS)]
    return {
        "option_groups": [{"label": draw_plain_text(_name_group(group), OPTION), "options": group} for group in groups]
    }


def _name_group(group: list[Json]) -> str:
    """Name a group after where its first and last option stand in the alphabet: "A – F"."""
    # "Not chosen" stands before the alphabet, not in it.
    named = [str(option["text"]["text"]) for option in group if option["value"] != NOTHING]
    first, last = (name[:1].upper() for name in (named[0], named[-1]))
    return first if first == last else f"{first} – {last}"


def _parse_input_value(state: Mapping[str, Any]) -> Value:
    if "selected_options" in state:
        return tuple(str(option["value"]) for option in state["selected_options"] or ())
    if state.get("selected_option"):
        value = str(state["selected_option"]["value"])
        return "" if value == NOTHING else value
    return str(state.get("value") or state.get("selected_date") or state.get("selected_time") or "")


def _draw_prefilled_input(block: Mapping[str, Any], states: Mapping[str, Any]) -> Json:
    """Draw the input with what was filled in as its initial value."""
    element = dict(block["element"])
    state = states.get(block["block_id"], {}).get(element["action_id"], {})
    for name in ("value", "option", "options", "date", "time"):
        filled = state.get("value" if name == "value" else f"selected_{name}")
        element.pop(f"initial_{name}", None)
        if filled:
            element[f"initial_{name}"] = filled
    return {**block, "element": element}
