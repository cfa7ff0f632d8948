"""Draw the field of a form as an input of a modal, and read back what was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.platforms.slack.elements import Json, draw_plain_text
from bot.platforms.slack.texts import cut_at_word, strip_invalid_characters
from handlers.chat.cards import Field, OptionSource
from handlers.chat.events import Value
from handlers.chat.say import Say

LABEL, OPTION, OPTION_VALUE, TEXT, PLACEHOLDER = 2000, 75, 150, 3000, 150
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


def draw_modal_input(field: Field, say: Say) -> Json:
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


def parse_input_value(state: Mapping[str, Any]) -> Value:
    if "selected_options" in state:
        return tuple(str(option["value"]) for option in state["selected_options"] or ())
    if state.get("selected_option"):
        value = str(state["selected_option"]["value"])
        return "" if value == NOTHING else value
    return str(state.get("value") or state.get("selected_date") or state.get("selected_time") or "")


def draw_prefilled_input(block: Mapping[str, Any], states: Mapping[str, Any]) -> Json:
    """Draw the input with what was filled in as its initial value."""
    element = dict(block["element"])
    state = states.get(block["block_id"], {}).get(element["action_id"], {})
    for name in ("value", "option", "options", "date", "time"):
        filled = state.get("value" if name == "value" else f"selected_{name}")
        element.pop(f"initial_{name}", None)
        if filled:
            element[f"initial_{name}"] = filled
    return {**block, "element": element}
