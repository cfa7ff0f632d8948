"""Draw the pages that somebody who installs the bot sees: a sentence or two, and a link to go on."""

from __future__ import annotations

import re

from slack_bolt.response import BoltResponse

from bot.http.html_templates import render_template
from handlers.chat.say import Say

BEGIN, BACK = "/slack/install", "/slack/oauth_redirect"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # The URL holds a code, so the page must not load, run or be framed.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'",
}
_CODE = re.compile(r"[a-z_]{1,60}")


def draw_installation_page(
    say: Say, title: str, *lines: str, link: tuple[str, str] = ("", ""), code: str = "", status: int = 200
) -> BoltResponse:
    """Draw a page. `link` is a label and an address.

    `code` is Slack's code for the error, shown if it is well-formed.
    """
    label, address = link
    body = render_template(
        "installation.html", language=say.language, title=title, lines=lines, label=label, address=address,
        code=code if _CODE.fullmatch(code) else "",
    )  # fmt: skip
    return BoltResponse(status=status, body=body, headers=dict(HEADERS))
