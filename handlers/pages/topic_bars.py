"""Show how a figure is spread over topics: a table with a bar in each row, which leads to the list of its topic."""

from __future__ import annotations

from urllib.parse import urlencode

from handlers.chat.turn import Turn
from handlers.pages.page_parts import FigureRow, FigureTable
from handlers.pages.record_list_page import RecordListing, build_reader_filter, map_topics
from storage.pages.figure_conditions import Period


async def draw_topic_bars(
    turn: Turn, listing: RecordListing, title: str, figure: str, year: str, period: Period
) -> FigureTable | None:
    """Draw the topics that have any, the most first; None where there are none.

    A record of two topics counts in both.
    """
    which = await build_reader_filter(turn, listing.kind, figure=figure, period=period)
    counts = await turn.store.record_lists.count_records_by_topic(listing.kind, which)
    topics = await map_topics(turn)
    shown = [(topics[id].get_name(turn.say.language), topics[id].slug, n) for id, n in counts.items() if id in topics]
    if not shown:
        return None
    most = max(n for *_, n in shown)
    rows = [
        FigureRow(
            name,
            "",
            turn.say.format_number(n),
            f"{listing.path}?{urlencode({'figure': figure, 'period': year, 'topic': slug})}",
            share=max(1, round(100 * n / most)),
        )
        for name, slug, n in sorted(shown, key=lambda row: (-row[2], row[0].casefold()))
    ]
    return FigureTable(title, tuple(rows))
