"""Arrange lines over time: a scale of round numbers from nought, and a sign and dashes for each line."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from handlers.pages.chart_parts import LineChart

#: units of the drawing: per cent of its width, which is that of the page, and dots of its height
LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 6.0, 100.0, 20.0, 204.0, 232.0
#: most marks of the scale
MARKS = 4
#: how a line is drawn, and the sign at its points: a disc, a square, a triangle
DASHES = ("none", "7 4", "2 4")
SIGNS = ("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z", "M-4-4H4V4H-4Z", "M0-5L5 4H-5Z")


class PlacedText(NamedTuple):
    """Represent a text above a line of the scale, or below the chart."""

    label: str
    x: float
    y: float


class LinePoint(NamedTuple):
    x: float
    y: float
    title: str


class DrawnLine(NamedTuple):
    """Represent a line: its path, its points, and how it differs from others without colour."""

    name: str
    path: str
    points: Sequence[LinePoint]
    dashes: str
    sign: str


class LineLayout(NamedTuple):
    """Hold what is drawn."""

    height: float
    marks: Sequence[PlacedText]
    labels: Sequence[PlacedText]
    lines: Sequence[DrawnLine]


def lay_out_lines(chart: LineChart) -> LineLayout:
    most = max((value for line in chart.lines for value in line.values), default=0)
    step = choose_step(most)
    top = max(step, ceil(most / step) * step)
    places = _place_labels(len(chart.labels))
    marks = [PlacedText(f"{value}", 0.0, _place_value(value, top)) for value in range(0, top + 1, step)]
    labels = [PlacedText(label, x, HEIGHT - 8) for label, x in zip(chart.labels, places, strict=True)]
    lines = []
    for at, line in enumerate(chart.lines):
        points = [
            LinePoint(x, _place_value(value, top), f"{line.name}, {label}: {value}")
            for x, value, label in zip(places, line.values, chart.labels, strict=True)
        ]
        path = "M" + "L".join(f"{point.x:.1f} {point.y:.1f}" for point in points)
        lines.append(DrawnLine(line.name, path, points, DASHES[at % len(DASHES)], SIGNS[at % len(SIGNS)]))
    return LineLayout(HEIGHT, marks, labels, lines)


def choose_step(most: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that few marks reach the largest value."""
    if most <= MARKS:
        return 1
    power = 10 ** floor(log10(most / MARKS))
    return next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power * MARKS >= most)


def _place_labels(count: int) -> list[float]:
    room = (RIGHT - LEFT) / max(count, 1)
    return [round(LEFT + room * (at + 0.5), 1) for at in range(count)]


def _place_value(value: int, top: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)
