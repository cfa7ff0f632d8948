"""What people write into an issue keeps its links, emphasis, lists and quotes wherever the issue is read."""

from __future__ import annotations

from typing import Any

from bot.http.html_cards import render_card_page
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from handlers.chat.events import Quoted
from tests.conversation import Conversation, Someone
from tests.policy import published, raises, said
from tests.short_cards import SAY

LINK = "https://example.org/plan?a=1"
PROBLEM = f"Kø for **alle**, se [planen]({LINK}):\n\n- *først* nett\n- så kraft\n\n> «Vent til 2031»"
#: signs of marks that nobody should read
RAW = ("**", "](", "*først")


def collect(node: Any, name: str) -> list[Any]:
    """Each value of this name, however deep."""
    if isinstance(node, list):
        return [found for one in node for found in collect(one, name)]
    if not isinstance(node, dict):
        return []
    own = [node[name]] if name in node else []
    return own + [found for value in node.values() for found in collect(value, name)]


async def test_its_card_has_them_in_each_chat_and_on_a_page(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await published(kari, sara, problem=PROBLEM)
    card = talk.room("grid")[-1].card
    blocks = draw_slack_blocks(card, SAY)
    assert LINK in collect(blocks, "url")
    assert {"bold": True} in collect(blocks, "style")
    assert "rich_text_list" in collect(blocks, "type")
    assert "rich_text_quote" in collect(blocks, "type")
    drawn = draw_adaptive_card(card, CardStyle(opens=lambda _: False))
    assert LINK in collect(drawn, "url")
    page = render_card_page("nb", card, "Arena")
    assert f'<a class="named" href="{LINK}" rel="noopener noreferrer nofollow">planen</a>' in page, (
        "printed with its address"
    )
    assert "<ul><li><em>først</em> nett</li><li>så kraft</li></ul>" in page
    shown = "\n".join(map(str, collect(blocks, "text") + collect(drawn, "text")))
    assert [sign for sign in RAW if sign in shown + card.fallback] == []


async def test_its_files_keep_them_and_its_search_has_the_words_alone(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await published(kari, sara, problem=PROBLEM)
    text = said(await sara.does("issues.text", "1"))
    for line in ("Kø for alle, se planen:", "- først nett", "«Vent til 2031»"):
        assert line in text.splitlines()
    found = said(await kari.commands("vent på nett", name="find"))
    assert [sign for sign in RAW if sign in found] == []


async def test_a_change_tells_where_its_links_lead(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await published(kari, sara, problem="Kø for alle.")
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    await ola.does("issues.support", "1")
    form = await kari.does("issues.edit", "1")
    await kari.submits(form, problem=f"Kø for alle. Se [planen]({LINK}).")
    shown = ola.last.text
    assert f"+ Se planen ({LINK})." in shown
    assert [sign for sign in RAW if sign in shown] == []


async def test_an_issue_that_is_raised_from_a_message_begins_with_its_marks(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    quoted = Quoted("m1", "Kø for alle, se planen", kari.sender, markup=f"Kø for **alle**, se [planen]({LINK})")
    form = await kari.does("issues.raise", quoted=quoted)
    assert form.form is not None
    values = {field.name: field.value for field in form.form.fields}
    assert values["problem"] == quoted.markup
    assert values["title"] == "Kø for alle, se planen"
    await raises(kari, problem=str(values["problem"]))
