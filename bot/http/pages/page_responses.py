"""Build the answers of all pages: one frame, one stylesheet, and headers that keep them with their reader."""

from __future__ import annotations

from aiohttp import web

from bot.http.charts.line_layout import lay_out_lines
from bot.http.charts.sankey_layout import lay_out_sankey
from bot.http.html_templates import render_template
from bot.http.library_files import TYPES
from bot.http.rich_text_html import render_rich_text
from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.access.rights import is_confirmed_member
from handlers.chat.say import Say
from handlers.documents.tables.csv_writer import format_csv
from handlers.pages.addresses import ROOT, SIGN_OUT
from handlers.pages.page_parts import TableFile, WebPage
from handlers.pages.sections import list_sections
from storage.directory.people import Person

HEADERS = SECRET | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: what lays the charts of a page out
_CHARTS = {"lay_out_sankey": lay_out_sankey, "lay_out_lines": lay_out_lines}


def render_page(say: Say, name: str, person: Person, page: WebPage) -> str:
    """Render a page for somebody who has signed in."""
    frame = {
        "skip": say("Skip to the content"),
        "pages": say("Pages"),
        "sections": list_sections(say, person, page.section),
        "reader": person.name,
        "sign_out": say("Sign out"),
        "sign_out_address": SIGN_OUT,
        "more_pages": say("More pages"),
        "notice": _describe_narrow_sight(say, name, person),
    }
    return render_template(
        "pages/page.html",
        frame=frame,
        page=page,
        render_rich_text=render_rich_text,
        **_CHARTS,
        **_build_head(say, name),
    )


def _describe_narrow_sight(say: Say, name: str, person: Person) -> str:
    """Return why somebody sees little, and what to do about it; "" for whoever sees what members see."""
    if person.guest or is_confirmed_member(person):
        return ""
    return say(
        "You see only what is open to all until an organisation has confirmed you. Write “me” to {name} in the chat.",
        name=name,
    )


def render_notice(say: Say, name: str, title: str, *lines: str, button: str = "") -> str:
    """Render a page for somebody who has not signed in. `button` sends the page's own address as a form."""
    return render_template("pages/notice.html", title=title, lines=lines, button=button, **_build_head(say, name))


def build_gone_page(
    guesses: TokenGuessThrottle, request: web.Request, say: Say, name: str, *lines: str
) -> web.Response:
    """Return the page of an address that opens nothing, and count it as a guess."""
    text = render_notice(say, name, say("There is nothing here"), *lines)
    answer = guesses.answer_wrong_token(request, text, "text/html")
    answer.headers.update(HEADERS)
    return answer


def _build_head(say: Say, name: str) -> dict[str, str]:
    return {"language": say.language, "name": name, "root": ROOT}


def build_page_response(text: str, status: int = 200) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)


def build_table_response(say: Say, table: TableFile) -> web.Response:
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{table.name}"'}
    return web.Response(text=format_csv(say, table.rows), content_type="text/csv", headers=headers)


def build_library_response(kind: str, text: str) -> web.Response:
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="library.{kind}"'}
    return web.Response(text=text, content_type=TYPES[kind], headers=headers)
