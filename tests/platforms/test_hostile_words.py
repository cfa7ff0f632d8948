"""A hundred thousand hostile texts through every way out: nobody is called, and no link leads elsewhere.

Drawn many at a time, in every kind of part, so that it takes seconds.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from bot.platforms.slack.blocks import draw_fallback_text
from bot.platforms.slack.blocks import draw_slack_blocks as slack_draw
from bot.platforms.slack.modals import ModalMetadata, draw_card_modal, draw_form_modal
from bot.platforms.teams import forms
from bot.platforms.teams.cards import CardStyle, draw_message_activity
from bot.platforms.teams.invoke_responses import respond_with_results
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Item, Mentions, Quote, Text
from handlers.chat.say import Say

SAY = Say("nb", ZoneInfo("Europe/Oslo"))
MANY, EACH = 100_000, 200
SEEDS = (
    "<!channel>", "<!here>", "<!everyone>", "<@U1KARI>", "<@W1KARI|kari>", "<#C1|nett>", "<!subteam^S1|alle>",
    "<!date^1392734382^{date}^https://evil.example|i dag>", "<http://a.example|http://b.example>", "<mailto:x@y.no|z>",
    "[Nettbank](https://evil.example)", "![x](https://evil.example/x.png)", "<at>Kari</at>", '<at id="0">alle</at>',
    "@everyone", "@channel", "{{DATE(2026-02-14T06:00:00Z,SHORT)}}", "{{TIME(x)}}", "${title}", "${x", "}}",
    "&lt;!here&gt;", "&#60;!here&#62;", "<", ">", "&", "|", "*", "_", "~", "`", "```", "\\", "\n", "\r\n", "\t",
    "\x00", "\x07", "\x1b[31m", "\u200b", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800", "\u2028",
    "javascript:alert(1)", "<script>", "https://evil.example", "æøå", "😀", "kabel", " ", "-", "#",
)  # fmt: skip
#: where the bot's own button leads
OURS = "https://arena.test/x"
#: where a member's own link may lead: a member's words in a quote are shown with their links
WEB = re.compile(r"(?:https?://|mailto:)[^\s<>\x00-\x20]+")
CALLS = re.compile(r"<[@#!]|<(?:https?|mailto|tel|ftp):", re.IGNORECASE)
#: characters that no address and no text keeps
HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def hostile() -> Iterator[list[str]]:
    """So many at a time, the same in every run."""
    dice = random.Random(7)
    for _ in range(MANY // EACH):
        yield ["".join(dice.choices(SEEDS, k=dice.randint(1, 5))) for _ in range(EACH)]


def card_of(words: list[str]) -> Card:
    """Every kind of part, each with its share of the words."""
    share = iter([words[at : at + 10] for at in range(0, EACH, 10)])

    def some() -> str:
        return " ".join(next(share))

    return Card(
        some(),
        (
            Text(some()), Text(some(), "subtle"), Text(some(), "strong"), Quote(some(), by=some()),
            Facts(((some(), some()), (some(), some()))), Item(some(), some(), some(), (Button(some(), "a.b", "1"),)),
            Mentions((("U1KARI", some()),), some()), Buttons((Button(some(), "a.c", "2", confirm=some()),)),
            Buttons((Button(some(), url=OURS),)),
        ),
        summary=some(),
    )  # fmt: skip


def form_of(words: list[str]) -> Form:
    options = tuple((str(n), one or "-") for n, one in enumerate(words[:20]))
    fields = (
        Field("a", words[20], "line", hint=words[21]),
        Field("b", words[22], "text", hint=words[23]),
        Field("c", words[24], "choice", "1", options=options),
    )
    return Form(words[25], "a.b", fields, words[26], note=" ".join(words[27:60]))


def strings(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a payload, with the name it has there."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from strings(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, key)
    elif isinstance(node, str):
        yield key, node


def test_nothing_that_slack_is_sent_calls_anybody_or_leads_anywhere_else() -> None:
    found = 0
    for words in hostile():
        card, form = card_of(words), form_of(words)
        sent = [
            {"text": draw_fallback_text(card, "Arena"), "blocks": slack_draw(card, SAY)},
            draw_form_modal(form, ModalMetadata(), SAY),
            draw_card_modal(card, ModalMetadata(), SAY, "Arena"),
        ]
        for key, text in strings(sent):
            found += CALLS.search(text) is not None or CONTROLS.search(text) is not None
            found += key == "image_url" or (key == "url" and text != OURS and not _is_link_of(text, card))
        raw = json.dumps(sent)
        found += '"mrkdwn"' in raw or '"usergroup"' in raw or '"broadcast"' in raw or '"channel"' in raw
        found += {one["user_id"] for one in _elements(sent) if one.get("type") == "user"} != {"U1KARI"}
    assert found == 0


def test_nothing_that_teams_is_sent_calls_anybody_or_leads_anywhere_else() -> None:
    found = 0
    brush = CardStyle(lambda name: name == "a.b")
    for words in hostile():
        card, form = card_of(words), form_of(words)
        sent = [
            draw_message_activity(card, brush, "key"),
            forms.draw_adaptive_form(form, SAY, dialog=True, errors={}),
            respond_with_results(card, SAY, "Arena").body,
        ]
        raw = json.dumps(sent, ensure_ascii=False)
        declared = {one["text"] for one in _elements(sent) if one.get("type") == "mention"}
        found += re.search(r"\{\{\s*(?:DATE|TIME)", raw) is not None
        for key, text in strings(json.loads(raw)):
            found += CONTROLS.search(text) is not None
            found += bool(set(re.findall(r"(?is)<at\b[^>]*>.*?</at>", text)) - declared)
            found += key == "url" and text != OURS and not _is_link_of(text, card)
        found += any(one.get("type") == "TextBlock" and "](" in one["text"] for one in _elements(sent))
    assert found == 0


def _is_link_of(address: str, card: Card) -> bool:
    """Whether the address is one that a quote of the card holds, and leads into the web or to a mailbox."""
    words = HIDDEN.sub("", "".join(part.text for part in card.parts if isinstance(part, Quote)))
    return WEB.fullmatch(address) is not None and unquote(address.removeprefix("mailto:")) in words


def _elements(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from _elements(value)
