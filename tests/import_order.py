"""Play how Python would import each module first, and find names that are asked of a module before it has them.

Nothing is imported: a module is what its source says at its top level. What lies on no circle of imports is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: names bound since the step before, a module to import, and what is taken from it; "" and none: only names are bound
Step = tuple[frozenset[str], str, tuple[str, ...]]
Modules = Mapping[str, list[Step]]


def read_modules(root: Path, packages: Iterable[str]) -> dict[str, list[Step]]:
    """Return module -> what it does as it is imported."""
    found = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            found[name] = _read_steps(path.read_text())
    return found


def _read_steps(source: str) -> list[Step]:
    steps, bound = list[Step](), set[str]()
    for node in _walk_top_level(ast.parse(source).body):
        taken: list[tuple[str, tuple[str, ...]]] = []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            taken = [(node.module, tuple(one.name for one in node.names))]
        elif isinstance(node, ast.Import):
            taken = [(one.name, ()) for one in node.names]
        for module, names in taken:
            steps.append((frozenset(bound), module, names))
            bound = set()
        bound |= set(_list_bound_names(node))
    return [*steps, (frozenset(bound), "", ())]


def _walk_top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run at import; what is for the checker of types alone does not."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        for part in ("body", "orelse", "finalbody") if isinstance(node, ast.If | ast.Try | ast.With | ast.For) else ():
            yield from _walk_top_level(getattr(node, part, ()))


def _list_bound_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(one.asname or one.name).partition(".")[0] for one in node.names]
    targets = [one for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    return [one.id for one in targets] if isinstance(node, ast.Assign | ast.AnnAssign | ast.For | ast.With) else []


def list_order_faults(modules: Modules) -> list[str]:
    """Return "first: module needs other.name" for each module whose import by itself would fail."""
    core = _find_core(modules)
    inside = {name: _leave_out_others(modules[name], core) for name in core}
    faults, played = [], dict[str, _Import]()
    for first in sorted(core):
        package = played.get(first.rpartition(".")[0])
        if package is None or not package.has(first):  # else to import it first is to import its package first
            package = _Import(modules, inside)
            package.load(first)
        played[first] = package
        faults += [f"{first}: {fault}" for fault in package.faults[:1]]
    return faults


def _leave_out_others(steps: list[Step], core: set[str]) -> list[Step]:
    """Return the steps that import a module of the core, each with what was bound since the one before."""
    kept, bound = list[Step](), frozenset[str]()
    for more, module, names in steps:
        bound |= more
        if module in core:
            kept.append((bound, module, names))
            bound = frozenset()
    return [*kept, (bound, "", ())]


def _list_imports(modules: Modules, name: str) -> set[str]:
    """Return what is imported before this module, or by it."""
    found = {name.rpartition(".")[0]}
    for _, module, names in modules[name]:
        found |= {module, module.rpartition(".")[0], *(f"{module}.{one}" for one in names)}
    return found & modules.keys() - {name}


def _find_core(modules: Modules) -> set[str]:
    """Return the modules between or on circles: those that import none of them, or that none of them imports, go."""
    imports, core = {name: _list_imports(modules, name) for name in modules}, set(modules)
    while True:
        imported = {one for name in core for one in imports[name]}
        kept = {name for name in core if imports[name] & core and name in imported}
        if kept == core:
            return core
        core = kept


@dataclass
class _Import:
    """One process: module -> the names that it has by now."""

    modules: Modules
    #: those of the core, with the steps that matter
    core: Modules
    faults: list[str] = field(default_factory=list)
    _has: dict[str, set[str]] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        return name in self._has

    def load(self, name: str) -> None:
        if name not in self.core or name in self._has:
            return
        self.load(name.rpartition(".")[0])
        if name in self._has:
            return
        mine = self._has[name] = set()
        for bound, module, names in self.core[name]:
            mine |= bound
            if module:
                self.load(module)
                self._take(name, module, names)
        self._done.add(name)
        package, _, leaf = name.rpartition(".")
        self._has.get(package, set()).add(leaf)

    def _take(self, name: str, module: str, names: Iterable[str]) -> None:
        for one in names if module in self._has else ():
            if one in self._has[module]:
                continue
            if f"{module}.{one}" in self.modules:
                self.load(f"{module}.{one}")
            elif module not in self._done:
                self.faults.append(f"{name} needs {module}.{one}")
