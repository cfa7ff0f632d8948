"""What is gone for good when a button is pressed is red, and asked about first; nothing else is red."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from handlers import build_capability_router
from tests.sources import load_sources

_FIELDS = ("label", "do", "value", "style", "confirm")
#: labels of buttons after which something is not there any more
GONE = {
    "Remove", "Remove it", "Remove source", "Delete", "Delete me", "Discard", "Discard the draft", "Do not save",
    "Do not send it", "Leave it out", "Revoke", "Unlink", "End the link", "Take back",
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """Hold a button as code draws it."""

    where: str
    label: str
    do: str
    red: bool
    confirms: bool


def list_drawn_buttons() -> Iterator[Drawn]:
    for source in load_sources("handlers"):
        for node in source.nodes:
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "Button":
                continue
            given = dict(zip(_FIELDS, node.args, strict=False)) | {one.arg: one.value for one in node.keywords}
            label, do, style = (_find_text(given.get(name)) for name in ("label", "do", "style"))
            yield Drawn(f"{source.name}: {label}", label, do, style == "danger", "confirm" in given)


def _find_text(node: ast.expr | None) -> str:
    nodes = ast.walk(node) if node is not None else ()
    return next((one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def test_what_takes_something_away_for_good_is_red() -> None:
    assert [one.where for one in list_drawn_buttons() if one.label in GONE and not one.red] == []


def test_what_is_red_is_asked_about_first() -> None:
    router = build_capability_router()
    asks = {one.where for one in list_drawn_buttons() if one.confirms or router.is_form_click(one.do)}
    assert [one.where for one in list_drawn_buttons() if one.red and one.where not in asks] == []
