"""Render a card as a whole HTML page.

It is for readers without a chat at hand, on a phone first, without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.http.html_templates import render_template
from bot.http.rich_text_html import render_rich_text
from handlers.chat.cards import Card
from handlers.library.pictures.page_pictures import PagePicture

#: no scripts, no frames, and nothing from elsewhere
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'none'",
}


def render_card_page(
    language: str,
    card: Card,
    name: str,
    footer: str = "",
    *,
    links: Iterable[tuple[str, str, str]] = (),
    pictures: Sequence[PagePicture] = (),
) -> str:
    """Render the page as escaped text: what members wrote comes out with its links and marks, and nothing else.

    `links` are pages of our own: a label, an address and its language.
    """
    return render_template(
        "card.html",
        language=language,
        card=card,
        name=name,
        foot=footer,
        links=list(links),
        pictures=pictures,
        render_rich_text=render_rich_text,
    )
