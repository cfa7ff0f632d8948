"""Read what people wrote in a Slack message into rich text: from its rich text blocks, or from its mrkdwn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.platforms.slack.texts import EMOJI, TOKEN, Names, decode_text_token, strip_bot_mention, unescape_slack_text
from handlers.chat.rich_text.inline_parser import Atoms, parse_inline
from handlers.chat.rich_text.markup_writer import write_markup
from handlers.chat.rich_text.model import Block, Run, normalise_blocks, replace_text

#: Slack's marks
_STYLES = {"*": "bold", "_": "italic", "~": "strike"}
_PRE = re.compile(r"```(.*?)```", re.DOTALL)
_QUOTED = re.compile(r"(?:&gt;)++ ?")
_ITEM = re.compile(r"( *+)[•◦▪][\ufe0e\ufe0f]? ?(.*)")
_EMOJI = re.compile(r"(?<!/):([a-z0-9_+\-]+):(?::skin-tone-[2-6]:)?")
_AFTER_BOT = re.compile(r"^[:,]?[ \t]*+")
#: what Slack names as the target of a link
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)

Json = Mapping[str, Any]


def read_slack_markup(message: Json, *, bot: str = "", name_of: Names = str) -> str:
    """Return the text with its marks, as records store it, without the mention of the bot."""
    return write_markup(read_slack_blocks(message, bot=bot, name_of=name_of))


def read_slack_blocks(message: Json, *, bot: str = "", name_of: Names = str) -> tuple[Block, ...]:
    """Return the blocks of rich text of a message."""
    text, given = str(message.get("text") or ""), message.get("blocks")
    parts = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    found = [one for one in parts if one.get("type") == "rich_text"]
    if found and len(found) == len(parts):
        reader = _BlockReader(bot, name_of, _map_labels(text))
        return normalise_blocks(block for one in found for block in reader.read_elements(_list_dicts(one)))
    return normalise_blocks(_read_mrkdwn(strip_bot_mention(text, bot), name_of))


def _map_labels(text: str) -> dict[str, str]:
    """Return the labels of channels and groups, which only the text of a message names."""
    parts = (token.partition("|") for token in TOKEN.findall(text))
    return {target.lstrip("#!").removeprefix("subteam^"): label for target, _, label in parts if label}


def _list_dicts(element: Json) -> list[Json]:
    found = element.get("elements")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


class _BlockReader:
    """Read the elements of rich text blocks."""

    def __init__(self, bot: str, name_of: Names, labels: Mapping[str, str]) -> None:
        self.bot = bot
        self.name_of = name_of
        self.labels = labels

    def read_elements(self, elements: Sequence[Json]) -> Iterator[Block]:
        for element in elements:
            kind, quote = element.get("type"), bool(element.get("border"))
            if kind == "rich_text_list":
                style, level = element.get("style"), element.get("indent")
                for item in _list_dicts(element):
                    runs = tuple(self._read_spans(_list_dicts(item)))
                    deep = level if isinstance(level, int) else 0
                    yield Block(runs, "ordered" if style == "ordered" else "bullet", deep, quote)
            elif kind == "rich_text_preformatted":
                yield Block(tuple(self._read_spans(_list_dicts(element))), "pre", quote=quote)
            else:
                spans = tuple(self._read_spans(_list_dicts(element)))
                yield Block(spans, quote=quote or kind == "rich_text_quote")

    def _read_spans(self, spans: Sequence[Json]) -> Iterator[Run]:
        after_bot = False
        for span in spans:
            if span.get("type") == "user" and self.bot and span.get("user_id") == self.bot:
                after_bot = True
                continue
            text, style = self._read_span_text(span), span.get("style")
            if after_bot:  # "@Arena: spør", of which the name is not stored
                text = _AFTER_BOT.sub("", text, count=1)
            after_bot = False
            marks = style if isinstance(style, dict) else {}
            bold, italic, strike, code = (bool(marks.get(name)) for name in ("bold", "italic", "strike", "code"))
            yield Run(
                text, bold, italic, strike, code, str(span.get("url") or "") if span.get("type") == "link" else ""
            )

    def _read_span_text(self, span: Json) -> str:
        """Return the words of a span as the writer saw them."""
        kind = span.get("type")
        named = {name: str(span.get(name) or "") for name in ("text", "url", "name", "range", "value", "fallback")}
        if kind == "user":
            id = str(span.get("user_id") or "")
            return f"@{self.name_of(id) or id}"
        if kind in ("channel", "usergroup"):
            id = str(span.get(f"{kind}_id") or "")
            label = self.labels.get(id) or id
            return label if label[:1] == "@" else f"{'#' if kind == 'channel' else '@'}{label}"
        if kind == "broadcast":
            return f"@{named['range']}"
        if kind == "emoji":
            return EMOJI.get(named["name"]) or _decode_code_points(span.get("unicode")) or f":{named['name']}:"
        return named["text"] or named["url"] or named["fallback"] or named["value"]


def _decode_code_points(codes: Any) -> str:
    """Return the characters of an emoji ("26a0-fe0f"); "" for the workspace's own."""
    if not isinstance(codes, str) or not re.fullmatch(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}", codes):
        return ""
    points = [int(code, 16) for code in codes.split("-")]
    return "".join(chr(point) for point in points if 0x20 <= point < 0x110000 and not 0xD800 <= point < 0xE000)


def _read_mrkdwn(text: str, name_of: Names) -> Iterator[Block]:
    """Read mrkdwn, in which Slack writes what has no rich text blocks."""
    for n, part in enumerate(_PRE.split(text)):
        if n % 2:
            yield Block((Run(_decode_words(part, name_of)),), "pre")
        else:
            yield from _read_mrkdwn_lines(part.strip("\n").split("\n"), name_of)


def _read_mrkdwn_lines(lines: Sequence[str], name_of: Names) -> Iterator[Block]:
    runs: list[Run] = []
    quoted = False
    for line in lines:
        sign, item = _QUOTED.match(line), _ITEM.fullmatch(line)
        if runs and (item or quoted != bool(sign)):
            yield Block(tuple(runs), quote=quoted)
            runs = []
        quoted = bool(sign)
        if item:
            yield Block(tuple(_read_mrkdwn_line(item[2], name_of)), "bullet", len(item[1]) // 4)
        else:
            runs += [*([Run("\n")] if runs else []), *_read_mrkdwn_line(line[sign.end() if sign else 0 :], name_of)]
    yield Block(tuple(runs), quote=quoted)


def _read_mrkdwn_line(line: str, name_of: Names) -> Iterator[Run]:
    atoms: dict[int, tuple[int, Run]] = {}
    for found in TOKEN.finditer(line):
        atoms[found.start()] = found.end(), _read_token(found[1], name_of)
    for found in _EMOJI.finditer(line):
        if found[1] in EMOJI:
            atoms.setdefault(found.start(), (found.end(), Run(EMOJI[found[1]])))
    fixed: Atoms = atoms
    ends = {run.text for _, run in atoms.values()}
    for run in parse_inline(line, _STYLES, fixed):
        words = _decode_words(run.text, name_of) if run.code else unescape_slack_text(run.text)
        yield run if run.link or (run.text in ends and not run.code) else replace_text(run, words)


def _read_token(body: str, name_of: Names) -> Run:
    """Read what stands between "<" and ">": a link, or the name of somebody."""
    target, _, label = body.partition("|")
    if not _LINK.match(target):
        return Run(unescape_slack_text(decode_text_token(body, name_of)))
    words = unescape_slack_text(label or target.removeprefix("mailto:").removeprefix("tel:"))
    return Run(words, link=unescape_slack_text(target))


def _decode_words(text: str, name_of: Names) -> str:
    """Return the text of code, in which Slack writes links and names as elsewhere."""
    return unescape_slack_text(TOKEN.sub(lambda found: _read_token(found[1], name_of).text, text))
