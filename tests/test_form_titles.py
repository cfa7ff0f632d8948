"""The title of a form is read whole: Slack cuts what is longer, and nothing of what is cut can be read anywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.slack.modals import TITLE
from handlers.chat.say import LANGUAGES, Say
from tests.sources import load_sources

#: what stands in the place of a code or a number
CODE = "L-005"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def list_form_titles() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield where a form is drawn, the English text of its title, and the names of what is put into it.

    A title that is no text of the code is left out: the conversations of the tests look at each form they open.
    """
    for source in load_sources("handlers"):
        for function in (node for node in source.nodes if isinstance(node, _FUNCTIONS)):
            named = {
                target.id: node.value
                for node in ast.walk(function) if isinstance(node, ast.Assign)
                for target in node.targets if isinstance(target, ast.Name)
            }  # fmt: skip
            for node in ast.walk(function):
                if not isinstance(node, ast.Call) or ast.unparse(node.func) != "Form" or not node.args:
                    continue
                title = node.args[0]
                title = named.get(title.id, title) if isinstance(title, ast.Name) else title
                for text, put_in in _list_texts(title):
                    yield f"{source.name}: {text}", text, put_in


def _list_texts(title: ast.AST) -> Iterator[tuple[str, frozenset[str]]]:
    for node in ast.walk(title):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("say") and node.args:
            (text, *_) = node.args
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value, frozenset(one.arg for one in node.keywords if one.arg is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_of_a_form_is_cut(language: str) -> None:
    say = Say(language, ZoneInfo("Europe/Oslo"))
    titles = [(where, say(text, **dict.fromkeys(put_in, CODE))) for where, text, put_in in list_form_titles()]
    assert len(titles) > 100
    assert [(where, title) for where, title in titles if len(title) > TITLE] == []
