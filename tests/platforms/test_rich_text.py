"""What people write keeps its meaning on the way from one platform to another."""

from __future__ import annotations

import msgspec
import pytest

from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.teams.activities import decode_activity
from bot.platforms.teams.events import translate_teams_message
from handlers.chat import verbs
from handlers.chat.cards import Card, Quote
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
    asked = verbs.build_typed_command(teams_message("<at>Arena</at>\xa0spør Har noen lest planen?", TWIN))
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
