"""Render what members wrote as escaped HTML: each word is text, and each link leads into the web or to a mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.model import Block, Run

_TAGS = {"bullet": "ul", "ordered": "ol"}
_FORMS = {"paragraph": Markup("<p>{}</p>"), "pre": Markup("<pre><code>{}</code></pre>")}
_LINK = Markup('<a{} href="{}" rel="noopener noreferrer nofollow">{}</a>')
#: of a link whose text is not its address: on paper the address stands behind it
_NAMED = Markup(' class="named"')
_NOTHING, _END = Markup(), Markup("</li></{}>")
_MARKS = (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong"))


def render_rich_text(text: str) -> Markup:
    """Render a stored text."""
    html: list[Markup] = []
    for quote, group in groupby(parse_markup(text), lambda block: block.quote):
        drawn = _render_blocks(list(group))
        html.append(Markup("<blockquote>{}</blockquote>").format(drawn) if quote else drawn)
    return _NOTHING.join(html)


def _render_blocks(blocks: Sequence[Block]) -> Markup:
    html: list[Markup] = []
    for is_item, group in groupby(blocks, lambda block: block.is_item):
        if is_item:
            html += _render_list(list(group))
        else:
            html += (_FORMS[block.kind].format(_render_runs(block.runs)) for block in group)
    return _NOTHING.join(html)


def _render_list(items: Sequence[Block]) -> Iterator[Markup]:
    """Render items as nested lists; each deeper list stands in the item above it."""
    tags: list[str] = []
    for item in items:
        depth, tag = item.level + 1, _TAGS[item.kind]
        while len(tags) > depth or (len(tags) == depth and tags[-1] != tag):
            yield _END.format(tags.pop())
        if len(tags) == depth:
            yield Markup("</li>")
        else:
            tags.append(tag)
            yield Markup("<{}>").format(tag)
        yield Markup("<li>{}").format(_render_runs(item.runs))
    yield from (_END.format(tag) for tag in reversed(tags))


def _render_runs(runs: Iterable[Run]) -> Markup:
    return _NOTHING.join(_render_run(run) for run in runs)


def _render_run(run: Run) -> Markup:
    words = escape(run.text)
    for name, tag in _MARKS:
        words = Markup("<{0}>{1}</{0}>").format(tag, words) if getattr(run, name) else words
    if not run.link:
        return words
    named = run.text.strip() not in (run.link, run.link.removeprefix("mailto:"))
    return _LINK.format(_NAMED if named else _NOTHING, run.link, words)
