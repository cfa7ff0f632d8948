"""Arrange a Sankey diagram in two columns: nodes with heights to scale, and ribbons as cubic curves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handlers.pages.chart_parts import Ribbon, SankeyChart

#: units of the drawing: the width of all ribbons, which is stretched to that of the page, and the room above a node,
#: where its label stands
WIDTH, GAP = 600.0, 26.0
#: height of all ribbons together for each node of the longer column, and at most
EACH, MOST = 70.0, 320.0
#: share of the whole below which a node is gathered with others
LEAST = 0.02
#: letters of a label: two of them stand beside each other on a phone
LETTERS = 20
#: patterns, each with a colour, that tell ribbons apart
PATTERNS = 6


class SankeyNode(NamedTuple):
    """Represent a node: where it stands, how high it is, and its label."""

    y: float
    height: float
    label: str
    title: str
    pattern: int


class SankeyRibbon(NamedTuple):
    """Represent a ribbon: its outline, its pattern, and what it says."""

    path: str
    pattern: int
    title: str


class SankeyLayout(NamedTuple):
    """Hold what is drawn, and the ribbons that it was drawn of, for the table."""

    height: float
    left: Sequence[SankeyNode]
    right: Sequence[SankeyNode]
    ribbons: Sequence[SankeyRibbon]
    rows: Sequence[Ribbon]


def lay_out_sankey(chart: SankeyChart) -> SankeyLayout:
    """Return the drawing of a chart. What is smaller than a fiftieth of the whole stands together as one."""
    rows = gather_small_ribbons(chart)
    lefts = _list_node_sizes((row.left, row.value) for row in rows)
    rights = _list_node_sizes((row.right, row.value) for row in rows)
    longest, total = max(len(lefts), len(rights)), sum(row.value for row in rows)
    body = min(MOST, EACH * longest)
    scale, tall = body / total if total else 0.0, body + GAP * longest
    patterns = {label: at % PATTERNS for at, (label, _) in enumerate(lefts)}
    left, right = _stack_nodes(lefts, scale, tall, patterns), _stack_nodes(rights, scale, tall, {})
    return SankeyLayout(round(tall, 1), left, right, _draw_ribbons(rows, left, right, scale), rows)


def gather_small_ribbons(chart: SankeyChart) -> list[Ribbon]:
    """Return the ribbons, the largest first: small ones of a node become one, and so do small nodes of a side."""
    total, gathered = sum(ribbon.value for ribbon in chart.ribbons), defaultdict[tuple[str, str], list[Ribbon]](list)
    ends = _gather_small_ends(chart, total)
    left = _list_small_labels(((pair[0], one.value) for pair, one in zip(ends, chart.ribbons, strict=True)), total)
    right = _list_small_labels(((pair[1], one.value) for pair, one in zip(ends, chart.ribbons, strict=True)), total)
    for (start, end), ribbon in zip(ends, chart.ribbons, strict=True):
        names = chart.other if start in left else start, chart.other if end in right else end
        gathered[names].append(ribbon)
    found = [
        Ribbon(*names, sum(one.value for one in ones), ones[0].text if len(ones) == 1 else chart.describe_sum(ones))
        for names, ones in gathered.items()
    ]
    return sorted(found, key=lambda one: (-one.value, one.left, one.right))


def _gather_small_ends(chart: SankeyChart, total: float) -> list[tuple[str, str]]:
    """Return where each ribbon begins and ends: a small one at no named node of the side that has more of them."""
    ends = [(one.left, one.right) for one in chart.ribbons]
    small = [at for at, one in enumerate(chart.ribbons) if one.value < LEAST * total]
    if len(small) < 2:
        return ends
    at_left = len({left for left, _ in ends}) > len({right for _, right in ends})
    for at in small:
        left, right = ends[at]
        ends[at] = (chart.other, right) if at_left else (left, chart.other)
    return ends


def _list_small_labels(sizes: Iterable[tuple[str, float]], total: float) -> set[str]:
    """Return the labels below the least share; a single one keeps its name."""
    small = {label for label, size in _list_node_sizes(sizes) if size < LEAST * total}
    return small if len(small) > 1 else set()


def _list_node_sizes(sizes: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return (label, size) of the nodes of a side, the largest first."""
    sums = defaultdict[str, float](float)
    for label, size in sizes:
        sums[label] += size
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def _stack_nodes(
    sizes: Sequence[tuple[str, float]], scale: float, tall: float, patterns: dict[str, int]
) -> list[SankeyNode]:
    """Return the nodes of a column below each other, in the middle of the height."""
    used = sum(size for _, size in sizes) * scale + GAP * len(sizes)
    y, nodes = (tall - used) / 2 + GAP, list[SankeyNode]()
    for label, size in sizes:
        height = size * scale
        short = label if len(label) <= LETTERS else f"{label[: LETTERS - 1].rstrip()}…"
        nodes.append(SankeyNode(round(y, 1), round(max(height, 1.0), 1), short, label, patterns.get(label, -1)))
        y += height + GAP
    return nodes


def _draw_ribbons(
    rows: Sequence[Ribbon], left: Sequence[SankeyNode], right: Sequence[SankeyNode], scale: float
) -> list[SankeyRibbon]:
    """Return the ribbons, which leave and reach their nodes in the order of the nodes at the other end."""
    starts, ends = {node.title: node.y for node in left}, {node.title: node.y for node in right}
    place = {node.title: at for at, node in enumerate(left)}, {node.title: at for at, node in enumerate(right)}
    patterns, drawn = {node.title: node.pattern for node in left}, list[SankeyRibbon]()
    for row in sorted(rows, key=lambda one: (place[0][one.left], place[1][one.right])):
        height, y0, y1 = row.value * scale, starts[row.left], ends[row.right]
        path = build_ribbon_path(0.0, y0, WIDTH, y1, height)
        drawn.append(SankeyRibbon(path, patterns[row.left], f"{row.left} → {row.right}: {row.text}"))
        starts[row.left], ends[row.right] = y0 + height, y1 + height
    return drawn


def build_ribbon_path(x0: float, y0: float, x1: float, y1: float, height: float) -> str:
    """Return the outline of a ribbon from one edge to another: cubic curves that leave and arrive level."""
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"V{y1 + height:.1f}C{middle:.1f} {y1 + height:.1f} {middle:.1f} {y0 + height:.1f} {x0:.1f} {y0 + height:.1f}Z"
    )
