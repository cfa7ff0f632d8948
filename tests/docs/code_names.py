"""Look up names of the code that a page mentions: modules, functions, classes, methods and fields."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from tests.sources import CODE, ROOT, Source, load_sources

#: what tests give to whoever writes one
STAGE = ("tests/conftest.py", "tests/conversation.py")
#: what a variable of this name holds wherever pages show it
VARIABLES = {"router": "Router", "turn": "Turn", "store": "Store", "clock": "Clock", "talk": "Conversation"}
_STORE = "storage/kit/store.py"


@cache
def _list_sources() -> list[Source]:
    return [*load_sources(*CODE), *(Source(ROOT / name) for name in STAGE)]


@cache
def list_words(name: str) -> frozenset[str]:
    """Return every name that the code of a file uses or defines; words of comments and texts are none."""
    source = next((one for one in _list_sources() if one.name == name), None) or Source(ROOT / name)
    return frozenset(_list_words_of(source.nodes))


def _list_words_of(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.Constant(value=str(text)) if text.isidentifier():
                yield text  # a table, or a field of a file


@cache
def list_all_words() -> frozenset[str]:
    """Return every name of the code, with modules and packages."""
    places = {part for source in _list_sources() for part in source.path.with_suffix("").parts}
    return frozenset(places.union(*(_list_words_of(source.nodes) for source in _list_sources())))


@cache
def _map_modules() -> dict[str, dict[str, set[str]]]:
    """Return what each module defines, by its last name and then by its whole one."""
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for source in _list_sources():
        parts = source.path.with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found[parts[-1]][".".join(parts)] = set(_list_defined(source.tree.body))
    return found


def _list_defined(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.ImportFrom(names=names):
                yield from (one.asname or one.name for one in names)


@cache
def _map_members() -> dict[str, set[str]]:
    """Return what each class has, with what it inherits; classes of one name are taken together."""
    classes = [node for source in _list_sources() for node in source.nodes if isinstance(node, ast.ClassDef)]
    own: dict[str, set[str]] = defaultdict(set)
    for node in classes:
        own[node.name] |= {*_list_defined(node.body), *_list_assigned_to_self(node)}
    bases = defaultdict(set)
    for node in classes:
        bases[node.name] |= {base.id for base in node.bases if isinstance(base, ast.Name)}

    def collect(name: str) -> set[str]:
        return own[name].union(*(collect(base) for base in bases[name] - {name}))

    return {node.name: collect(node.name) for node in classes}


def _list_assigned_to_self(node: ast.ClassDef) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "self":
            yield one.attr


@cache
def _map_repositories() -> dict[str, str]:
    """Return the class of each attribute of a store."""
    text = (ROOT / _STORE).read_text("utf-8")
    return dict(re.findall(r"^    (\w+) = _build_repository_property\((\w+)\)", text, re.MULTILINE))


def is_known_name(name: str) -> bool:
    """Return True if something in the code is called so: `module.function`, `store.repository.method`, `name`."""
    first, *rest = name.split(".")
    if first in CODE:
        return _is_known_module(name)
    if first in VARIABLES and rest:
        holds = _map_repositories().get(rest[0], "") if first == "store" and len(rest) > 1 else VARIABLES[first]
        return rest[-1] in _map_members().get(holds, set())
    if first in _map_modules() and rest:
        return any(rest[0] in defined for defined in _map_modules()[first].values())
    return not rest and first in list_all_words()


def _is_known_module(name: str) -> bool:
    """Return True if it is a package or module, or what one defines."""
    if (ROOT / name.replace(".", "/")).is_dir() or (ROOT / f"{name.replace('.', '/')}.py").exists():
        return True
    module, _, last = name.rpartition(".")
    return last in _map_modules().get(module.rpartition(".")[2], {}).get(module, set())
