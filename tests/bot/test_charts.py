"""Charts: heights to scale, small things gathered, and every number of a drawing in words as well."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from bot.http.charts.line_layout import BOTTOM, TOP, choose_step, lay_out_lines
from bot.http.charts.sankey_layout import GAP, WIDTH, lay_out_sankey
from bot.http.html_templates import render_template
from bot.http.rich_text_html import render_rich_text
from handlers.pages.chart_parts import Line, LineChart, Ribbon, SankeyChart
from handlers.pages.page_parts import WebPage

OTHER = "Annet"


def chart_of(*ribbons: tuple[str, str, float]) -> SankeyChart:
    rows = tuple(Ribbon(left, right, value, f"{value:g} GWh") for left, right, value in ribbons)
    return SankeyChart(
        "Inn", "Om den", "Fra", "Hva", "Mengde", OTHER, rows, lambda some: f"{sum(one.value for one in some):g} GWh"
    )


def some_ribbons(chance: random.Random) -> list[tuple[str, str, float]]:
    ends = [f"{side}{n}" for side in "ab" for n in range(chance.randint(1, 30))]
    lefts, rights = [one for one in ends if one[0] == "a"], [one for one in ends if one[0] == "b"]
    return [(chance.choice(lefts), chance.choice(rights), 10 ** chance.uniform(-2, 4)) for _ in range(200)]


@pytest.mark.parametrize("seed", range(20))
def test_a_sankey_is_to_scale_and_loses_nothing(seed: int) -> None:
    ribbons = some_ribbons(random.Random(seed))
    total = sum(value for *_, value in ribbons)
    drawn = lay_out_sankey(chart_of(*ribbons))
    assert sum(row.value for row in drawn.rows) == pytest.approx(total)
    for side, nodes in ((0, drawn.left), (1, drawn.right)):
        sizes = {node.title: sum(row.value for row in drawn.rows if row[side] == node.title) for node in nodes}
        scale = sum(node.height for node in nodes) / total
        for node in nodes:
            assert node.height == pytest.approx(max(sizes[node.title] * scale, 1), abs=0.2)
            assert node.title == OTHER or sizes[node.title] >= 0.02 * total or len(nodes) == 1 or OTHER not in sizes
        below = pairwise(nodes)
        assert all(after.y - one.y - one.height == pytest.approx(GAP, abs=1.2) for one, after in below)
        assert nodes[-1].y + nodes[-1].height <= drawn.height
    assert len({(row.left, row.right) for row in drawn.rows}) == len(drawn.rows) == len(drawn.ribbons)


def test_a_ribbon_leaves_one_node_and_reaches_the_other_as_high_as_it_is_much() -> None:
    drawn = lay_out_sankey(chart_of(("Varme", "Nabo", 30.0), ("Varme", "Fjord", 10.0), ("Slagg", "Fjord", 20.0)))
    assert [(node.label, node.pattern) for node in drawn.left] == [("Varme", 0), ("Slagg", 1)]
    heat = drawn.left[0]
    first = next(one for one in drawn.ribbons if one.title == "Varme → Fjord: 10 GWh")
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", first.path)]
    assert numbers[:2] == [0, heat.y]
    assert numbers[6] == WIDTH
    assert numbers[8] - numbers[7] == pytest.approx(heat.height * 0.25, abs=0.2)


def test_what_is_small_stands_together_and_one_alone_keeps_its_name() -> None:
    small = lay_out_sankey(chart_of(("Kraft", "A", 98.5), ("Vann", "B", 0.5), ("Damp", "B", 1.0)))
    assert [(row.left, row.right, row.text) for row in small.rows] == [
        ("Kraft", "A", "98.5 GWh"),
        (OTHER, "B", "1.5 GWh"),
    ]
    alone = lay_out_sankey(chart_of(("Kraft", "A", 99.0), ("Vann", "B", 1.0)))
    assert [row.left for row in alone.rows] == ["Kraft", "Vann"]
    assert lay_out_sankey(chart_of()).rows == []


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (4, 1), (5, 2), (9, 5), (40, 10), (41, 20), (2600, 1000)])
def test_a_scale_has_few_and_round_marks(most: int, step: int) -> None:
    assert choose_step(most) == step


def test_lines_differ_without_colour_and_stand_on_their_scale() -> None:
    drawn = lay_out_lines(LineChart("T", "D", "M", ("jan", "feb"), (Line("Stilt", (4, 0)), Line("Løst", (1, 2)))))
    assert [mark.label for mark in drawn.marks] == ["0", "1", "2", "3", "4"]
    assert [point.y for point in drawn.lines[0].points] == [TOP, BOTTOM]
    assert len({(line.dashes, line.sign) for line in drawn.lines}) == 2
    assert drawn.lines[1].points[1].title == "Løst, feb: 2"


def test_each_word_of_a_chart_is_escaped_and_each_number_stands_in_its_table() -> None:
    bad = '<script>"&'
    page = WebPage("", "Kart", sankeys=(chart_of((bad, "Fjord", 3.0)),))
    frame = {"skip": "", "pages": "", "sections": (), "reader": "", "sign_out": "", "sign_out_address": ""}
    html = render_template(
        "pages/page.html", frame=frame | {"more_pages": "", "notice": ""}, page=page, language="nb", name="A", root="/",
        render_rich_text=render_rich_text, lay_out_sankey=lay_out_sankey, lay_out_lines=lay_out_lines,
    )  # fmt: skip
    assert "<script" not in html
    assert html.count("&lt;script&gt;&#34;&amp;") == 3, "ribbon, label and table"
    assert '<td class="amount">3 GWh</td>' in html
    assert '<title id="sankey1">Inn</title>' in html
    assert '<desc id="about1">Om den</desc>' in html
