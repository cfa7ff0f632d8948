"""Form <-> modal: fields become labelled inputs, and what was filled in becomes values again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.platforms.slack.blocks import VIEW, VIEW_COUNTED, draw
from bot.platforms.slack.elements import Json, paragraphs, plain
from bot.platforms.slack.texts import clean, cut
from handlers.chat.cards import Card, Field, Form
from handlers.chat.events import Value
from handlers.chat.say import Say

TITLE, LABEL, OPTION, OPTION_VALUE, OPTIONS, TEXT, PLACEHOLDER = 24, 2000, 75, 150, 100, 3000, 150
#: the value of the option that chooses nothing: Slack takes no empty one
NOTHING = "-"
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """What travels with a modal, as compact JSON the person's client can see: ids only."""

    #: where it was opened; empty for the home page and global shortcuts
    channel: str = msgspec.field(name="c", default="")
    thread: str = msgspec.field(name="t", default="")
    #: what the form carries
    value: str = msgspec.field(name="v", default="")

    def encode(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def decode(cls, metadata: str) -> Origin:
        try:
            return msgspec.json.decode(metadata, type=cls)
        except msgspec.DecodeError:
            return cls()  # a modal of somebody else's making


def form_view(form: Form, origin: Origin, say: Say) -> Json:
    blocks: list[Json] = [*paragraphs(form.note), *(_input(field, say) for field in form.fields)]
    carried = msgspec.structs.replace(origin, value=form.value)
    return _modal(form.title, blocks, carried, close=say("Cancel")) | {
        "callback_id": form.do,
        "submit": plain(form.submit, TITLE),
    }


def card_view(card: Card, origin: Origin, say: Say, name: str) -> Json:
    """A card in a modal: its title is the modal's where all of it fits there."""
    fits = len(card.title) <= TITLE
    blocks = draw(Card("" if fits else card.title, card.parts), say, most=VIEW, counted=VIEW_COUNTED)
    title = (card.title if fits else "") or name
    return _modal(title, blocks or list(paragraphs(card.fallback or name)), origin, close=say("Close"))


def text_view(text: str, title: str, origin: Origin, say: Say) -> Json:
    """One sentence: loading, working, done."""
    return _modal(title, list(paragraphs(text)), origin, close=say("Close"))


def home_view(card: Card, say: Say, name: str) -> Json:
    blocks = draw(card, say, most=VIEW, counted=VIEW_COUNTED)
    return {"type": "home", "blocks": blocks or list(paragraphs(name))}


def refilled(view: Mapping[str, Any], message: str, say: Say) -> Json:
    """The form of a submission as it was filled in, with what is wrong above it."""
    values = view.get("state", {}).get("values", {})
    inputs = [_with_value(block, values) for block in view.get("blocks", ()) if block.get("type") == "input"]
    return {
        "type": "modal",
        "title": view["title"],
        "blocks": [*paragraphs(message, bold=True), *inputs],
        "submit": view["submit"],
        "close": plain(say("Cancel"), TITLE),
        "callback_id": view.get("callback_id", ""),
        "private_metadata": view.get("private_metadata", ""),
    }


def values(view: Mapping[str, Any]) -> dict[str, Value]:
    """Field name -> what was filled in; empty text where nothing was."""
    states = view.get("state", {}).get("values", {})
    return {name: _value(next(iter(elements.values()), {})) for name, elements in states.items()}


def errors_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Errors as Slack shows them: only inputs of this view can have one, so others go to the first input."""
    inputs = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    found: dict[str, str] = {}
    for name, text in errors.items():
        at = name if name in inputs else next(iter(inputs), "")
        if at:
            found[at] = cut(clean(" ".join(filter(None, (found.get(at), text)))), LABEL)
    return found


def _modal(title: str, blocks: list[Json], origin: Origin, *, close: str) -> Json:
    return {
        "type": "modal",
        "title": plain(title, TITLE),
        "blocks": blocks,
        "close": plain(close, TITLE),
        "private_metadata": origin.encode(),
    }


def _input(field: Field, say: Say) -> Json:
    """block_id and action_id are the field's name, so what was typed survives a redrawing."""
    drawn: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, LABEL),
        "element": _element(field, say),
    }
    if field.hint:
        drawn["hint"] = plain(field.hint, LABEL)
    if not field.required:
        drawn["optional"] = True
    return drawn


def _element(field: Field, say: Say) -> Json:
    if field.kind in ("choice", "choices") and field.options:
        return _select(field, say)
    text = field.value if isinstance(field.value, str) else ", ".join(field.value)
    if field.kind == "date":
        date: Json = {"initial_date": text} if _DATE.fullmatch(text) else {}
        return {"type": "datepicker", "action_id": field.name, **date}
    most = max(1, min(field.most, TEXT))
    drawn: Json = {"type": "plain_text_input", "action_id": field.name, "max_length": most}
    if field.kind == "text":
        drawn["multiline"] = True
    if text:
        drawn["initial_value"] = cut(clean(text), most, len)
    return drawn


def _select(field: Field, say: Say) -> Json:
    chosen = (field.value,) if isinstance(field.value, str) else field.value
    many = field.kind == "choices"
    # once one is chosen, a select has no way back to none
    nothing = {} if many or field.required else {NOTHING: say("Not chosen")}
    offered = _offered(field, chosen, OPTIONS - len(nothing))
    options = nothing | {value[:OPTION_VALUE]: label for value, label in offered}
    drawn = [{"text": plain(label, OPTION), "value": value} for value, label in options.items()]
    picked = [option for option in drawn if option["value"] in {value[:OPTION_VALUE] for value in chosen}]
    select: Json = {
        "type": "multi_static_select" if many else "static_select",
        "action_id": field.name,
        "placeholder": plain(say("Choose"), PLACEHOLDER),
        "options": drawn,
    }
    if picked:
        select |= {"initial_options": picked} if many else {"initial_option": picked[0]}
    return select


def _offered(field: Field, chosen: tuple[str, ...], most: int) -> list[tuple[str, str]]:
    """At most so many, those already chosen among them."""
    if len(field.options) <= most:
        return list(field.options)
    kept = [option for option in field.options if option[0] in chosen][:most]
    rest = [option for option in field.options if option[0] not in chosen]
    return kept + rest[: most - len(kept)]


def _value(state: Mapping[str, Any]) -> Value:
    if "selected_options" in state:
        return tuple(str(option["value"]) for option in state["selected_options"] or ())
    if state.get("selected_option"):
        value = str(state["selected_option"]["value"])
        return "" if value == NOTHING else value
    return str(state.get("value") or state.get("selected_date") or "")


def _with_value(block: Mapping[str, Any], states: Mapping[str, Any]) -> Json:
    """The input with what was filled in as its initial value."""
    element = dict(block["element"])
    state = states.get(block["block_id"], {}).get(element["action_id"], {})
    for name in ("value", "option", "options", "date"):
        filled = state.get("value" if name == "value" else f"selected_{name}")
        element.pop(f"initial_{name}", None)
        if filled:
            element[f"initial_{name}"] = filled
    return {**block, "element": element}
