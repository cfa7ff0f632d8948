"""Describe charts in numbers and words; `bot/http/charts` lays them out, and below each is its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Ribbon(NamedTuple):
    """Represent what flows between two nodes, and how it is said."""

    left: str
    right: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class SankeyChart:
    """Represent what flows from one column to another; the units of all are the same."""

    title: str
    description: str
    #: headings of the table
    left: str
    right: str
    amount: str
    #: label of what is gathered because it is small
    other: str
    ribbons: tuple[Ribbon, ...]
    #: says what several ribbons are together
    describe_sum: Callable[[Sequence[Ribbon]], str]


class MatrixMark(NamedTuple):
    """Represent one mark in a cell: a sign, what it says, and where it leads."""

    sign: str
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Represent a row: its label, where that leads, and the marks of each cell."""

    label: str
    cells: tuple[tuple[MatrixMark, ...], ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Represent a table of marks, with what each sign means."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    legend: tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """Represent one line of a chart: its name, and a value for each label."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Represent how numbers go over time."""

    title: str
    description: str
    #: heading of the labels in the table
    corner: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
