"""Read the HTML that Teams writes of a message into rich text, with its mentions, emoji and quoted messages."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.rich_text.html_reader import HtmlReader
from handlers.chat.rich_text.model import Block, Run

_MENTION, _EMOJI = "/mention", "/emoji"


def read_teams_html(html: str, bot_name: str = "", previews: Mapping[str, str] | None = None) -> tuple[Block, ...]:
    """Return the blocks of the HTML.

    Mentions of `bot_name` are left out. `previews` are the texts of quoted messages by their id.
    """
    return _TeamsHtmlReader(bot_name, previews or {}).read_blocks(html)


class _TeamsHtmlReader(HtmlReader):
    """Collect what only Teams writes, too."""

    hidden_tags = HtmlReader.hidden_tags | {"attachment", "systemeventmessage"}
    void_tags = HtmlReader.void_tags | {"emoji", "quoted"}

    def __init__(self, bot_name: str, previews: Mapping[str, str]) -> None:
        super().__init__()
        self.bot_name = bot_name
        self.previews = previews
        #: the open mentions: their elements, and where their names begin among the runs
        self.mentions: list[tuple[str, int]] = []

    def is_hidden(self, tag: str, values: Mapping[str, str]) -> bool:
        """Return True for what is no words of the writer, like the name and time above a quoted message."""
        return super().is_hidden(tag, values) or (self.quotes > 0 and values.get("itemprop") in ("mri", "time"))

    def start_element(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "at" or (tag == "span" and values.get("itemtype", "").lower().endswith(_MENTION)):
            self.mentions.append((tag, len(self.runs)))
        elif tag in ("img", "emoji"):
            self._add_picture(tag, values)
        elif tag == "quoted":
            self._add_quoted_message(values)
        else:
            super().start_element(tag, values)

    def end_element(self, tag: str) -> None:
        if tag not in ("at", "span"):
            super().end_element(tag)
        elif self.mentions and self.mentions[-1][0] == tag:
            self._end_mention()

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
            self.add_text(values.get("alt", "")[:32])

    def _add_quoted_message(self, values: Mapping[str, str]) -> None:
        self.end_block()
        preview = self.previews.get(values.get("messageid", ""), "")
        self.found.append(Block((Run(preview),), quote=True))

    def end_block(self) -> None:
        self.mentions = []
        super().end_block()
