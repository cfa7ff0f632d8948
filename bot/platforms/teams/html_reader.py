"""Read the HTML that Teams writes of a message into rich text; scripts, styles and comments are no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser

from handlers.chat.rich_text.model import Block, Run, normalise_blocks

#: maximum number of characters read; Teams sends no more
LONGEST = 200_000
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
_HIDDEN = frozenset({"script", "style", "title", "head", "template", "attachment", "systemeventmessage"})
_VOID = frozenset({"br", "hr", "img", "emoji", "quoted", "input", "meta", "link", "wbr"})
_MENTION, _EMOJI = "/mention", "/emoji"


def read_html(html: str, bot_name: str = "", previews: Mapping[str, str] | None = None) -> tuple[Block, ...]:
    """Return the blocks of the HTML.

    Mentions of `bot_name` are left out. `previews` are the texts of quoted messages by their id.
    """
    reader = _HtmlReader(bot_name, previews or {})
    reader.feed(_escape_unclosed(html[:LONGEST]))
    reader.close()
    reader.end_block()
    return normalise_blocks(reader.found)


def _escape_unclosed(html: str) -> str:
    """Make text of what begins and never ends. The parser would look for its end again and again."""
    for begin, end in _ENCLOSED:
        last = html.rfind(end) + 1
        html = html[:last] + html[last:].replace(begin, begin.replace("<", "&lt;"))
    return html


class _HtmlReader(HTMLParser):
    """Collect blocks while the parser goes through the HTML."""

    def __init__(self, bot_name: str, previews: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.bot_name = bot_name
        self.previews = previews
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
        #: the open mentions: their elements, and where their names begin among the runs
        self.mentions: list[tuple[str, int]] = []

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip what word processors mark as conditional, "<![if ...]>". The parser fails at names it does not know."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.hidden:
            self.depth += tag == self.hidden
        elif self._is_hidden(tag, values):
            if tag not in _VOID:
                self.hidden, self.depth = tag, 1
        elif tag in _STYLES:
            self.styles[_STYLES[tag]] += 1
        elif tag == "code":
            self.styles["code"] += not self.pre
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "at" or (tag == "span" and values.get("itemtype", "").lower().endswith(_MENTION)):
            self.mentions.append((tag, len(self.runs)))
        elif tag in ("img", "emoji"):
            self._add_picture(tag, values)
        elif tag == "br":
            self._add_text("\n")
        elif tag in ("td", "th") and self.runs:
            self._add_text(" | ")
        elif tag == "quoted":
            self._add_quoted_message(values)
        else:
            self._start_block(tag)

    def _is_hidden(self, tag: str, values: Mapping[str, str]) -> bool:
        """Return True for what is no words of the writer: scripts, and the name and time above a quoted message."""
        return tag in _HIDDEN or (self.quotes > 0 and values.get("itemprop") in ("mri", "time"))

    def _start_block(self, tag: str) -> None:
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
        elif tag in ("at", "span"):
            if self.mentions and self.mentions[-1][0] == tag:
                self._end_mention()
        else:
            self._end_element(tag)

    def _end_element(self, tag: str) -> None:
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
        self._add_text(data)

    def _add_text(self, text: str) -> None:
        if text:
            bold, italic, strike, code = (self.styles[name] > 0 for name in ("bold", "italic", "strike", "code"))
            self.runs.append(Run(text, bold, italic, strike, code, self.links[-1] if self.links else ""))

    def _end_mention(self) -> None:
        """Write the name as it is shown, or leave it out if it is the bot's."""
        start = self.mentions.pop()[1]
        name = "".join(run.text for run in self.runs[start:]).replace("\xa0", " ").strip()
        if name == self.bot_name:
            del self.runs[start:]
        elif name:
            self.runs.insert(start, Run("@"))

    def _add_picture(self, tag: str, values: Mapping[str, str]) -> None:
        """Add an emoji as its character. Other pictures are listed among the files."""
        if tag == "emoji" or values.get("itemtype", "").lower().endswith(_EMOJI):
            self._add_text(values.get("alt", "")[:32])

    def _add_quoted_message(self, values: Mapping[str, str]) -> None:
        self.end_block()
        preview = self.previews.get(values.get("messageid", ""), "")
        self.found.append(Block((Run(preview),), quote=True))

    def end_block(self) -> None:
        """Add what has been read as a block. In an item the first block is the item, and others are lines of it."""
        runs, self.runs, self.mentions = tuple(self.runs), [], []
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
