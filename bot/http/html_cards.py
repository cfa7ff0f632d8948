"""Render a card as a whole HTML page.

It is for readers without a chat at hand, on a phone first, without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from handlers.chat.cards import Card, Facts, Item, Mentions, Part, Quote, Rule, Text

STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--mark:#0b5cad}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--paper:#0d1117;--mark:#6cb6ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1.25rem 1rem 3rem;overflow-wrap:anywhere}
header,footer,.soft{color:var(--soft);font-size:.9rem}
h1{font-size:1.35rem;line-height:1.3;margin:.25rem 0 1rem}
h2{font-size:1rem;margin:1.25rem 0 .15rem}
p{margin:.5rem 0;white-space:pre-line}
blockquote{margin:.9rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--mark)}
blockquote footer{margin-top:.15rem}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.25rem 1rem}
dt{color:var(--soft)}dd{margin:0}
hr,main>footer,nav{border:0;border-top:1px solid var(--line);margin-top:1.5rem;padding-top:.75rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem}
a{color:var(--mark)}
"""
#: nothing is loaded from anywhere, nothing runs, nobody frames it
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none';"
    " form-action 'none'",
}


def render_card_page(
    language: str, card: Card, name: str, foot: str = "", *, links: Iterable[tuple[str, str, str]] = ()
) -> str:
    """Render the page as escaped text: what members wrote comes out as typed.

    `links` are pages of our own: a label, an address and its language.
    """
    title = escape(f"{card.summary or card.title} · {name}")
    body = "".join(_render_card_part(part) for part in card.parts)
    end = (f"<footer>{escape(foot)}</footer>" if foot else "") + _render_page_links(links)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><header>{escape(name)}</header>"
        f"<h1>{escape(card.title)}</h1>{body}{end}</main></body></html>"
    )


def _render_page_links(links: Iterable[tuple[str, str, str]]) -> str:
    made = "".join(
        f'<a href="{escape(address)}" hreflang="{escape(language)}" lang="{escape(language)}">{escape(label)}</a>'
        for label, address, language in links
    )
    return f"<nav>{made}</nav>" if made else ""


def _render_card_part(part: Part) -> str:
    """Render one part. Leave out buttons, which do nothing on paper."""
    match part:
        case Text(text=text, style=style):
            return f'<p class="soft">{escape(text)}</p>' if style == "subtle" else f"<p>{escape(text)}</p>"
        case Quote(text=text, by=by):
            signed = f"<footer>{escape(by)}</footer>" if by else ""
            return f"<blockquote><p>{escape(text)}</p>{signed}</blockquote>"
        case Item():
            return "".join(_render_item_lines(part))
        case Facts(rows=rows):
            return f"<dl>{''.join(f'<dt>{escape(label)}</dt><dd>{escape(text)}</dd>' for label, text in rows)}</dl>"
        case Rule():
            return "<hr>"
        case Mentions(text=text, people=people):
            return f"<p>{escape(' '.join(filter(None, (text, ', '.join(name for _, name in people)))))}</p>"
    return ""


def _render_item_lines(item: Item) -> Iterator[str]:
    yield f"<h2>{escape(item.title)}</h2>"
    if item.text:
        yield f"<p>{escape(item.text)}</p>"
    if item.note:
        yield f'<p class="soft">{escape(item.note)}</p>'
