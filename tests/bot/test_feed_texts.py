"""What a feed says keeps its links, lists and emphasis; what calendars say in plain text is taken as it is written."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.policy.source_parsers import ParsingContext, parse_source

READER = ParsingContext(datetime(2027, 4, 5, 8, tzinfo=UTC).date(), ZoneInfo("Europe/Oslo"))
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VTODO
UID:u-1
SUMMARY:Areal
DUE;VALUE=DATE:20270615
DESCRIPTION:*Viktig*: se_her_nå [7] https://example.org/a_b_c
END:VTODO
END:VCALENDAR
"""


def read_feed(html: str) -> str:
    item = f"<item><title>Nett</title><link>https://example.org/sak/1</link><description>{escape(html)}</description></item>"
    feed = f'<rss version="2.0"><channel><title>Høringer</title>{item}</channel></rss>'
    ((_, row),) = parse_source(feed.encode(), READER, [])
    return str(row["text"])


def links_in(text: str) -> list[str]:
    return [run.link for block in parse_markup(text) for run in block.runs if run.link]


def test_links_lists_and_emphasis_of_a_feed_are_kept() -> None:
    items = "<ul><li>Nett</li><li>Areal</li></ul>"
    text = read_feed(f'<p>Les <a href="https://example.org/notat">høringsnotatet</a> og <b>svar</b>.</p>{items}')
    assert text == "Les [høringsnotatet](https://example.org/notat) og **svar**.\n- Nett\n- Areal"


def test_a_relative_link_leads_on_from_the_entry() -> None:
    assert links_in(
        read_feed('<a href="/dok/2">Notat</a> <a href="vedlegg">Vedlegg</a> <a href="http://[x">nei</a>')
    ) == [
        "https://example.org/dok/2",
        "https://example.org/sak/vedlegg",
    ]


def test_a_script_behind_a_link_is_no_link() -> None:
    text = read_feed('<a href="javascript:alert(1)">Notat</a>')
    assert (text, links_in(text)) == ("Notat", [])


def test_a_text_with_its_links_fits_the_field_and_no_link_is_torn() -> None:
    address = "https://example.org/" + "a" * 180
    text = read_feed(f'<a href="{address}">Notat</a> og '.join([""] * 60))
    assert 2500 < len(text) <= 3000
    assert set(links_in(text)) == {address}
    assert text.endswith("…")


def test_what_a_calendar_says_has_no_marks() -> None:
    ((_, row),) = parse_source(CALENDAR.encode(), READER, [])
    (block,) = parse_markup(row["text"])
    assert block.text == "*Viktig*: se_her_nå [7] https://example.org/a_b_c"
    assert not any(run.bold or run.italic for run in block.runs)
    assert links_in(row["text"]) == ["https://example.org/a_b_c"]
