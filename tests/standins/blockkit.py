"""Block Kit as Slack refuses it: a short list of what is wrong with blocks or a view, empty when nothing is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: type of block -> what it may hold beside `type` and `block_id`
BLOCKS = {
    "section": {"text", "expand"},
    "header": {"text"},
    "divider": set(),
    "context": {"elements"},
    "actions": {"elements"},
    "rich_text": {"elements"},
    "input": {"label", "hint", "element", "optional"},
}
ELEMENTS = {
    "button": {"action_id", "text", "value", "url", "style", "confirm"},
    "static_select": {"action_id", "placeholder", "options", "option_groups", "initial_option"},
    "multi_static_select": {"action_id", "placeholder", "options", "option_groups", "initial_options"},
    "external_select": {"action_id", "placeholder", "min_query_length", "initial_option"},
    "multi_external_select": {"action_id", "placeholder", "min_query_length", "initial_options"},
    "datepicker": {"action_id", "initial_date"},
    "timepicker": {"action_id", "initial_time"},
    "number_input": {"action_id", "is_decimal_allowed", "min_value", "initial_value"},
    "overflow": {"action_id", "options"},
    "plain_text_input": {"action_id", "multiline", "max_length", "initial_value"},
}
TEXTS = {"section": 3000, "header": 150}
#: characters in all
MOST = 13_200


def problems(blocks: list[dict[str, Any]], *, most: int = 50) -> list[str]:
    """What Slack would refuse about the blocks of a message (or, with 100, of a view)."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    for number, block in enumerate(blocks):
        found += [f"{number} {block.get('type')}: {wrong}" for wrong in _block(block)]
    if most == 50 and counted(blocks) + 100 * len(blocks) > MOST:
        found.append("msg_blocks_too_long")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    return found + (["block_id twice"] if len(names) != len(set(names)) else [])


def view_problems(view: dict[str, Any]) -> list[str]:
    found = problems(view["blocks"], most=100)
    if not view["blocks"]:
        found.append("no blocks")
    if view["type"] == "modal":
        for name in ("title", "submit", "close"):
            if name in view:
                found += [f"{name}: {wrong}" for wrong in _text(view[name], 24)]
        if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
            found.append("no submit")
        if len(view.get("private_metadata", "")) > 3000:
            found.append("private_metadata")
    return found


def counted(node: Any) -> int:
    if isinstance(node, list):
        return sum(counted(one) for one in node)
    if not isinstance(node, dict):
        return 0
    text = node.get("text")
    own = len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">")) if isinstance(text, str) else 0
    return own + sum(counted(value) for value in node.values())


def texts(node: Any) -> Iterator[str]:
    """Every text a person sees, unescaped where Slack unescapes it."""
    if isinstance(node, list):
        for one in node:
            yield from texts(one)
    elif isinstance(node, dict):
        text = node.get("text")
        if isinstance(text, str):
            plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            yield text if node.get("type") == "text" else plain
        for name, value in node.items():
            if name != "confirm":
                yield from texts(value)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind not in BLOCKS:
        yield "unknown type"
        return
    yield from (f"unknown {name}" for name in block.keys() - BLOCKS[kind] - {"type", "block_id"})
    if kind in TEXTS:
        yield from _text(block["text"], TEXTS[kind])
    if kind == "context":
        yield from _all(_text(one, 3000) for one in block["elements"])
    if kind == "actions":
        yield from _actions(block["elements"])
    if kind == "rich_text":
        yield from _rich(block["elements"])
    if kind == "input":
        yield from _input(block)


def _actions(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements"
    names = [element["action_id"] for element in elements]
    if len(names) != len(set(names)):
        yield "action_id twice"
    yield from _all(_element(element) for element in elements)


#: elements of rich text -> what they may hold beside `type` and `elements`
RICH = {
    "rich_text_section": set(),
    "rich_text_quote": {"border"},
    "rich_text_preformatted": {"border"},
    "rich_text_list": {"style", "indent", "offset", "border"},
}
STYLES = {"bold", "italic", "strike", "code"}


def _rich(elements: list[dict[str, Any]]) -> Iterator[str]:
    for part in elements:
        if part["type"] not in RICH or not part["elements"]:
            yield "rich text"
            continue
        yield from (f"unknown {name}" for name in part.keys() - RICH[part["type"]] - {"type", "elements"})
        if part["type"] == "rich_text_list":
            if part["style"] not in ("bullet", "ordered") or not 0 <= part["indent"] <= 8:
                yield "list"
            yield from _rich(part["elements"])
        else:
            yield from _all(_span(span) for span in part["elements"])


def _span(span: dict[str, Any]) -> Iterator[str]:
    if span["type"] in ("text", "link"):
        if not 1 <= len(span["text"]) <= 3000:
            yield "length of a span"
        if not span.get("style", {}).keys() <= STYLES:
            yield "style of a span"
    if span["type"] == "link" and not re.match(r"(?:https?://|mailto:|tel:)\S{1,3000}$", span["url"]):
        yield "address of a link"


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], 2000)
    yield from _text(block["hint"], 2000) if "hint" in block else ()
    yield from _element(block["element"])


def _element(element: dict[str, Any]) -> Iterator[str]:
    kind = element["type"]
    yield from (f"unknown {name}" for name in element.keys() - ELEMENTS[kind] - {"type"})
    if not 1 <= len(element["action_id"]) <= 255:
        yield "action_id"
    if kind == "button":
        yield from _button(element)
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150)
    if "options" in element or "option_groups" in element:
        yield from _select(element)
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "initial_value"


def _button(button: dict[str, Any]) -> Iterator[str]:
    yield from _text(button["text"], 75)
    if len(button.get("value", "")) > 2000 or len(button.get("url", "")) > 3000:
        yield "value or url"
    if "confirm" in button:
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(button["confirm"][name], most)


def _select(select: dict[str, Any]) -> Iterator[str]:
    groups = select.get("option_groups", [])
    if len(groups) > 100 or ("options" in select) == bool(groups):
        yield "options and groups"
    yield from _all(_text(group["label"], 75) for group in groups)
    for many in (group["options"] for group in groups) if groups else [select["options"]]:
        if not 1 <= len(many) <= (5 if select["type"] == "overflow" else 100):
            yield f"{len(many)} options"
    options = list_options(select)
    for option in options:
        yield from _text(option["text"], 75)
        if len(option["value"]) > 150 or len(option.get("url", "")) > 3000:
            yield "option value or url"
        if "url" in option and select["type"] != "overflow":
            yield "url of an option"
    chosen = select.get("initial_options", [select["initial_option"]] if "initial_option" in select else [])
    if any(one not in options for one in chosen) or ("initial_options" in select and not chosen):
        yield "initial option is no option"


def list_options(select: dict[str, Any]) -> list[dict[str, Any]]:
    """All options of a menu, in groups or not."""
    groups = select.get("option_groups")
    return [option for group in groups for option in group["options"]] if groups else select["options"]


def _text(text: dict[str, Any], most: int) -> Iterator[str]:
    if text["type"] != "plain_text" or text.keys() - {"type", "text", "emoji"}:
        yield "not plain text"
    if not 1 <= len(text["text"]) <= most:
        yield f"{len(text['text'])} characters of {most}"


def _all(many: Iterator[Iterator[str]]) -> Iterator[str]:
    for one in many:
        yield from one
