"""Names tell a reader what they are of: one grep finds each, and a listing says what is where."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.sources import CODE, Source, load_sources

#: functions of one word, and why that is enough
ONE_WORD = {
    "bot/__main__.py: main": "the name every program has",
    "bot/__main__.py: run": "the console script's entry",
    "bot/http/pdf_drawer.py: main": "the name every program has",
    "bot/maintenance/source_reader.py: main": "the name every program has",
    "handlers/chat/rows/__init__.py: reason": "marks a text for translation, as `gettext_noop` does",
}
#: files of the same name in each part of a context: a convention of cards, forms and record kinds
SHARED_FILES = {"__init__.py", "cards.py", "forms.py", "lookup.py", "record.py"}
#: lines below which a file is no place of its own
SHORTEST = 25
#: but for these: `record.py` is where each record kind is declared, however little it needs; `tables.py` of storage
#: finishes what the modules of all tables have declared, so none of them may import it
SHORT_FILES = {"__init__.py", "record.py", "routes.py", "tables.py"}
#: per cent of function names that may be one word, per cent that one grep finds, words of a name on average
MOST_ONE_WORD, LEAST_UNIQUE, LEAST_WORDS = 10, 65, 2.2


def list_functions(source: Source) -> Iterator[str]:
    """Yield the names of all functions and methods but those that Python itself prescribes."""
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
            yield node.name


def test_a_public_function_has_a_verb_and_an_object() -> None:
    short = {
        f"{source.name}: {node.name}"
        for source in load_sources(*CODE)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "_" not in node.name
    }
    assert short == set(ONE_WORD)


def test_names_can_be_found() -> None:
    names = [name for source in load_sources(*CODE) for name in list_functions(source)]
    words = [len(name.strip("_").split("_")) for name in names]
    once = [name for name in set(names) if names.count(name) == 1]
    assert sum(words) / len(words) >= LEAST_WORDS
    assert 100 * words.count(1) / len(words) <= MOST_ONE_WORD
    assert 100 * len(once) / len(names) >= LEAST_UNIQUE


def test_no_two_classes_have_one_name() -> None:
    places = defaultdict(list)
    for source in load_sources(*CODE):
        for node in source.nodes:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(source.name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_two_public_functions_have_one_name() -> None:
    """Each name has one definition to be found, but for the `main` that every program has."""
    places = defaultdict(list)
    for source in load_sources(*CODE):
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_" and node.name != "main":
                places[node.name].append(source.name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_two_files_of_a_context_have_one_name() -> None:
    places = defaultdict(list)
    for source in load_sources("handlers"):
        if source.path.name not in SHARED_FILES:
            places[source.path.parts[1:2], source.path.name].append(source.name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_a_file_is_a_place() -> None:
    short = [source for source in load_sources(*CODE) if len(source.text.splitlines()) < SHORTEST]
    assert [source.name for source in short if source.path.name not in SHORT_FILES] == []
