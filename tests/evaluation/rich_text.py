"""What becomes of what people write: in the model, and drawn where others read it, each read back by its own reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.http.html_cards import render_card_page
from bot.platforms.playground.payloads import build_card_payload
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.slack.rich_text_reader import read_slack_blocks
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from bot.platforms.teams.html_reader import read_teams_html
from handlers.chat.cards import Card, Item, Quote
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import escape_marks, write_markup
from handlers.chat.say import Say
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import RICH_TEXT, Row, rows

SAY = Say("nb", ZoneInfo("Europe/Oslo"))
MARKS = ("bold", "italic", "strike", "code")
#: (list and level, or "pre", or ""; whether it is a quote), and the characters with their marks and link
Line = tuple[tuple[str, int, bool], tuple[tuple[str, tuple[str, ...], str], ...]]


class Carried(NamedTuple):
    """A message, where it was read, and whether it meant the same there."""

    row: Row
    places: Mapping[str, bool]

    @property
    def whole(self) -> bool:
        return all(self.places.values())


def read_texts() -> dict[str, list[Carried]]:
    return {name: [_carry(row) for row in rows(name)] for name in RICH_TEXT}


def carried(read: Sequence[Carried]) -> Figures:
    """The share whose meaning is kept in the model, in each place where it is drawn, and everywhere."""
    places = dict.fromkeys(place for one in read for place in one.places)
    return {
        "count": len(read),
        "whole": share(one.whole for one in read),
        **{place: share(one.places[place] for one in read if place in one.places) for place in places},
    }


def _carry(row: Row) -> Carried:
    written, wanted = store(row), lines(row["means"])
    card = Card(parts=(Quote(written),))
    drawn = {
        "slack": lambda: from_slack(draw_slack_blocks(card, SAY)),
        "teams": lambda: from_teams(draw_adaptive_card(card, CardStyle(lambda _: False))),
        "playground": lambda: from_page(written),
    }
    places = {"model": lines(runs_of(written)) == wanted}
    places |= {place: lines(read()) == wanted for place, read in drawn.items() if place != row["platform"]}
    page = render_card_page("nb", Card(parts=(Item("Hva ble gjort", written, marked=True),)), "Arena")
    return Carried(row, places | {"library": lines(from_html(page)) == wanted})


def store(row: Row) -> str:
    """The message as its record holds it, with mentions of the bot, which are no part of the message elsewhere."""
    sent = row["sent"]
    if row["platform"] == "slack":
        return write_markup(read_slack_blocks(sent))
    if row["platform"] == "teams":
        html = "".join(one["content"] for one in sent["attachments"])
        return write_markup(read_teams_html(html)) if html else escape_marks(sent["text"])
    return write_markup(parse_markup(sent))


def lines(runs: Iterable[Row]) -> list[Line]:
    """Runs as what can be compared: by block, character by character; space at the ends of a block says nothing."""
    blocks: dict[Any, list[Row]] = {}
    for run in runs:
        blocks.setdefault(run["block"], []).append(run)
    return [line for block in blocks.values() for line in _line(block)]


def _line(block: list[Row]) -> Iterator[Line]:
    first = block[0]
    kind = first.get("list") or ("pre" if first.get("pre") else "")
    letters = [
        (letter, () if letter.isspace() else tuple(mark for mark in MARKS if run.get(mark)), run.get("link", ""))
        for run in block
        for letter in run["text"].replace("\xa0", " ")
    ]
    letters = [(letter, marks, "" if letter.isspace() else link) for letter, marks, link in letters]
    while letters and letters[-1][0].isspace():
        letters.pop()
    while letters and letters[0][0].isspace() and kind != "pre":
        del letters[0]
    if letters or first.get("list"):
        yield (kind, first.get("level", 0), bool(first.get("quote"))), tuple(letters)


def runs_of(written: str) -> Iterator[Row]:
    for number, block in enumerate(parse_markup(written)):
        yield from _runs(number, block.kind, block.level, block.quote, [{"text": ""}], {})
        for run in block.runs:
            marks = {mark: getattr(run, mark) for mark in MARKS} | {"text": run.text, "link": run.link}
            yield from _runs(number, block.kind, block.level, block.quote, [marks], {})


def _runs(number: Any, kind: str, level: int, quote: bool, runs: Iterable[Row], more: Row) -> Iterator[Row]:
    own: Row = {"block": number, "quote": quote} | more
    own |= {"list": kind, "level": level} if kind in ("bullet", "ordered") else {"pre": kind == "pre"}
    yield from (own | run for run in runs)


def from_page(written: str) -> Iterator[Row]:
    """What the page of the playground is told."""
    card = build_card_payload({"parts": [{"type": "Quote", "text": written}]})
    for number, block in enumerate(card["parts"][0]["blocks"] if card else ()):
        kind = block.get("kind", "paragraph")
        found = [{"text": ""}, *block["runs"]]
        yield from _runs(number, kind, block.get("level", 0), block.get("quote", False), found, {})


def from_slack(blocks: Sequence[Row]) -> Iterator[Row]:
    """What Slack shows: an own quote stands in a border where the words around it have none."""
    elements = [element for block in blocks for element in block.get("elements", ())]
    names = {element["type"] for element in elements}
    own = "rich_text_section" in names or any(
        one["type"] == "rich_text_quote" and one.get("border") for one in elements
    )
    number = 0
    for element in elements:
        name, quote = element["type"], own and bool(element.get("border") or element["type"] == "rich_text_quote")
        for part in element["elements"] if name == "rich_text_list" else [element]:
            kind = element["style"] if name == "rich_text_list" else "pre" if name.endswith("preformatted") else ""
            spans = [_span(span) for span in part["elements"]]
            for piece in _paragraphs(spans) if not kind else [spans]:
                number += 1
                yield from _runs(number, kind, element.get("indent", 0), quote, [{"text": ""}, *piece], {})


def _span(span: Row) -> Row:
    return {"text": span["text"], "link": span.get("url", "")} | span.get("style", {})


def _paragraphs(spans: Sequence[Row]) -> Iterator[list[Row]]:
    """Split at empty lines, which stand between paragraphs."""
    piece: list[Row] = []
    for span in spans:
        for n, text in enumerate(re.split(r"\n\n", span["text"])):
            if n:
                yield piece
                piece = []
            piece.append(span | {"text": text})
    yield piece


_SIGN = re.compile(r"((?:\xa0{4})*)(•|◦|▪|\d+\.)\xa0")


def from_teams(card: Row) -> Iterator[Row]:
    """What Teams shows: a line of a block is a rich text block, and further lines of it stand close."""
    number, last = 0, None
    for quote, pre, block in _teams_blocks(card["body"], quote=False, pre=False):
        runs = [_teams_run(run, pre) for run in block["inlines"]]
        sign = _SIGN.fullmatch(runs[0]["text"]) if not pre else None
        goes_on = block.get("spacing") == "None" and not sign and last is not None
        number += not goes_on
        if sign:
            kind = "ordered" if sign[2][0].isdigit() else "bullet"
            last, runs = (kind, len(sign[1]) // 4), runs[1:]
        elif not goes_on:
            last = ("pre" if pre else "", 0)
        assert last is not None
        runs = [{"text": "\n"}, *runs] if goes_on else [{"text": ""}, *runs]
        yield from _runs(number, last[0], last[1], quote, runs, {})


def _teams_blocks(items: Sequence[Row], *, quote: bool, pre: bool) -> Iterator[tuple[bool, bool, Row]]:
    for item in items:
        if item["type"] == "Container":
            style = item.get("style")
            yield from _teams_blocks(item["items"], quote=quote or style == "accent", pre=pre or style == "default")
        elif item["type"] == "RichTextBlock":
            yield quote, pre, item


def _teams_run(run: Row, pre: bool) -> Row:
    code = run.get("fontType") == "Monospace" and not pre
    return {
        "text": run["text"],
        "bold": run.get("weight") == "Bolder",
        "italic": run.get("italic", False),
        "strike": run.get("strikethrough", False),
        "code": code,
        "link": run.get("selectAction", {}).get("url", ""),
    }


def from_html(page: str) -> list[Row]:
    """What a page shows below its heading."""
    reader = _Reader()
    reader.feed(page.partition("<h2>")[2].partition("</h2>")[2].partition("</main>")[0])
    return reader.found


_TAGS = {"strong": "bold", "em": "italic", "s": "strike", "code": "code"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Row] = []
        self.open: list[str] = []
        self.link = ""
        self.number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag in ("p", "li", "pre"):
            self.number += 1
            self.add("")
        if tag == "a":
            self.link = dict(attrs)["href"] or ""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass
        self.link = "" if tag == "a" else self.link

    def handle_data(self, data: str) -> None:
        if {"p", "li", "pre"} & set(self.open):
            self.add(data)

    def add(self, text: str) -> None:
        lists = [tag for tag in self.open if tag in ("ul", "ol")]
        pre = "pre" in self.open
        kind = "pre" if pre else {"ul": "bullet", "ol": "ordered"}[lists[-1]] if lists else ""
        marks = {name: tag in self.open and not (pre and name == "code") for tag, name in _TAGS.items()}
        run = {"text": text, "link": self.link} | marks
        self.found += _runs(self.number, kind, max(0, len(lists) - 1), "blockquote" in self.open, [run], {})
