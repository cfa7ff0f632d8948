"""Draw the pages that somebody who installs the bot sees: a sentence or two, and a link to go on."""

from __future__ import annotations

import re
from html import escape

from slack_bolt.response import BoltResponse

from handlers.chat.say import Say

BEGIN, BACK = "/slack/install", "/slack/oauth_redirect"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # the address holds a code: nothing else may be loaded, run or framed
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}
_STYLE = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}small{opacity:.6}"
_CODE = re.compile(r"[a-z_]{1,60}")


def draw_installation_page(
    say: Say, title: str, *lines: str, link: tuple[str, str] = ("", ""), code: str = "", status: int = 200
) -> BoltResponse:
    """Draw a page. `link` is a label and an address.

    `code` is Slack's code for the error, shown if it is well-formed.
    """
    label, address = link
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}" for line in lines)]
    if address:
        parts.append(f'<p><a href="{escape(address)}">{escape(label)}</a>')
    if _CODE.fullmatch(code):
        parts.append(f"<p><small>{escape(code)}</small>")
    head = (
        f'<!doctype html><html lang="{escape(say.language)}"><meta charset=utf-8>'
        f'<meta name=viewport content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style>'
    )
    return BoltResponse(status=status, body=head + "".join(parts), headers=dict(HEADERS))
