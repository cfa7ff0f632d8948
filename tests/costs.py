"""Finds every pattern of the code, and the texts on which each could take longest."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from re import _constants as sre
from re import _parser as parser
from typing import Any

from tests.sources import CODE, load_sources

#: characters of the longest text: what takes the square of it shows by then
LONGEST = 4096
#: the same for a parser, whose square has small factors and shows late
LONGEST_PARSED = 16_384
#: seconds below which nothing is said of how they grow
NOISE = 0.004
#: what a text twice as long may take; the square of two is four. Four times as long: nine, where the square is sixteen
MOST_GROWTH = 3.0
#: how often what seems to grow too fast is measured again, and grows too fast each time
ROUNDS = 5
#: short texts first, in small steps, for what grows with every character never comes to an end; then in wide ones
LENGTHS = (8, 12, 16, 20, 24, 28, 32, 48, 64, 128, 256, 512, 1024, LONGEST, LONGEST_PARSED)
#: how much more than its length the last text but one may take over the one before it where it grows evenly, at least
#: so many seconds, most of them for what comes behind so many characters: a square in it is too small to show later
EVEN_GROWTH, EVEN_NOISE, EVEN_FROM = 1.15, 0.0002, 128
#: pieces that a text may be made of over and over, whatever the pattern
PIECES = (
    *(
        " ",
        "\n",
        "\t",
        "a",
        "A",
        "æ",
        "1",
        ".",
        "-",
        "_",
        "<",
        "&",
        '"',
        "«",
        ",",
        ":",
        ";",
        "/",
        "@",
        "\\",
        "*",
        "(",
        "=",
        "!",
    ),
    *("a ", "a.", "a-", "1 ", "1.", "1,", "1-", "<a", "</", "a@", "//", "://", "\r\n", "a\n", "Aa ", "a:", "!"),
)
ENDS = ("", "\0!")


@dataclass(frozen=True)
class Pattern:
    """A pattern, where it stands, and the methods it is used with."""

    where: str
    text: str | bytes
    flags: int
    methods: frozenset[str]


@cache
def trees() -> dict[str, ast.Module]:
    return {source.name: source.tree for source in load_sources(*CODE)}


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """What is done with `re`, by which method; an import from it by name would be overlooked, and is refused."""
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.ImportFrom) and node.module == "re" and node.names[0].name != "Pattern")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "compile_later":
            yield node, "compile"
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr == "escape":
            continue
        assert node.func.attr != "compile_later", "import it by its name, or its patterns are overlooked"
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            yield node, node.func.attr


@cache
def used() -> dict[str, frozenset[str]]:
    """Name of a pattern -> the methods that are called on it anywhere."""
    found: dict[str, set[str]] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                found.setdefault(name, set()).add(node.attr)
    return {name: frozenset(methods & METHODS.keys()) for name, methods in found.items()}


def found_in(file: str, tree: ast.Module, known: Mapping[str, Callable[[], list[str]]]) -> Iterator[Pattern]:
    """Every pattern of a file; `known` has those that are made of what only a run knows, by how they are written."""
    module = import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    names = {
        id(part): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
        for part in [node.value]
    }
    for node, method in calls(tree):
        written = ast.unparse(node.args[0])
        where = f"{file}: {_around(tree, node)}"
        methods = used().get(names.get(id(node), ""), frozenset()) if method == "compile" else frozenset({method})
        try:
            texts = [eval(written, {**module.__dict__})]
        except NameError:
            assert where in known, f"say in KNOWN what this pattern may be: {where}"
            texts = known[where]()
        for text in texts:
            yield Pattern(where, text, _flags(node, method, module.__dict__), methods or frozenset({"search"}))


def _around(tree: ast.Module, node: ast.Call) -> str:
    """The innermost function that it stands in, else what it is assigned to."""
    functions, names = [], []
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and node in ast.walk(part):
            functions.append(part.name)
        if isinstance(part, ast.Assign | ast.AnnAssign) and node in ast.walk(part):
            names.append(ast.unparse(part.targets[0] if isinstance(part, ast.Assign) else part.target))
    return (functions or names)[-1]


def _flags(node: ast.Call, method: str, names: dict[str, Any]) -> int:
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(method, 2)
    given = [word.value for word in node.keywords if word.arg == "flags"] + node.args[at : at + 1]
    return int(eval(ast.unparse(given[0]), {**names})) if given else 0


METHODS: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "search": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "sub": lambda pattern, text: pattern.sub(text[:0], text),
    "subn": lambda pattern, text: pattern.subn(text[:0], text),
    "split": lambda pattern, text: pattern.split(text),
    "findall": lambda pattern, text: pattern.findall(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}


def shapes(pattern: Pattern) -> Iterator[Callable[[int], str | bytes]]:
    """Texts of any length: common pieces, and what each repetition of the pattern takes, behind what comes before."""
    made = {("", piece): None for piece in PIECES}
    for before, piece in _repeated(list(parser.parse(pattern.text, pattern.flags))):
        made.update(dict.fromkeys(((before, piece), ("", piece), ("", before + piece), ("", before))))
        made.update(dict.fromkeys((("", f" {before}{piece}"), ("", f"-{before}{piece}"), (before, f"{piece} "))))
    raw = isinstance(pattern.text, bytes)
    for beginning, piece in made:
        for end in ENDS:
            if piece:
                yield lambda n, b=beginning, p=piece, e=end: _made(b, p, e, n, raw=raw)


def _made(beginning: str, piece: str, end: str, length: int, *, raw: bool) -> str | bytes:
    text = beginning + piece * (length // len(piece)) + end
    return text.encode() if raw else text


def _repeated(nodes: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """(what leads there, what is taken) of each repetition without a near end, however deep."""
    for op, value in nodes:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            for variant in _samples(list(body)):
                if most > 9:
                    yield before, variant
            yield from _repeated(list(body), before)
        elif op is sre.SUBPATTERN:
            yield from _repeated(list(value[3]), before)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeated(list(value), before)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeated(list(branch), before)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeated(list(value[1]), before)
        before += next(iter(_samples([(op, value)])), "")


def _samples(nodes: list[Any]) -> list[str]:
    """Some texts that these parts take."""
    found = [""]
    for op, value in nodes:
        found = [text + part for text in found[:4] for part in _samples_of(op, value)[:6]]
    return list(dict.fromkeys(found))


def _samples_of(op: Any, value: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.NOT_LITERAL:
        return ["a" if value != ord("a") else "b"]
    if op is sre.ANY:
        return ["a", " "]
    if op is sre.IN:
        return _members(value)
    if op is sre.SUBPATTERN:
        return _samples(list(value[3]))
    if op is sre.ATOMIC_GROUP:
        return _samples(list(value))
    if op is sre.BRANCH:
        return [text for branch in value[1][:4] for text in _samples(list(branch))[:2]]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, _, body = value
        return [text * max(1, least) for text in _samples(list(body))] if least else ["", *_samples(list(body))]
    return [""]


def _members(value: list[Any]) -> list[str]:
    """Characters of a class, of different kinds."""
    allowed = re.compile(f"(?s){_written(value)}")
    kinds = "a1 -._A/<:æ\n@=,;\"'«(\\&%"
    return [sign for sign in kinds if allowed.match(sign)][:6] or [
        chr(n) for n in range(0x2100) if allowed.match(chr(n))
    ][:2]


def _written(value: list[Any]) -> str:
    parts = []
    for op, what in value:
        if op is sre.NEGATE:
            parts.append("^")
        elif op is sre.LITERAL:
            parts.append(re.escape(chr(what)))
        elif op is sre.RANGE:
            parts.append(f"{re.escape(chr(what[0]))}-{re.escape(chr(what[1]))}")
        elif op is sre.CATEGORY:
            parts.append(_CATEGORIES[what])
    return f"[{''.join(parts)}]"


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def growth(
    run: Callable[[Any], object], shape: Callable[[int], Any], longest: int = LONGEST, fixed: float = 0.0
) -> str:
    """How the time grows where it grows too fast; empty where it does not.

    `fixed` is the seconds that a text of any length may cost: a parser that asks a model only where a text has what
    the model decides takes a step there, and a step is no growth. Longer texts are left out where the shorter ones tell
    how theirs would go: they stay below the noise even if they took the cube, or they grow evenly.
    """
    before, early, noise = 0.0, 0.0, NOISE + fixed
    lengths = [length for length in LENGTHS if length <= longest]
    for last, length in zip([0, *lengths], lengths, strict=False):
        took = measure(run, shape(length))
        allowed = {2: MOST_GROWTH, 4: MOST_GROWTH**2}.get(length / max(last, 1), MOST_GROWTH - 0.5)
        if last and took > noise and took > allowed * max(before, noise / 4):
            slow = _measure_again(run, shape(last), shape(length), allowed, noise)
            if slow is not None:
                before, took = slow
                return f"{before * 1000:.1f} ms for {last}, {took * 1000:.1f} ms for {length}: {shape(24)!r}"
        if took * (longest / length) ** 3 <= NOISE:
            return ""
        early = took if length == EVEN_FROM else early
        least, most = max(EVEN_NOISE, early * length / EVEN_FROM / 2), EVEN_GROWTH * length / max(last, 1) * before
        if length == lengths[-2] and least <= took <= most:
            return ""
        before = took
    return ""


def _measure_again(
    run: Callable[[Any], object], half: Any, whole: Any, allowed: float, noise: float
) -> tuple[float, float] | None:
    """The last times of both, one beside the other; None once they are as they should be.

    A machine that does other things has a processor that is fast now and slow then: what grows too fast does so
    every time that both are measured in one go.
    """
    for _ in range(ROUNDS):
        before, took = measure(run, half, 2), measure(run, whole, 2)
        if took <= noise or took <= allowed * max(before, noise / 4):
            return None
    return before, took


def measure(run: Callable[[Any], object], text: Any, times: int = 1) -> float:
    """Measure the seconds of processor of this thread, the least of `times`: the machine does other things too."""
    found = []
    for _ in range(times):
        began = time.thread_time()
        run(text)
        found.append(time.thread_time() - began)
    return min(found)
