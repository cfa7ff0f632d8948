"""What people write keeps its meaning on the way from one platform to another."""

from __future__ import annotations

import msgspec
import pytest

from bot.http.rich_text_html import render_rich_text
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.slack.rich_text_reader import read_slack_markup
from bot.platforms.teams.activities import decode_activity
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from bot.platforms.teams.events import translate_teams_message
from bot.platforms.teams.html_reader import read_teams_html
from handlers.chat.cards import Card, Quote
from handlers.chat.rich_text.model import DEEPEST
from handlers.chat.typed_commands import build_typed_command
from tests.platforms.test_hostile_words import SAY
from tests.standins.teams import activity, mention

TWIN = (
    '<p><span itemtype="http://schema.skype.com/Mention" itemid="0">Arena</span>&nbsp;spør Har noen lest '
    '<a href="https://eksempel.no/plan_a?id=3&amp;v=2" title="x"><strong>planen</strong></a>?</p>'
)


def teams_message(text: str, html: str):
    attachments = [{"contentType": "text/html", "content": html}]
    body = activity(text=text, entities=[mention()], attachments=attachments)
    return translate_teams_message(decode_activity(msgspec.json.encode(body)))


def test_a_link_behind_words_from_teams_is_a_link_behind_words_on_slack() -> None:
    asked = build_typed_command(teams_message("<at>Arena</at>\xa0spør Har noen lest planen?", TWIN))
    assert (asked.name, asked.text) == ("ask", "Har noen lest planen?")
    drawn = draw_slack_blocks(Card(parts=(Quote(asked.written),)), SAY)
    assert drawn == [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_quote",
                    "elements": [
                        {"type": "text", "text": "Har noen lest "},
                        {
                            "type": "link",
                            "url": "https://eksempel.no/plan_a?id=3&v=2",
                            "text": "planen",
                            "style": {"bold": True},
                        },
                        {"type": "text", "text": "?"},
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "file:///etc"]
)
def test_a_link_that_leads_out_of_the_web_is_only_its_words(address: str) -> None:
    html = f'<p>Se <a href="{address}">planen</a></p>'
    assert teams_message("Se planen", html).written == "Se planen"


SLACK_LIST = {
    "text": "<@U0BOT>: spør Vi trenger:\n• *damp*",
    "blocks": [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "user", "user_id": "U0BOT"}, {"type": "text", "text": ": Vi trenger:\n"}],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 0,
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "damp", "style": {"bold": True}},
                                {"type": "text", "text": " fra "},
                                {"type": "link", "url": "https://eksempel.no/nes", "text": "Nes"},
                            ],
                        },
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "<@U2OLA> *x*"}]},
                    ],
                },
            ],
        }
    ],
}


def test_a_list_with_a_link_from_slack_is_drawn_on_teams_and_on_the_page_of_the_question() -> None:
    written = read_slack_markup(SLACK_LIST, bot="U0BOT")
    assert written == "Vi trenger:\n1. **damp** fra [Nes](https://eksempel.no/nes)\n2. <@U2OLA> \\*x\\*"
    card = draw_adaptive_card(Card(parts=(Quote(written),)), CardStyle(lambda _: False))
    _, first, second = card["body"][0]["items"]
    assert [run["text"] for run in first["inlines"]] == ["1.\xa0", "damp", " fra ", "Nes"]
    assert first["inlines"][1]["weight"] == "Bolder"
    assert first["inlines"][3]["selectAction"] == {"type": "Action.OpenUrl", "url": "https://eksempel.no/nes"}
    assert "".join(run["text"] for run in second["inlines"]) == "2.\xa0<@U2OLA> *x*"
    assert (
        '<ol><li><strong>damp</strong> fra <a class="named" href="https://eksempel.no/nes"'
        ' rel="noopener noreferrer nofollow">Nes</a></li><li>&lt;@U2OLA&gt; *x*</li></ol>' in render_rich_text(written)
    )
    bare = render_rich_text("https://eksempel.no/nes, a@x.no")
    assert "named" not in bare, "the text is the address"


@pytest.mark.parametrize(
    ("wire", "stored"),
    [
        ("Ring <@U2OLA|ola>, *ikke* <mailto:a@x.no|a@x.no>", "Ring @ola, **ikke** a@x.no"),
        ("`<https://x.no/a_b>` og 2*3*4", "`https://x.no/a_b` og 2*3*4"),
        ("&gt; Når?\nI juni &lt;3", "> Når?\n\nI juni <3"),
        ("```if (p &lt; 6) {\n  x\n}``` ok", "```\nif (p < 6) {\n  x\n}\n```\nok"),
        ("**ikke fet**, [ikke](x.no)", "\\*\\*ikke fet\\*\\*, \\[ikke\\](x.no)"),
    ],
)
def test_mrkdwn_is_read_where_slack_sends_no_blocks(wire: str, stored: str) -> None:
    assert read_slack_markup({"text": wire}) == stored


def test_a_quoted_message_of_teams_is_a_quote() -> None:
    body = activity(
        text='<quoted messageId="177"/> Ja, i **uke** 3',
        entities=[{"type": "quotedReply", "quotedReply": {"messageId": "177", "preview": "Kan dere levere damp?"}}],
        attachments=[{"contentType": "text/html", "content": '<quoted messageId="177"/><p>Ja, i <b>uke</b> 3</p>'}],
    )
    event = translate_teams_message(decode_activity(msgspec.json.encode(body)))
    assert event.text == "Ja, i **uke** 3"
    assert event.written == "> Kan dere levere damp?\n\nJa, i **uke** 3"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<script>b()</script><style>c{}</style><!-- d --></p>",
        "<p>a",
        "<ul></ul><p>a</p><ol><li></li></ol>",
        "</li></ul></b>a",
        "<b><p>a</b></p>".replace("<b>", "<u>").replace("</b>", "</u>"),
        "<![if !supportLists]><p>a</p><![endif]>",
        "<!--[if gte mso 9]><xml>b</xml><![endif]--><p>a</p>",
        "<![nobody knows this]>a",
        "<![1>a",
    ],
)
def test_html_that_is_hidden_or_broken_leaves_the_words(html: str) -> None:
    assert teams_message("x", html).written == "a"


@pytest.mark.parametrize("open", ["<!-- ", "<![a ", "<a b='", '<a b="', "<a/ ", "<? ", "</b "])
def test_what_begins_and_never_ends_is_text(open: str) -> None:
    first, after = read_teams_html(f"<p>a</p>{open}b")
    assert ["".join(run.text for run in block.runs) for block in (first, after)] == ["a", f"{open}b"]


def test_what_is_not_closed_inside_hidden_words_hides_nothing_behind_them() -> None:
    for html in ("<attachment><b>x</attachment><p>a</p>", "<template><template>x</template><i></template>a"):
        assert teams_message("x", html).written == "a"


def test_lists_nested_too_deep_stop_at_the_deepest_level() -> None:
    blocks = read_teams_html("<ul><li>a" * 500)
    assert [block.level for block in blocks] == [*range(DEEPEST), *[DEEPEST] * (500 - DEEPEST)]
