"""Read HTML into rich text; scripts, styles and comments are no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urljoin

from handlers.chat.rich_text.model import Block, Run, normalise_blocks

LONGEST_HTML = 200_000
_SPACE = re.compile(r"[ \t\r\n\f]++")
#: (beginning, end) of what the parser looks for the end of, as often as it finds a beginning
_ENCLOSED = (("<", ">"), ("<!--", "-->"))
_STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
}
#: elements that begin a block of their own
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "hr", "section", "figure"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = {"ul": "bullet", "ol": "ordered"}
_PRE = frozenset({"pre", "codeblock"})
#: elements whose words nobody sees
_HIDDEN = frozenset({"script", "style", "title", "head", "template"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr"})


def read_html(html: str, base: str = "") -> tuple[Block, ...]:
    """Return the blocks of the HTML; links that are relative lead on from `base`."""
    return HtmlReader(base).read_blocks(html)


def _escape_unclosed(html: str) -> str:
    """Make text of what begins and never ends. The parser would look for its end again and again."""
    for begin, end in _ENCLOSED:
        last = html.rfind(end) + 1
        html = html[:last] + html[last:].replace(begin, begin.replace("<", "&lt;"))
    return html


class HtmlReader(HTMLParser):
    """Collect blocks while the parser goes through the HTML."""

    hidden_tags = _HIDDEN
    void_tags = _VOID

    def __init__(self, base: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.found: list[Block] = []
        self.runs: list[Run] = []
        #: how many elements of each style are open
        self.styles: Counter[str] = Counter()
        self.links: list[str] = []
        #: the open lists, and whether the open item of each has been added
        self.lists: list[str] = []
        self.items: list[bool] = []
        self.quotes = self.pre = 0
        #: the open element that hides its words, and how many of its name are open
        self.hidden, self.depth = "", 0

    def read_blocks(self, html: str) -> tuple[Block, ...]:
        self.feed(_escape_unclosed(html[:LONGEST_HTML]))
        self.close()
        self.end_block()
        return normalise_blocks(self.found)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip what word processors mark as conditional, "<![if ...]>". The parser fails at names it does not know."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.hidden:
            self.depth += tag == self.hidden
        elif self.is_hidden(tag, values):
            if tag not in self.void_tags:
                self.hidden, self.depth = tag, 1
        elif tag in _STYLES:
            self.styles[_STYLES[tag]] += 1
        elif tag == "code":
            self.styles["code"] += not self.pre
        elif tag == "a":
            self.links.append(self._complete_link(values.get("href", "")))
        elif tag == "br":
            self.add_text("\n")
        elif tag in ("td", "th") and self.runs:
            self.add_text(" | ")
        else:
            self.start_element(tag, values)

    def is_hidden(self, tag: str, values: Mapping[str, str]) -> bool:
        """Return True for what is no words of the writer, like scripts."""
        return tag in self.hidden_tags

    def _complete_link(self, address: str) -> str:
        try:
            return urljoin(self.base, address) if self.base else address
        except ValueError:  # "http://[": it leads nowhere
            return ""

    def start_element(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in _BLOCKS or tag in _LISTS or tag in _PRE or tag in ("li", "blockquote"):
            self.end_block()
        if tag in _LISTS:
            self.lists.append(_LISTS[tag])
            self.items.append(True)
        elif tag == "li":
            self._end_item()
            if not self.lists:
                self.lists.append("bullet")
                self.items.append(True)
            self.items[-1] = False
        elif tag == "blockquote":
            self.quotes += 1
        elif tag in _PRE:
            self.pre += 1
        elif tag in _HEADINGS:
            self.styles["bold"] += 1

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.depth -= tag == self.hidden
            self.hidden = self.hidden if self.depth else ""
        elif tag in _STYLES:
            self.styles[_STYLES[tag]] = max(0, self.styles[_STYLES[tag]] - 1)
        elif tag == "code":
            self.styles["code"] = max(0, self.styles["code"] - (not self.pre))
        elif tag == "a" and self.links:
            self.links.pop()
        else:
            self.end_element(tag)

    def end_element(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _LISTS or tag in _PRE or tag in ("li", "blockquote"):
            self.end_block()
        if tag == "li":
            self._end_item()
        elif tag in _LISTS and self.lists:
            self._end_item()
            self.lists.pop()
            self.items.pop()
        elif tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif tag in _PRE:
            self.pre = max(0, self.pre - 1)
        elif tag in _HEADINGS:
            self.styles["bold"] = max(0, self.styles["bold"] - 1)

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.pre:
            data = _SPACE.sub(" ", data)
            last = self.runs[-1].text[-1:] if self.runs else " "
            data = data.lstrip(" ") if last in (" ", "\n") else data
        self.add_text(data)

    def add_text(self, text: str) -> None:
        if text:
            bold, italic, strike, code = (self.styles[name] > 0 for name in ("bold", "italic", "strike", "code"))
            self.runs.append(Run(text, bold, italic, strike, code, self.links[-1] if self.links else ""))

    def end_block(self) -> None:
        """Add what has been read as a block. In an item the first block is the item, and others are lines of it."""
        runs, self.runs = tuple(self.runs), []
        if not "".join(run.text for run in runs).strip():
            return
        quote = self.quotes > 0
        if self.pre:
            self.found.append(Block(runs, "pre", quote=quote))
        elif not self.lists:
            self.found.append(Block(runs, quote=quote))
        else:
            self._add_item_block(runs, quote)

    def _add_item_block(self, runs: tuple[Run, ...], quote: bool) -> None:
        level, kind, last = len(self.lists) - 1, self.lists[-1], self.found[-1] if self.found else None
        if self.items[-1] and last is not None and last.is_item and last.level == level:
            self.found[-1] = Block((*last.runs, Run("\n"), *runs), last.kind, level, last.quote)
        else:
            self.found.append(Block(runs, "ordered" if kind == "ordered" else "bullet", level, quote))
            self.items[-1] = True

    def _end_item(self) -> None:
        """Add an item without words as an empty one."""
        if self.items and not self.items[-1]:
            self._add_item_block((), self.quotes > 0)
