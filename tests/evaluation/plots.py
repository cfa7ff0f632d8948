"""Two plots of the figures: quality by language, and confidence against accuracy; the same figures, the same bytes."""

from __future__ import annotations

import io
import math

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from handlers.language.topic_classifier import SURE
from tests.evaluation.measures import BINS, Bin, Figures
from tests.evaluation.records import DRAWN, Record

INK, SOFT, FAINT, TRACK = "#1f2933", "#52606d", "#d9dee3", "#f1f4f6"
#: a dot of fewer guesses says nothing
FEWEST = 5
#: one colour for what is to be beaten, one for each way of understanding
COLOURS = {"baselines": "#a9b4be", "by words": "#2f6f9f", "by meaning": "#b05a0c"}
SAID = {"by words": "by words", "by meaning": "by meaning too"}
#: around the axes of the plot of confidence
ROOM = {"hspace": 0.1, "left": 0.09, "right": 0.97, "top": 0.9, "bottom": 0.09}
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
STYLE = {
    "svg.hashsalt": "arena",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "figure.facecolor": "white",
}


def plots(record: Record) -> dict[str, str]:
    """File name -> SVG."""
    with mpl.rc_context(STYLE):
        return {
            "quality.svg": _svg(_quality(record)),
            "confidence.svg": _svg(_confidence(record)),
        }


def _svg(figure: Figure) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _quality(record: Record) -> Figure:
    def count(kind: str) -> str:
        return format(sum(record["by words"][f"{kind}/all/{language}/count"] for language in NAMES), ".0f")

    figure = Figure(figsize=(8.4, 4.2))
    left, right = figure.subplots(
        1, 2, gridspec_kw={"left": 0.09, "right": 0.97, "wspace": 0.1, "top": 0.83, "bottom": 0.04}
    )
    _bars(left, record, "routing/all/{}/first", "keyword count")
    _bars(right, record, "search/all/{}/ndcg", "BM25 over stems")
    for axes, title, what in (
        (left, "Routing", f"share of {count('routing')} questions that reach their topic"),
        (right, "Search", f"nDCG@10 of {count('search')} searches"),
    ):
        axes.set_title(title, loc="left", fontsize=13, fontweight="bold", pad=26)
        axes.text(0, 1.035, what, transform=axes.transAxes, color=SOFT)
    right.set_yticklabels([])
    return figure


def _bars(axes: Axes, record: Record, name: str, baseline: str) -> None:
    """A group of bars for each language; what a bar stands for is said in the first group."""
    ways = [way for way in COLOURS if name.format("nb") in record.get(way, {})]
    thick = 0.27
    for place, language in enumerate(NAMES):
        for bar, way in enumerate(ways):
            value = record[way][name.format(language)]
            at = place + (bar - (len(ways) - 1) / 2) * thick
            axes.barh(at, 1, height=thick * 0.9, color=TRACK)
            axes.barh(at, value, height=thick * 0.9, color=COLOURS[way])
            axes.text(1.015, at, f"{value:.2f}", va="center", color=INK)
            if place == 0:
                light = INK if way == "baselines" else "white"
                said = SAID.get(way, baseline)
                axes.text(0.02, at, said, va="center", color=light)
    axes.set_yticks(range(len(NAMES)), NAMES.values(), color=INK, fontsize=11)
    axes.set_xlim(0, 1.1)
    axes.set_ylim(len(NAMES) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.axvline(0, color=SOFT, linewidth=0.8)


def _confidence(record: Record) -> Figure:
    ways = {way: _bins(record[way]) for way in SAID if f"{DRAWN}0/count" in record.get(way, {})}
    figure = Figure(figsize=(8.4, 6.4))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (3, 1), **ROOM})
    for axes in (above, below):
        axes.axvspan(SURE, 1, color=TRACK, linewidth=0, zorder=0)
        axes.axvline(SURE, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(length=0)
    _diagonal(above)
    for place, (way, bins) in enumerate(ways.items()):
        _dots(above, bins, COLOURS[way])
        _counts(below, bins, COLOURS[way], 0.42 * (place - (len(ways) - 1) / 2) / BINS, 0.84 / BINS / len(ways))
        _told(above, record[way], way, 0.33 - 0.15 * place)
    count = record["by words"]["routing/all/count"]
    above.set_title("Confidence against accuracy", loc="left", fontsize=13, fontweight="bold", pad=24)
    said = (
        f"{count} questions of all sets, in tenths of the confidence of the guess; lines: where the share may well lie"
    )
    above.text(0, 1.03, said, transform=above.transAxes, color=SOFT)
    return figure


def _bins(figures: Figures) -> list[Bin]:
    return [Bin(*(figures[f"{DRAWN}{place}/{field}"] for field in Bin._fields)) for place in range(BINS)]


def _diagonal(axes: Axes) -> None:
    axes.plot((0, 1), (0, 1), color=FAINT, linewidth=1.5, zorder=1)
    axes.annotate(
        "on the line it is right\nas often as it is sure",
        xy=(0.39, 0.38),
        xytext=(0.42, 0.18),
        color=SOFT,
        linespacing=1.4,
        arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.8, "relpos": (0, 1)},
    )
    axes.set_ylabel("share that is right")
    axes.set_xlim(0, 1.005)
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".50", ".75", "1"])


def _dots(axes: Axes, bins: list[Bin], colour: str) -> None:
    for bin in bins:
        if bin.count >= FEWEST:
            axes.plot((bin.sure, bin.sure), _likely(bin), color=colour, linewidth=1.2, alpha=0.55, zorder=2)
            axes.plot(bin.sure, bin.right, "o", color=colour, markersize=8, markeredgecolor="white", zorder=3)


def _likely(bin: Bin) -> tuple[float, float]:
    """Where the share may well lie, given how few were counted (Wilson, 95 %)."""
    z, n = 1.96, bin.count
    middle = (bin.right + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(bin.right * (1 - bin.right) / n + z * z / (4 * n * n))
    return middle - reach, middle + reach


def _told(axes: Axes, figures: Figures, way: str, height: float) -> None:
    """What happens on both sides of the bound."""
    unasked, right = (100 * figures[f"routing/all/{figure}"] for figure in ("unasked", "unasked_right"))
    axes.text(SURE + 0.01, height, SAID[way], color=COLOURS[way], fontweight="bold", va="top")
    said = f"{unasked:.0f} % sent unasked,\n{right:.0f} % of them right"
    axes.text(SURE + 0.01, height - 0.045, said, color=INK, va="top", linespacing=1.3, fontsize=9)


def _counts(axes: Axes, bins: list[Bin], colour: str, beside: float, width: float) -> None:
    for place, bin in enumerate(bins):
        at = (place + 0.5) / BINS + beside
        axes.bar(at, bin.count, width=0.92 * width, color=colour)
        axes.text(at, bin.count + 10, f"{bin.count:.0f}", ha="center", va="bottom", color=INK, fontsize=8.5)
    axes.set_ylim(0, 1.25 * max(axes.get_ylim()[1] / 1.25, *(bin.count for bin in bins)))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylabel("questions", labelpad=24)
    axes.set_xticks([place / BINS for place in range(0, BINS + 1, 2)], ["0", ".2", ".4", ".6", ".8", "1"])
    axes.set_xlabel("probability that the router gives its first topic: below .8 the asker chooses")
