"""The points at which a process may die: each `await` of these modules, before it and after it.

A module is marked when it is loaded, so that what is run is what is written: `await x` tells where it is and awaits x.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).parents[2]
#: the sending protocol, and how an event is taken
SENDING = (
    "bot.delivery.courier",
    "bot.delivery.due_batches",
    "bot.delivery.platform_calls",
    "bot.delivery.in_flight_deliveries",
    "bot.delivery.delivery_preparer",
    "bot.delivery.reconciler",
    "bot.delivery.outcomes",
    "bot.delivery.outcome_writer",
)
TAKING = ("bot.dispatcher", "bot.platforms.slack.listeners")
#: how the answer to a click is shown
SHOWING = ("bot.platforms.slack.private_responses",)
#: a unit of work, and any other await
UNIT, CALL = ("begins", "before commit", "after commit"), ("before", "after")

#: called with the name of each point that is come to
reached: Callable[[str], None] = lambda _: None  # noqa: E731 - nobody listens yet


def mark_modules() -> None:
    """Mark each of the modules when it is imported, which must not have been yet."""
    assert not {*SENDING, *TAKING, *SHOWING} & sys.modules.keys()
    sys.meta_path.insert(0, _Finder())


def names_in(module: str) -> list[str]:
    """Return each await of this module, as "courier.run_delivery_round: self.database.begin"."""
    marker = _Marker(module)
    marker.visit(ast.parse(_path(module).read_text("utf-8")))
    return marker.names


def is_unit(name: str) -> bool:
    """Whether it is a unit of work that writes, or a part of one that can be taken back alone."""
    return name.partition(" #")[0].rpartition(".")[2] in ("begin", "begin_nested")


def is_call(name: str) -> bool:
    """Whether it is a call to a platform."""
    return ": platform." in name or ": self.platforms[" in name


class _Marker(ast.NodeTransformer):
    """Puts each await through one of the functions below, under its name."""

    def __init__(self, module: str) -> None:
        self.module = module.rpartition(".")[2]
        self.names: list[str] = []
        self._function = ""
        self._seen: Counter[str] = Counter()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        outer, self._function = self._function, node.name
        self.generic_visit(node)
        self._function = outer
        return node

    def visit_Await(self, node: ast.Await) -> ast.AST:
        node.value = self._through("_arena_awaited", node.value)
        return node

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        for item in node.items:
            item.context_expr = self._through("_arena_entered", item.context_expr)
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        node.iter = self._through("_arena_gone_through", node.iter)
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def _through(self, function: str, what: ast.expr) -> ast.expr:
        name = f"{self.module}.{self._function}: {ast.unparse(what.func if isinstance(what, ast.Call) else what)}"
        self._seen[name] += 1
        name += f" #{self._seen[name]}" if self._seen[name] > 1 else ""
        self.names.append(name)
        marked = ast.Call(ast.Name(function, ast.Load()), [ast.Constant(name), self.visit(what)], [])
        return ast.copy_location(marked, what)


class _Loader(SourceFileLoader):
    """Keeps nothing of what it has compiled: whoever imports the module without marks must not find it."""

    def get_code(self, fullname: str) -> CodeType:
        tree = _Marker(fullname).visit(ast.parse(self.get_data(self.path)))
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: Any) -> None:
        vars(module).update(_arena_awaited=_awaited, _arena_entered=_entered, _arena_gone_through=_gone_through)
        super().exec_module(module)


class _Finder(MetaPathFinder):
    def find_spec(self, fullname: str, _path_of: object, _target: object = None) -> ModuleSpec | None:
        if fullname not in (*SENDING, *TAKING, *SHOWING):
            return None
        path = str(_path(fullname))
        return spec_from_file_location(fullname, path, loader=_Loader(fullname, path))


async def _awaited(name: str, what: Awaitable[Any]) -> Any:
    reached(f"{name}, before")
    result = await what
    reached(f"{name}, after")
    return result


@asynccontextmanager
async def _entered(name: str, what: AbstractAsyncContextManager[Any]) -> AsyncIterator[Any]:
    reached(f"{name}, begins")
    async with what as value:
        yield value
        reached(f"{name}, before commit")
    reached(f"{name}, after commit")


async def _gone_through(name: str, what: AsyncIterator[Any]) -> AsyncIterator[Any]:
    reached(f"{name}, before")
    async for value in what:
        yield value
    reached(f"{name}, after")


def _path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def moments(names: Iterable[str]) -> list[str]:
    """Return each moment of these awaits at which a process can die."""
    return [f"{name}, {moment}" for name in names for moment in (UNIT if is_unit(name) else CALL)]
