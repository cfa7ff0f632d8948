"""A form as an Adaptive Card with inputs, and back: what was typed stays when something has to be corrected."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from bot.platforms.teams.cards import DELIVERY, whole
from bot.platforms.teams.texts import Element, cut, paragraphs, tame, untame
from handlers.chat.cards import Field, Form
from handlers.chat.events import Value
from handlers.chat.say import Say

#: names that travel beside the inputs
_TAKEN = frozenset({"do", "id", DELIVERY, "form", "msteams", "type"})
#: options up to which all of them are shown at once
_SHOWN = 4
#: the value of the option that chooses nothing: one that is empty would be none to a client
_NOTHING = "-"
#: bytes of a form that travelled
_LARGEST = 256 * 1024


class Filled(msgspec.Struct, frozen=True):
    """A form that came back, with what was typed into it."""

    form: Form
    values: dict[str, Value]


def draw(form: Form, say: Say, *, dialog: bool, errors: Mapping[str, str] | None = None) -> Element:
    """The form's JSON. In a dialog it is submitted as such, in a chat it is a button of a message."""
    errors = errors or {}
    names = {field.name for field in form.fields}
    body = [] if dialog else paragraphs(form.title, weight="Bolder", size="Medium")
    for text in (text for name, text in errors.items() if name not in names):
        body += _wrong(text)
    if form.note:
        body += paragraphs(form.note)
    for field in form.fields:
        body.append(_input(field, say))
        if errors.get(field.name):
            body += _wrong(errors[field.name])
        if field.hint:  # not a placeholder, which is gone as soon as there is a value
            body += paragraphs(field.hint, spacing="Small", isSubtle=True, size="Small")
    return whole([*body, {"type": "ActionSet", "actions": [_submit(form, dialog)]}])


def filled(data: Mapping[str, Any]) -> Filled | None:
    """The form in a submission's data; None when there is none. It is the client's word, for drawing only."""
    form = _unpacked(data.get("form"))
    if form is None:
        return None
    values = {field.name: _value(field, data.get(_id(field.name))) for field in form.fields}
    kept = tuple(msgspec.structs.replace(field, value=values[field.name]) for field in form.fields)
    return Filled(msgspec.structs.replace(form, fields=kept), values)


def _submit(form: Form, dialog: bool) -> Element:
    """What the form is travels with it, so that any process can draw it again beside the errors."""
    blank = tuple(msgspec.structs.replace(field, value="") for field in form.fields)
    action: Element = {
        "title": cut(tame(form.submit), 60),
        "style": "positive",
        "data": {"do": form.do, "id": form.value, "form": _packed(msgspec.structs.replace(form, fields=blank))},
    }
    return {"type": "Action.Submit"} | action if dialog else {"type": "Action.Execute", "verb": form.do} | action


def _input(field: Field, say: Say) -> Element:
    element: Element = {"id": _id(field.name), "label": cut(tame(field.label), 200)}
    if field.required:
        element |= {"isRequired": True, "errorMessage": say("Fill in this field.")}
    match field.kind:
        case "line" | "text":
            element |= {"type": "Input.Text", "maxLength": field.most, "isMultiline": field.kind == "text"}
            value = field.value if isinstance(field.value, str) else ", ".join(field.value)
            return element | ({"value": tame(cut(value, field.most))} if value else {})
        case "date":
            return element | {"type": "Input.Date"} | ({"value": str(field.value)} if _is_date(field.value) else {})
        case "choice" | "choices":
            return element | _choices(field, say)


def _choices(field: Field, say: Say) -> Element:
    many = field.kind == "choices"
    expanded = many or len(field.options) <= _SHOWN
    # once one is chosen, no client has a way to choose none again
    nothing = () if many or field.required else ((_NOTHING, say("Not chosen")),)
    known = {value for value, _ in field.options}
    chosen = [value for value in _several(field.value) if value in known]
    element: Element = {
        "type": "Input.ChoiceSet",
        "isMultiSelect": many,
        "style": "expanded" if expanded else "compact",
        "wrap": True,
        "choices": [{"title": cut(tame(label), 200), "value": value} for value, label in (*nothing, *field.options)],
    }
    if chosen:
        return element | {"value": ",".join(chosen if many else chosen[:1])}
    return element | ({"value": _NOTHING} if nothing else {} if expanded else {"placeholder": say("Choose")})


def _value(field: Field, typed: Any) -> Value:
    text = "" if typed is None or isinstance(typed, dict | list) else untame(str(typed))
    if field.kind == "choice" and text == _NOTHING:
        return ""
    return _several(text) if field.kind == "choices" else text


def _several(value: Value) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value


def _is_date(value: Value) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _id(name: str) -> str:
    return f"field_{name}" if name in _TAKEN else name


def _wrong(text: str) -> list[Element]:
    return paragraphs(text, spacing="Small", color="Attention")


def _packed(form: Form) -> str:
    """Small, and without anything Teams would act on: long lists of options would double a card's size."""
    return urlsafe_b64encode(zlib.compress(json.dumps(msgspec.to_builtins(form)).encode())).decode()


def _unpacked(packed: Any) -> Form | None:
    """None for anything that is no form, or that grows too large."""
    try:
        carried = zlib.decompressobj().decompress(urlsafe_b64decode(packed), _LARGEST)
        return msgspec.convert(json.loads(carried), Form)
    except (TypeError, ValueError, zlib.error, RecursionError):  # what is not base64, JSON or a form is a ValueError
        return None
