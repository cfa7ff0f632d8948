"""The figures as tables: in the terminal, and in `docs/understanding.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.table import Table

from tests.evaluation.exchange.outcomes import DROPPED
from tests.evaluation.measures import Figures
from tests.evaluation.records import Record
from tests.evaluation.sets import (
    BARE_WORDS,
    BOT_REQUESTS,
    LANGUAGES,
    MEETING_LINES,
    PAIRS,
    PLANT_LINES,
    QUESTIONS,
    RICH_TEXT,
    SEARCHES,
    STATED_LINES,
    SUGGESTIONS,
)

#: in this order wherever they stand beside each other, and how they look in the terminal
WAYS = {"baselines": "dim", "by words": "default", "by meaning": "cyan"}
#: way -> its figure
Cell = dict[str, str]


@dataclass(frozen=True)
class Section:
    """A table of its own."""

    kind: str
    title: str
    #: what the figures of a cell are, one after the other
    ways: str
    sets: tuple[str, ...]
    #: figure -> the head of its column
    columns: Mapping[str, str]

    def lines(self, figures: Figures) -> Iterator[tuple[str, str]]:
        """A set or a part of one: how its figures' names begin, and what it is called; parts are indented."""
        for name in self.sets:
            start = f"{self.kind}/{name}/"
            yield start, name
            groups = {figure[len(start) :].rpartition("/")[0] for figure in figures if figure.startswith(start)} - {""}
            for group in sorted(groups, key=lambda group: (group not in LANGUAGES, "nb nn en".find(group), group)):
                yield f"{start}{group}/", "  " + group.rpartition("/")[2]

    def cells(self, line: str, record: Record) -> Iterator[Cell]:
        """For each column the figure of every way that has one; all ways count alike."""
        for figure in self.columns:
            ways = ("by words",) if figure == "count" else WAYS
            form = ".0f" if figure == "count" else ".3f"
            name = line + figure
            yield {way: format(record[way][name], form) for way in ways if name in record.get(way, {})}


SECTIONS = (
    Section(
        kind="routing",
        title="Routing",
        ways="keyword count, by words, by meaning too",
        sets=(*QUESTIONS, "topic_examples", PAIRS, "all"),
        columns={
            "count": "questions",
            "first": "top-1",
            "three": "top-3",
            "right": "a right topic",
            "unasked": "unasked",
            "unasked_right": "right of these",
            "errors_asked": "errors asked",
            "calibration": "calibration",
        },
    ),
    Section(
        kind="search",
        title="Search",
        ways="BM25 over stems, by words, by meaning too",
        sets=(*SEARCHES, "all"),
        columns={
            "count": "searches",
            "ndcg": "nDCG@10",
            "hit1": "hit@1",
            "hit3": "hit@3",
            "hit5": "hit@5",
            "suggested": "suggested",
            "nothing": "silent on nonsense",
            "unsuggested": "none in vain",
        },
    ),
    Section(
        kind="suggestions",
        title="Suggestions",
        ways="by words, by meaning too",
        sets=tuple(SUGGESTIONS),
        columns={
            "count": "questions",
            "apt": "apt of those shown",
            "seconded": "by a second reader",
            "agreed": "both agree",
            "silent": "silent where nothing is",
            "helped": "helped where something is",
        },
    ),
    Section(
        kind="duplicates",
        title="Duplicates",
        ways="stems in common, by words",
        sets=("fitted", "held_out"),
        columns={
            "count": "pairs",
            "average_precision": "average precision",
            "recall_at_95": "recall at 95 % precision",
            "precision": "precision",
            "recall": "recall",
        },
    ),
    Section(
        kind="smalltalk",
        title="Small talk",
        ways="by words",
        sets=("smalltalk", "smalltalk_held_out", "smalltalk_later", "smalltalk_later_held_out", "questions"),
        columns={"count": "texts", "recognised": "told for what it is"},
    ),
    Section(
        kind="words",
        title="Bare words",
        ways="by words",
        sets=BARE_WORDS,
        columns={"count": "lines", "kept": "not sent out", "meant": "taken as meant"},
    ),
    Section(
        kind="requests",
        title="Requests to the bot itself",
        ways="by words",
        sets=BOT_REQUESTS,
        columns={"count": "lines", "kept": "not sent out", "meant": "shown what was meant", "sent": "questions sent"},
    ),
    Section(
        kind="meetings",
        title="Lines about meetings",
        ways="by words",
        sets=MEETING_LINES,
        columns={"count": "lines", "meant": "taken as meant", "right": "read right", "not_misread": "right or asked"},
    ),
    Section(
        kind="plants",
        title="Offers and needs",
        ways="by words",
        sets=PLANT_LINES,
        columns={
            "count": "lines",
            "type": "type",
            "direction": "direction",
            "amount": "amount",
            "right": "all read right",
            "not_misread": "right or asked",
        },
    ),
    Section(
        kind="stated",
        title="Offers and needs in the private chat",
        ways="by words",
        sets=STATED_LINES,
        columns={
            "count": "lines",
            "offers": "offers asked about",
            "needs": "needs asked about",
            "as_meant": "asked as meant",
            "left": "others left alone",
        },
    ),
    Section(
        kind="rich",
        title="What people write, carried elsewhere",
        ways="by words",
        sets=RICH_TEXT,
        columns={
            "count": "messages",
            "model": "read right",
            "slack": "same on Slack",
            "teams": "on Teams",
            "playground": "in the playground",
            "library": "in the library",
            "whole": "everywhere",
        },
    ),
    Section(
        kind="exchange",
        title="Matching of offers and needs",
        ways="by words",
        sets=("clean", "spoiled", "spoiled_told", *(f"without_{factor}" for factor in DROPPED), "texts"),
        columns={
            "count": "offers, texts",
            "first": "true one first",
            "three": "among three",
            "true_shown": "true ones shown",
            "shown_right": "right of those shown",
            "caused": "cause named",
            "typed": "type told",
        },
    ),
)


def printed(section: Section, record: Record, before: Record) -> Table:
    """What is no longer as recorded has an arrow up or down."""
    table = Table(title=f"{section.title} ({section.ways})", title_justify="left", title_style="bold")
    table.add_column("")
    for head in section.columns.values():
        table.add_column(head, justify="right")
    for line, name in section.lines(record["by words"]):
        cells = zip(section.cells(line, record), section.cells(line, before), strict=True)
        table.add_row(name, *(" ".join(_printed(way, now, was) for way in now) for now, was in cells))
    return table


def _printed(way: str, now: Cell, was: Cell) -> str:
    value, recorded = float(now[way]), float(was.get(way, now[way]))
    arrow = "[green]↑[/]" if value > recorded else "[red]↓[/]" if value < recorded else ""
    return f"[{WAYS[way]}]{now[way].removeprefix('0')}[/]{arrow}"


def written(record: Record) -> str:
    """In Markdown; parts only of all together."""
    return "\n\n".join(_written(section, record) for section in SECTIONS)


def _written(section: Section, record: Record) -> str:
    heads = ["", *section.columns.values()]
    rows = [heads, ["---", *["---:"] * len(section.columns)]]
    for line, name in section.lines(record["by words"]):
        if not name.startswith(" ") or line.startswith(f"{section.kind}/{section.sets[-1]}/"):
            cells = (" / ".join(cell.values()) for cell in section.cells(line, record))
            rows.append([name.replace("  ", "&emsp;") if name.startswith(" ") else f"**{name}**", *cells])
    return f"{section.title} ({section.ways}):\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
