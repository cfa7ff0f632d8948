"""What is pressed to send a form says what happens then: something is shown first, chosen, kept or made known."""

from __future__ import annotations

import ast

import pytest

from storage.kit.database import Database
from tests.conversation import Conversation
from tests.sources import load_sources


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.mark.parametrize(
    ("do", "label"),
    [
        ("meetings.write", "Preview"), ("rounds.write", "Preview"), ("rounds.adoption", "Preview"),
        ("inquiries.write", "Preview"), ("issues.raise", "Preview"), ("admin.people", "Choose"),
        ("privacy.house", "Show what happens"),
    ],
)  # fmt: skip
async def test_a_form_says_what_comes_of_it(talk: Conversation, do: str, label: str) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    form = (await sara.does(do)).form
    assert form is not None
    assert form.submit == label


def test_no_button_says_only_that_something_comes_next() -> None:
    said = (
        (source.name, node.args[0].value)
        for source in load_sources("handlers")
        for node in source.nodes
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    )
    assert [where for where, text in said if text == "Next"] == []
