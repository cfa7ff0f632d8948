"""Draw a field whose options are searched for as one types, read it back, and answer its searches.

What is chosen already stands in an input of its own: some clients drop the value of a searched one.
A value carries its label along, so that any process can draw the field again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from bot.platforms.teams.texts import Element, defuse_text, truncate_text
from handlers.chat.cards import Field, OptionSource
from handlers.chat.say import Say

#: name of the invoke with which Teams asks for options
INVOKE = "application/search"
#: value of the option for no choice, because clients ignore an empty value
NOTHING = "-"
#: maximum number of options in one answer, where Teams asks for no other
_PAGE, _LARGEST_PAGE = 15, 100
#: between a value and its label, between a search and what it searches among, and after the id of a searched input
_LABELLED, _AMONG, _SEARCHED = "|", " ", "__search"
_LABEL = 100


def draw_searched_field(field: Field, source: OptionSource, say: Say, input_id: str) -> list[Element]:
    """Draw what is chosen, and below it the input that finds another or more."""
    many, label = field.kind == "choices", truncate_text(defuse_text(field.label), 200)
    another = say("Add more") if many else say("Choose another")
    search: Element = {
        "type": "Input.ChoiceSet",
        "id": f"{input_id}{_SEARCHED}",
        "label": another if field.options else label,
        "isMultiSelect": many,
        "style": "filtered",
        "placeholder": say("Type to search"),
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": f"{source.do}{_AMONG}{source.value}"},
    }
    if not field.options:
        required = {"isRequired": True, "errorMessage": say("Fill in this field.")} if field.required else {}
        return [search | required]
    nothing = () if many or field.required else ((NOTHING, say("Not chosen")),)
    chosen = [_add_label(value, text) for value, text in field.options]
    kept: Element = {
        "type": "Input.ChoiceSet",
        "id": input_id,
        "label": label,
        "isMultiSelect": many,
        "style": "expanded" if many else "compact",
        "wrap": True,
        "choices": [
            *({"title": text, "value": value} for value, text in nothing),
            *(_draw_option(value, text) for value, text in field.options),
        ],
        "value": ",".join(chosen if many else chosen[:1]),
    }
    return [kept, search]


def parse_searched_options(field: Field, data: Mapping[str, Any], input_id: str) -> tuple[tuple[str, str], ...]:
    """Return what is chosen as (value, label): one that was found stands in for the one before."""
    kept, found = (_parse_labelled(data.get(id)) for id in (input_id, f"{input_id}{_SEARCHED}"))
    if field.kind == "choices":
        return tuple((kept | found).items())
    return tuple((found or kept).items())[:1]


def parse_search_dataset(value: Mapping[str, Any]) -> tuple[str, str]:
    """Return which search Teams asks for, and what it searches among."""
    dataset = value.get("dataset")
    name, _, among = (dataset if isinstance(dataset, str) else "").partition(_AMONG)
    return name, among


def draw_search_answer(value: Mapping[str, Any], options: Iterable[tuple[str, str]]) -> Element:
    """Draw the body that answers a search, with as many options as Teams asks for."""
    asked = value.get("queryOptions")
    top = asked.get("top") if isinstance(asked, dict) else None
    most = min(top, _LARGEST_PAGE) if isinstance(top, int) and top > 0 else _PAGE
    results = [_draw_option(one, label) for one, label in options][:most]
    return {"statusCode": 200, "type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}


def _draw_option(value: str, label: str) -> Element:
    return {"title": truncate_text(defuse_text(label), 200), "value": _add_label(value, label)}


def _add_label(value: str, label: str) -> str:
    return f"{value}{_LABELLED}{quote(truncate_text(label, _LABEL), safe='')}"


def _parse_labelled(typed: Any) -> dict[str, str]:
    """Return the labels of the values; what no option of this bot holds has none, and is judged by the handler."""
    parts = [part for part in typed.split(",") if part and part != NOTHING] if isinstance(typed, str) else []
    pairs = (part.partition(_LABELLED) for part in parts)
    return {value: unquote(label) or value for value, _, label in pairs}
