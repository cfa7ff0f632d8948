"""Fields whose options are searched for: what Teams asks while somebody types, and what it gets back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.platforms.teams import forms
from handlers.chat.cards import Field, Form, OptionSource, Reply
from handlers.chat.events import Query
from handlers.chat.say import Say
from tests.platforms.teams.test_cards import SAY, check
from tests.standins.teams import activity

SOURCE = OptionSource("departures.leave", "3:12")
PEOPLE = (("7", "Kari, Eksempel"), ("9", "Ola | Prøve"))


def ask(text: Any, dataset: Any = "departures.leave 3:12", **options: Any) -> dict[str, Any]:
    value = {"kind": "search", "queryText": text, "queryOptions": {"skip": 0, "top": 15, **options}, "dataset": dataset}
    return activity("invoke", name="application/search", value=value)


def draw(field: Field, say: Say = SAY, **errors: str) -> dict[str, Any]:
    drawn = forms.draw_adaptive_form(
        Form("Slutt", "departures.leave", (field,), "Send"), say, dialog=True, errors=errors
    )
    check(drawn)
    return drawn


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_where_there_is_nothing_to_choose_from_a_name_is_written(kind: Any) -> None:
    drawn = draw(Field("parent", "Del av", kind))
    (asked, actions) = drawn["body"]
    assert (asked["type"], asked["isMultiline"]) == ("Input.Text", False)
    filled = forms.parse_filled_form(actions["actions"][0]["data"] | {asked["id"]: "Eksempel, Prøve AS"})
    assert filled is not None
    assert filled.values == {"parent": "Eksempel, Prøve AS"}


def test_a_field_asks_for_its_options() -> None:
    (search, _) = draw(Field("successor", "Etterfølger", "choice", source=SOURCE))["body"]
    assert search["choices.data"] == {"type": "Data.Query", "dataset": "departures.leave 3:12"}
    assert (search["style"], search["isRequired"], search["choices"]) == ("filtered", True, [])


async def test_what_is_typed_is_searched_for_and_answered_with_labels(door, desk) -> None:
    desk.answers.append(Reply(options=(*PEOPLE, *((str(n), f"Park {n}") for n in range(90)))))
    body = await door.invoke(ask("ka"))
    (event,) = desk.events
    assert isinstance(event, Query)
    assert (event.name, event.value, event.text) == ("departures.leave", "3:12", "ka")
    assert body["type"] == "application/vnd.microsoft.search.searchResponse"
    results = body["value"]["results"]
    assert [one["title"] for one in results[:2]] == ["Kari, Eksempel", "Ola | Prøve"]
    assert len(results) == 15


@pytest.mark.parametrize("value", [ask(5), ask("x", dataset=None), ask("x", top="all")])
async def test_a_refused_or_broken_search_finds_nothing(door, value) -> None:
    assert (await door.invoke(value))["value"]["results"] == []


async def choose(door: Any, desk: Any, n: int) -> str:
    """The value of one of PEOPLE, as the answer to a search has it."""
    desk.answers.append(Reply(options=PEOPLE))
    value: str = (await door.invoke(ask("")))["value"]["results"][n]["value"]
    return value


async def test_one_that_is_found_stands_in_for_the_one_before_and_keeps_its_name(door, desk) -> None:
    field = Field("who", "Hvem?", "choice", "7", required=False, options=PEOPLE[:1], source=SOURCE)
    drawn = draw(field)
    kept, search, _ = drawn["body"]
    assert (kept["choices"][1]["title"], kept["value"]) == ("Kari, Eksempel", kept["choices"][1]["value"])
    data = drawn["body"][-1]["actions"][0]["data"]
    ola = await choose(door, desk, 1)
    for typed, value, label in (
        ({kept["id"]: kept["value"]}, "7", "Kari, Eksempel"),
        ({kept["id"]: kept["value"], search["id"]: ola}, "9", "Ola | Prøve"),
        ({kept["id"]: "-"}, "", None),
    ):
        filled = forms.parse_filled_form({**data, **typed})
        assert filled is not None
        assert filled.values == {"who": value}
        again = draw(filled.form.fields[0], who="Ikke nå.")["body"]
        shown = [one["title"] for one in again[0]["choices"] if again[0].get("value") == one["value"]]
        assert shown == ([label] if label else [])


async def test_several_are_found_one_after_another(door, desk) -> None:
    field = Field("people", "Hvem var der?", "choices", ("7",), options=PEOPLE[:1], source=SOURCE)
    drawn = draw(field)
    kept, search, _ = drawn["body"]
    data = drawn["body"][-1]["actions"][0]["data"]
    both = forms.parse_filled_form({**data, kept["id"]: kept["value"], search["id"]: await choose(door, desk, 1)})
    assert both is not None
    assert both.values == {"people": ("7", "9")}
    kept, search, _ = draw(both.form.fields[0])["body"]
    assert [one["title"] for one in kept["choices"]] == ["Kari, Eksempel", "Ola | Prøve"]
    none = forms.parse_filled_form({**data, kept["id"]: ""})
    assert none is not None
    assert none.values == {"people": ()}
