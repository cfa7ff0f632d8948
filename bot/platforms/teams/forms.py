"""Draw a form as an Adaptive Card with inputs, and parse it back.

What was typed stays when something has to be corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from bot.platforms.packed_structs import pack_struct, unpack_struct
from bot.platforms.teams.cards import DELIVERY, wrap_adaptive_card
from bot.platforms.teams.option_search import NOTHING, draw_searched_field, parse_searched_options
from bot.platforms.teams.texts import (
    Element,
    defuse_text,
    draw_heading_blocks,
    draw_text_blocks,
    restore_defused_text,
    truncate_text,
)
from handlers.chat.cards import MANY_OPTIONS, Field, Form
from handlers.chat.events import Value
from handlers.chat.say import Say

#: name under which a dialog keeps the message that opened it
OPENED_FROM = "opener"
#: reserved names beside the inputs
_TAKEN = frozenset({"do", "id", DELIVERY, "form", OPENED_FROM, "msteams", "type"})
#: id of what holds the fields behind More; no field has such a name
_FOLDED = "more fields"
#: maximum number of options that are all shown at once
_SHOWN = 4
#: maximum number of characters of what stands in for a form that cannot be drawn
TITLE = 200


class FilledForm(msgspec.Struct, frozen=True):
    """Hold a form that came back, with what was typed into it."""

    form: Form
    values: dict[str, Value]


def draw_adaptive_form(
    form: Form, say: Say, *, dialog: bool, errors: Mapping[str, str] | None = None, opened_from: str = ""
) -> Element:
    """Draw the form's JSON. In a dialog the dialog submits it, in a chat a button of the message does.

    `opened_from`: message whose button opened the dialog; what a dialog submits names none.
    """
    errors = errors or {}
    form = msgspec.structs.replace(form, fields=tuple(map(_write_where_nothing_is_offered, form.fields)))
    names = {field.name for field in form.fields}
    body = [] if dialog else draw_heading_blocks(form.title, "Medium")
    for text in (text for name, text in errors.items() if name not in names):
        body += _draw_form_error(text)
    if form.note:
        body += draw_text_blocks(form.note)
    shown, folded = form.split_fields(errors)
    for field in shown:
        body += _draw_field(field, say, errors.get(field.name, ""))
    if folded:
        body += _draw_folded(say("More"), _FOLDED, [part for field in folded for part in _draw_field(field, say, "")])
    actions = {"type": "ActionSet", "actions": [_draw_submit_action(form, dialog, opened_from)]}
    fallback = truncate_text(defuse_text(" ".join(form.title.split())), TITLE)
    return wrap_adaptive_card([*body, actions], fallback=fallback)


def _write_where_nothing_is_offered(field: Field) -> Field:
    """Return the field; one without options is written into, as a set of none cannot be filled in."""
    if field.kind not in ("choice", "choices") or field.options or field.source is not None:
        return field
    return msgspec.structs.replace(field, kind="line")


def parse_filled_form(data: Mapping[str, Any]) -> FilledForm | None:
    """Return the form in a submission's data; None if there is none.

    The form is the client's word, and serves for drawing only.
    """
    form = unpack_struct(data.get("form"), Form)
    if form is None:
        return None
    kept = tuple(_fill_field(field, data) for field in form.fields)
    return FilledForm(msgspec.structs.replace(form, fields=kept), {field.name: field.value for field in kept})


def _fill_field(field: Field, data: Mapping[str, Any]) -> Field:
    """Return the field with what was typed; of a field that is searched, what is chosen are its options."""
    input_id = _build_input_id(field.name)
    if field.source is None:
        return msgspec.structs.replace(field, value=_parse_typed_value(field, data.get(input_id)))
    options = parse_searched_options(field, data, input_id)
    chosen = tuple(value for value, _ in options)
    value: Value = chosen if field.kind == "choices" else next(iter(chosen), "")
    return msgspec.structs.replace(field, value=value, options=options)


def _draw_submit_action(form: Form, dialog: bool, opened_from: str) -> Element:
    """Draw the submit button.

    It carries the form, so that any process can draw the form again beside the errors.
    """
    blank = tuple(msgspec.structs.replace(field, value="") for field in form.fields)
    action: Element = {
        "title": truncate_text(defuse_text(form.submit), 60),
        "style": "positive",
        "data": {"do": form.do, "id": form.value, "form": pack_struct(msgspec.structs.replace(form, fields=blank))},
    }
    if opened_from:
        action["data"][OPENED_FROM] = opened_from
    return {"type": "Action.Submit"} | action if dialog else {"type": "Action.Execute", "verb": form.do} | action


def _draw_field(field: Field, say: Say, error: str) -> list[Element]:
    """Draw the input with its error and hint; a long list that nothing is chosen from opens when it is asked for."""
    input_id = _build_input_id(field.name)
    drawn = (
        [_draw_adaptive_input(field, say)]
        if field.source is None
        else draw_searched_field(field, field.source, say, input_id)
    )
    drawn += _draw_form_error(error) if error else []
    if field.hint:  # not a placeholder: it would vanish with the first value
        drawn += draw_text_blocks(field.hint, spacing="Small", isSubtle=True, size="Small")
    if field.kind != "choices" or len(field.options) <= MANY_OPTIONS or field.required or field.value or error:
        return drawn
    hidden = f"{input_id}_list"
    title = truncate_text(defuse_text(f"{field.label.rstrip('?')} ({len(field.options)})"), 60)
    return _draw_folded(title, hidden, drawn)


def _draw_folded(title: str, hidden: str, drawn: list[Element]) -> list[Element]:
    """Draw what a button opens; its inputs are submitted all the same."""
    opener = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [hidden]}
    return [
        {"type": "ActionSet", "actions": [opener]},
        {"type": "Container", "id": hidden, "isVisible": False, "items": drawn},
    ]


def _draw_adaptive_input(field: Field, say: Say) -> Element:
    element: Element = {"id": _build_input_id(field.name), "label": truncate_text(defuse_text(field.label), 200)}
    if field.required:
        element |= {"isRequired": True, "errorMessage": say("Fill in this field.")}
    match field.kind:
        case "line" | "text":
            element |= {"type": "Input.Text", "maxLength": field.most, "isMultiline": field.kind == "text"}
            value = field.value if isinstance(field.value, str) else ", ".join(field.value)
            return element | ({"value": defuse_text(truncate_text(value, field.most))} if value else {})
        case "date":
            return (
                element | {"type": "Input.Date"} | ({"value": str(field.value)} if _is_date_value(field.value) else {})
            )
        case "time":
            return element | {"type": "Input.Time"} | ({"value": str(field.value)} if field.value else {})
        case "number":
            value = field.value if isinstance(field.value, str) and field.value.isdecimal() else ""
            return element | {"type": "Input.Number", "min": 0} | ({"value": int(value)} if value else {})
        case "choice" | "choices":
            return element | _draw_choice_set(field, say)


def _draw_choice_set(field: Field, say: Say) -> Element:
    many = field.kind == "choices"
    expanded = many or len(field.options) <= _SHOWN
    # Typing finds an option among many. What is chosen already would not be seen then: Teams on iPhone drops it.
    filtered = len(field.options) > MANY_OPTIONS and not field.value
    # No client can clear a choice once it is made.
    nothing = () if many or field.required else ((NOTHING, say("Not chosen")),)
    known = {value for value, _ in field.options}
    chosen = [value for value in _split_choices(field.value) if value in known]
    element: Element = {
        "type": "Input.ChoiceSet",
        "isMultiSelect": many,
        "style": "expanded" if expanded else "filtered" if filtered else "compact",
        "wrap": True,
        "choices": [
            {"title": truncate_text(defuse_text(label), 200), "value": value}
            for value, label in (*nothing, *field.options)
        ],
    }
    if chosen:
        return element | {"value": ",".join(chosen if many else chosen[:1])}
    if nothing and not filtered:
        return element | {"value": NOTHING}
    return element | ({} if expanded else {"placeholder": say("Choose")})


def _parse_typed_value(field: Field, typed: Any) -> Value:
    text = "" if typed is None or isinstance(typed, dict | list) else restore_defused_text(str(typed))
    if field.kind == "number":
        return text.removesuffix(".0")  # some clients send a number of JSON
    if field.kind == "choice" and text == NOTHING:
        return ""
    return _split_choices(text) if field.kind == "choices" else text


def _split_choices(value: Value) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part) if isinstance(value, str) else value


def _is_date_value(value: Value) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _build_input_id(name: str) -> str:
    return f"field_{name}" if name in _TAKEN else name


def _draw_form_error(text: str) -> list[Element]:
    return draw_text_blocks(text, spacing="Small", color="Attention")
