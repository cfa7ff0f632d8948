"""A Sankey diagram of many flows: read from streams, added up, and drawn as a page."""

from __future__ import annotations

import random
import time
from datetime import UTC
from decimal import Decimal

from bot.http.charts.line_layout import lay_out_lines
from bot.http.charts.sankey_layout import lay_out_sankey
from bot.http.html_templates import render_template
from bot.http.rich_text_html import render_rich_text
from handlers.chat.say import Say
from handlers.exchange.mapping.flow_sums import StreamFlow, sum_all_flows
from handlers.exchange.mapping.park_flows import MAPPED_TYPES
from handlers.pages.flow_pages import draw_flow_charts
from handlers.pages.page_parts import WebPage
from tests.bench.benches import Bench
from tests.bench.tables import Row, middle, ms

#: flows of the diagram, places that they go to, and seconds of processor
FLOWS, PLACES, GOAL = 500, 100, 0.200
#: bytes of a page
LARGEST = 60_000


def measure(bench: Bench) -> list[Row]:
    chance = random.Random(1)
    flows = [
        StreamFlow(
            number, None, chance.choice(("in", "out")), chance.choice(MAPPED_TYPES), f"Sted {chance.randrange(PLACES)}",
            chance.choice(("energy", "mass")), Decimal(repr(round(10 ** chance.uniform(5, 9)))),
        )
        for number in range(FLOWS)
    ]  # fmt: skip
    seconds, size = list[float](), 0
    for _ in range(bench.rounds * 10):
        start = time.process_time()
        size = len(draw_page(flows).encode())
        seconds.append(time.process_time() - start)
    return [
        Row(
            f"a Sankey of {FLOWS} flows, added up and drawn as a page",
            f"{ms(middle(seconds))}, at the most {ms(max(seconds[1:]))} CPU, {size // 1000} kB",
            goal=f"<= {ms(GOAL)}, <= {LARGEST // 1000} kB",
            met=max(seconds[1:]) <= GOAL and size <= LARGEST,
            figures={"p50_ms": middle(seconds) * 1000, "bytes": size},
        )
    ]


def draw_page(flows: list[StreamFlow]) -> str:
    frame = {"skip": "", "pages": "", "sections": (), "reader": "", "sign_out": "", "sign_out_address": ""}
    page = WebPage("map", "", sankeys=draw_flow_charts(Say("nb", UTC), sum_all_flows(flows)))
    return render_template(
        "pages/page.html", frame=frame | {"more_pages": "", "notice": ""}, page=page, language="nb", name="", root="",
        render_rich_text=render_rich_text, lay_out_sankey=lay_out_sankey, lay_out_lines=lay_out_lines,
    )  # fmt: skip
